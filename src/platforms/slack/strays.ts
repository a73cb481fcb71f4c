import type { WebClient } from '@slack/web-api';
import type { Log } from '../../core/log.ts';
import { translate } from './errors.ts';
import { blankText } from './rich-text.ts';
import { ownLine } from './small-print.ts';

/** Takes away what Slack showed outside of the thread that it was meant for. Never rejects. */
export const createStrays = (client: WebClient, log: Log) => {
  const remove = async (channel: string, ts: string): Promise<void> => {
    try {
      await client.chat.delete({ channel, ts });
    } catch (error) {
      log.warn(
        { why: translate(error, 'removing a post').message },
        'A post outside of its thread could not be removed; it is blanked.',
      );
      await blank(channel, ts);
    }
  };

  /** A post in a contact's name cannot be deleted, but it can be changed. */
  const blank = async (channel: string, ts: string): Promise<void> => {
    const text = 'Moved to a thread.';
    // Rich text may be replaced by rich text only.
    const blocks = [ownLine(text), blankText()];
    try {
      await client.chat.update({ channel, ts, text, blocks, parse: 'none' });
    } catch (error) {
      log.error(
        { channel, why: translate(error, 'blanking a post').message },
        'A post stands outside of its thread: remove it by hand.',
      );
    }
  };

  return { remove };
};

export type Strays = ReturnType<typeof createStrays>;
