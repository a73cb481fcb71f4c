import type { WebClient } from '@slack/web-api';
import { translateHarmless } from './errors.ts';
import { unless } from './unless.ts';

/** Where a browser shows posts: as `chat.getPermalink` would say, which is not asked, since it would be for each one. */
export const createLinks = (client: WebClient) => {
  let asked: Promise<string> | null = null;

  const askWorkspace = async (): Promise<string> => {
    try {
      const { url } = await client.auth.test();
      if (url === undefined) throw new Error('no address');
      return url;
    } catch (error) {
      asked = null;
      throw error;
    }
  };

  const workspace = async (signal: AbortSignal): Promise<string> => {
    try {
      return await unless(signal, () => (asked ??= askWorkspace()));
    } catch (error) {
      throw translateHarmless(error, "asking Slack for the workspace's address");
    }
  };

  return async (
    channel: string,
    thread: string,
    post: string | null,
    signal: AbortSignal,
  ): Promise<string> => {
    const address = new URL(
      `archives/${channel}/p${(post ?? thread).replace('.', '')}`,
      await workspace(signal),
    );
    if (post !== null && post !== thread) address.search = `?thread_ts=${thread}&cid=${channel}`;
    return address.href;
  };
};
