import type { WebClient } from '@slack/web-api';
import type { Log } from '../../core/log.ts';
import { PlatformError, type Attachment, type Posting } from '../platform.ts';
import { translateAside, translateHarmless } from './errors.ts';
import type { SlackPayload } from './format.ts';
import { ofFiles } from './meanings.ts';
import { sendBytes } from './send-bytes.ts';
import { blockIdOf } from './stamp.ts';
import { unless } from './unless.ts';

/** Where a file goes, and in whose name; `''`: the bot's own. */
export interface FileAddress {
  readonly channel: string;
  readonly thread: string;
  readonly username: string;
}

/** What Slack's three steps do: https://docs.slack.dev/messaging/working-with-files */
export const createUpload = (client: WebClient, log: Log) => {
  /** Sends it to an address that is asked for; nothing is shown by it. Answers the file's id. */
  const send = async ({ blob, name }: Attachment, signal: AbortSignal): Promise<string> => {
    const what = 'sending a file to Slack';
    try {
      const answer = await unless(signal, () =>
        client.files.getUploadURLExternal({ filename: name, length: blob.size }),
      );
      mustMayLook(answer.response_metadata?.scopes);
      const { file_id: id, upload_url: url } = answer;
      if (id === undefined || url === undefined) throw new Error('no upload address');
      await sendBytes(url, blob, signal);
      return id;
    } catch (error) {
      throw translateHarmless(error, what, ofFiles);
    }
  };

  /** Shows the file, with what is said beside it, some time later. Works once. */
  const complete = async (
    id: string,
    title: string,
    { channel, thread, username }: FileAddress,
    { blocks, plain }: SlackPayload,
    { stamp, signal }: Posting,
  ): Promise<void> => {
    const what = `posting a file in Slack channel ${channel}`;
    const [first, ...others] = blocks;
    const stamped = first === undefined ? [] : [{ ...first, block_id: blockIdOf(stamp) }, ...others];
    const request = (said: object) => () =>
      // Not of `client.files`, whose types do not know `username`.
      client.apiCall('files.completeUploadExternal', {
        files: [{ id, title }],
        channel_id: channel,
        thread_ts: thread,
        ...(username === '' ? {} : { username }),
        ...said,
      });
    try {
      await unless(signal, request({ blocks: stamped }));
      return;
    } catch (error) {
      const translated = translateAside(error, what, ofFiles);
      if (translated.failure.kind !== 'refused') throw translated;
      log.warn({ why: translated.message }, 'Slack refused the blocks of a post; it is said in plain text.');
    }
    try {
      await unless(signal, request({ initial_comment: plain }));
    } catch (error) {
      throw translateAside(error, what, ofFiles);
    }
  };

  return { send, complete };
};

/** Completed and unseen: where nobody may ask for a file, its post could never be known. */
const mustMayLook = (scopes: readonly string[] | undefined): void => {
  if (scopes === undefined || scopes.includes('files:read')) return;
  throw new PlatformError(
    { kind: 'fileRefused' },
    'sending a file to Slack: the app lacks the scope files:read. Install it again with the scopes of config/slack-manifest.yaml.',
  );
};
