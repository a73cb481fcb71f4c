import { expect, onTestFinished } from 'vitest';
import { sampleFiles, type SampleFile } from '../media/files.ts';
import { startMediaHost, type MediaHost } from '../sandbox/media.ts';
import { messageWebhook, type Message } from '../sandbox/waconnect.ts';
import { refusals, shownPosts } from './shown.ts';
import { createWorld, eventually, type World, type WorldOptions } from './world.ts';

/** The support team, with customers who send files. */
export interface MediaWorld {
  readonly world: World;
  readonly host: MediaHost;
  send(...messages: readonly Message[]): Promise<void>;
  say(words: string): Promise<void>;
  /** A message with this file, which is to be had under the message's id. */
  sendFile(id: string, type: string, file: SampleFile, content?: object): Promise<void>;
  /** A photo that the provider does not hand out before `host.release(id)`. */
  sendHeldPhoto(id: string, caption: string, from?: string): Promise<void>;
}

export const createMediaWorld = async (options: WorldOptions = {}): Promise<MediaWorld> => {
  const host = await startMediaHost();
  onTestFinished(host.close);
  const world = await createWorld({ mediaUrl: host.url, ...options });
  const send: MediaWorld['send'] = async (...messages) => {
    for (const message of messages)
      expect((await world.provider.send(messageWebhook(message))).status).toBe(200);
  };
  return {
    world,
    host,
    send,
    say: (text) => send({ type: 'text', content: { text } }),
    sendFile: async (id, type, { bytes, mimeType, name }, content = {}) => {
      host.put(id, bytes, mimeType);
      const filename = type === 'document' ? { filename: name } : {};
      await send({ id, type, content: { mediaId: id, mimeType, ...filename, ...content } });
    },
    sendHeldPhoto: async (id, caption, from = '15550100001') => {
      const { bytes, mimeType } = sampleFiles.photo();
      host.put(id, bytes, mimeType);
      host.hold(id);
      await send({ id, from, type: 'image', content: { mediaId: id, mimeType, caption } });
    },
  };
};

/** Both platforms show the same in the contact's thread. */
export const bothShow = (
  { world }: Pick<MediaWorld, 'world'>,
  check: (posts: ReturnType<typeof shownPosts>[number]) => void,
): Promise<void> =>
  eventually(() => {
    for (const posts of shownPosts(world)) check(posts);
    expect(refusals(world)).toEqual([]);
  });

export const text = (id: string, words: string): Message => ({ id, type: 'text', content: { text: words } });

export const edit = (id: string, of: string, words: string): Message => ({
  id,
  type: 'edit',
  content: { originalMessageId: of, message: { type: 'text', text: { body: words } } },
});

export const revoke = (id: string, of: string): Message => ({
  id,
  type: 'revoke',
  content: { originalMessageId: of },
});
