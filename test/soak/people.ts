import { setTimeout as after } from 'node:timers/promises';
import type { MediaHost } from '../sandbox/media.ts';
import type { WaConnectApiSandbox } from '../sandbox/waconnect-api.ts';
import type { Luck } from './luck.ts';
import { placesOf } from './places.ts';
import type { Post } from './post.ts';
import type { Script } from './said.ts';
import { createVoice, type Voice } from './voice.ts';

export interface PeopleOptions {
  readonly contacts: number;
  readonly groups: number;
  /** Events a second, of all of them together. */
  readonly rate: number;
  readonly luckOf: (part: number) => Luck;
  readonly script: Script;
  readonly post: Post;
  readonly media: MediaHost;
  /** What WaConnect has received, whether it can send the webhook or not. */
  readonly inbox: WaConnectApiSandbox;
  /** Nobody begins anything new. */
  readonly signal: AbortSignal;
}

type Act = (voice: Voice) => Promise<void>;

const acts: readonly { readonly weight: number; readonly act: Act }[] = [
  { weight: 50, act: (voice) => voice.say() },
  { weight: 4, act: (voice) => voice.sayMuch() },
  { weight: 9, act: (voice) => voice.reply() },
  { weight: 12, act: (voice) => voice.react() },
  { weight: 8, act: (voice) => voice.edit() },
  { weight: 4, act: (voice) => voice.revoke() },
  { weight: 4, act: (voice) => voice.sendPhoto() },
  { weight: 3, act: (voice) => voice.sendDocument() },
  { weight: 2, act: (voice) => voice.standIn() },
  { weight: 1, act: (voice) => voice.poison() },
  { weight: 3, act: (voice) => voice.chatter() },
  { weight: 2, act: (voice) => voice.sayAtOnce() },
];

/** Contacts and groups who write until they are told to stop. Resolves when the last of them has an answer. */
export const letPeopleWrite = async (options: PeopleOptions): Promise<void> => {
  const { contacts, groups, rate, signal } = options;
  const meanMs = ((contacts + groups) / rate) * 1000;
  const talk = async (name: string, members: readonly number[], part: number): Promise<void> => {
    const luck = options.luckOf(part);
    const voice = createVoice({ ...options, name, members, luck });
    for (;;) {
      await after(luck.wait(meanMs), undefined, { signal }).catch(() => undefined);
      if (signal.aborted) break;
      await luck.weigh(acts).act(voice);
    }
  };
  const all = Array.from({ length: contacts }, (_, index) => index);
  const own = all.map((contact) => talk(`c${contact}`, [contact], contact));
  const common = Array.from({ length: groups }, (_, index) => {
    // Whoever writes there is read in the same places, so that the group has one thread in each.
    const members = all
      .filter((contact) => String(placesOf(contact)) === String(placesOf(index)))
      .slice(0, 4);
    return talk(`g${index}`, members, contacts + index);
  });
  await Promise.all([...own, ...common]);
};
