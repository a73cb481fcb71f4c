import type { WebClient } from '@slack/web-api';
import type { Log } from '../../core/log.ts';
import { PlatformError } from '../platform.ts';
import { codeOf, translate } from './errors.ts';
import { ofRemovals } from './meanings.ts';
import { blankText } from './rich-text.ts';
import { ownLine } from './small-print.ts';

/** Takes away what Slack showed outside of the thread that it was meant for. */
export const createStrays = (client: WebClient, log: Log) => {
  /** `null` where it worked. */
  const failureOf = async (what: string, call: () => Promise<unknown>): Promise<PlatformError | null> => {
    try {
      await call();
      return null;
    } catch (error) {
      return codeOf(error) === 'message_not_found' ? null : translate(error, what, ofRemovals);
    }
  };

  /** A post in a contact's name cannot be deleted, but it can be changed. */
  const blank = (channel: string, ts: string): Promise<PlatformError | null> => {
    const text = 'Moved to a thread.';
    // Rich text may be replaced by rich text only.
    const blocks = [ownLine(text), blankText()];
    return failureOf(`blanking a post in Slack channel ${channel}`, () =>
      client.chat.update({ channel, ts, text, blocks, parse: 'none' }),
    );
  };

  /**
   * Deletes it, else blanks it, else leaves it to the operator. Where Slack could not be asked, it is thrown as
   * `uncertain`: the next attempt finds the post again by its stamp.
   */
  const remove = async (channel: string, ts: string): Promise<void> => {
    const what = `removing a post in Slack channel ${channel}`;
    const undeleted = await failureOf(what, () => client.chat.delete({ channel, ts }));
    if (undeleted === null) return;
    const why = undeleted.message;
    log.warn({ why }, 'A post outside of its thread could not be deleted; it is blanked.');
    const unblanked = await blank(channel, ts);
    if (unblanked === null) return;
    for (const { failure, message } of [undeleted, unblanked])
      if (isPassing(failure)) throw new PlatformError(later(failure), message, { cause: unblanked });
    log.error({ channel, why: unblanked.message }, 'A post stands outside of its thread: remove it by hand.');
  };

  return { remove };
};

export type Strays = ReturnType<typeof createStrays>;

const isPassing = ({ kind }: PlatformError['failure']): boolean =>
  kind === 'retry' || kind === 'uncertain' || kind === 'broken';

const later = (failure: PlatformError['failure']): PlatformError['failure'] => ({
  kind: 'uncertain',
  retryAfterMs: failure.kind === 'retry' || failure.kind === 'uncertain' ? failure.retryAfterMs : null,
});
