import type { ServerResponse } from 'node:http';
import { setTimeout as after } from 'node:timers/promises';

/** Changes closer together than this are told as one. */
const gatherMs = 30;

/** The pages that watch, by Server-Sent Events. */
export interface Live {
  watch(response: ServerResponse): void;
  /** Something may have changed: everyone is told the newest view, soon and once. */
  tell(): void;
  close(): void;
}

export const createLive = (view: () => object): Live => {
  const pages = new Set<ServerResponse>();
  let gathering = false;
  let told = '';

  const flush = async (): Promise<void> => {
    await after(gatherMs);
    gathering = false;
    const news = JSON.stringify(view());
    if (news === told) return;
    told = news;
    for (const page of pages) page.write(`data: ${news}\n\n`);
  };

  return {
    watch: (response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
      response.write(`retry: 500\ndata: ${JSON.stringify(view())}\n\n`);
      pages.add(response);
      response.once('close', () => pages.delete(response));
    },
    tell: () => {
      if (gathering || pages.size === 0) return;
      gathering = true;
      // Never rejects: the view is made of what is in memory.
      void flush();
    },
    close: () => {
      for (const page of pages) page.end();
    },
  };
};
