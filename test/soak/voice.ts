import { sampleFiles } from '../media/files.ts';
import { messageWebhook, type Message } from '../sandbox/waconnect.ts';
import type { PeopleOptions } from './people.ts';
import type { Luck } from './luck.ts';
import { phoneOf, placesOf } from './places.ts';
import type { Change, Said } from './said.ts';

/** Somebody who writes, or a group of people who do: one conversation. Each method resolves when WaConnect has an answer. */
export interface Voice {
  say(): Promise<void>;
  /** More than a post can hold. */
  sayMuch(): Promise<void>;
  reply(): Promise<void>;
  react(): Promise<void>;
  edit(): Promise<void>;
  revoke(): Promise<void>;
  sendPhoto(): Promise<void>;
  sendDocument(): Promise<void>;
  /** A placeholder, and then what it stands for. */
  standIn(): Promise<void>;
  /** What the platforms will never take. */
  poison(): Promise<void>;
  /** Several in a row. */
  chatter(): Promise<void>;
  /** Several at once, whose order nobody knows. */
  sayAtOnce(): Promise<void>;
}

export interface VoiceOptions extends Pick<PeopleOptions, 'script' | 'post' | 'media' | 'inbox'> {
  readonly name: string;
  /** Contacts: one, or those of a group. */
  readonly members: readonly number[];
  readonly luck: Luck;
}

const emoji = ['👍', '❤️', '🎉', '😂'] as const;
const words = 'the bell is broken please knock twice and wait until somebody opens it was green before'.split(
  ' ',
);
/** What a contact changes is one of the last so many. */
const reach = 6;

export const poisonWord = 'unspeakable';

export const createVoice = ({ name, members, luck, script, post, media, inbox }: VoiceOptions): Voice => {
  const own: { readonly said: Said; readonly by: number }[] = [];
  const isGroup = name.startsWith('g');
  let count = 0;
  let turn = 0;

  const phrase = (): string => Array.from({ length: luck.between(2, 12) }, () => luck.pick(words)).join(' ');

  const idOf = (token: string): string => `wamid.${token}`;

  const send = (by: number, message: Message, isInInbox = false): Promise<number | null> => {
    const besides = isGroup ? { groupId: `${name}group` } : {};
    const from = phoneOf(by);
    const webhook = messageWebhook({ ...message, from, name: `Person ${by}`, besides });
    if (isInInbox) inbox.keep(webhook);
    return post(luck, webhook);
  };

  const tell = async (draft: Partial<Said>, messageOf: (token: string) => Message): Promise<void> => {
    count += 1;
    const by = luck.pick(members);
    const token = `${name}m${count}`;
    const said: Said = {
      ...{ token, tokens: [token], conversation: name, places: placesOf(by), turn, file: null, keptAt: null },
      ...{ standsIn: false, isPoison: false, sentAt: Date.now(), changes: [] },
      ...draft,
    };
    script.said.push(said);
    own.push({ said, by });
    said.keptAt = await send(by, { id: idOf(token), ...messageOf(token) }, true);
  };

  /** The next one comes after it. */
  const alone = (draft: Partial<Said>, messageOf: (token: string) => Message): Promise<void> => {
    turn += 1;
    return tell(draft, messageOf);
  };

  const text = (token: string, rest: string): Message => ({
    type: 'text',
    content: { text: `${token} ${rest}` },
  });

  const someOf = (mayBe: (said: Said) => boolean) => {
    const those = own
      .slice(-reach)
      .filter(({ said }) => said.keptAt !== null && !said.isPoison && mayBe(said));
    return those.length === 0 ? null : luck.pick(those);
  };

  const isOpen = ({ changes, standsIn }: Said): boolean =>
    !standsIn && changes.every(({ what }) => what.kind !== 'revoke');

  const change = async (
    { said, by }: { readonly said: Said; readonly by: number },
    what: Change['what'],
    message: Message,
  ): Promise<void> => {
    const one: Change = { what, isKept: false };
    said.changes.push(one);
    count += 1;
    one.isKept = (await send(by, { id: idOf(`${name}x${count}`), ...message })) !== null;
  };

  const say: Voice['say'] = () => alone({}, (token) => text(token, phrase()));

  const withFile = (type: 'image' | 'document'): Promise<void> => {
    const { bytes, mimeType } = type === 'image' ? sampleFiles.photo() : sampleFiles.pdf();
    const next = `${name}m${count + 1}`;
    const file = type === 'image' ? null : `${next}.pdf`;
    return alone({ file }, (token) => {
      media.put(token, bytes, mimeType);
      if (luck.once(3)) media.fail(token, luck.between(1, 4), luck.pick([404, 500, 503]));
      const content = { mediaId: token, mimeType, caption: `${token} ${phrase()}` };
      return { type, content: file === null ? content : { ...content, filename: file } };
    });
  };

  return {
    say,
    sayMuch: () => {
      const next = `${name}m${count + 1}`;
      const tokens = [
        next,
        ...Array.from({ length: luck.between(3, 7) }, (_, index) => `${next}p${index + 1}`),
      ];
      const filler = `${phrase()} `.repeat(30).slice(0, 480);
      return alone({ tokens }, () => ({
        type: 'text',
        content: { text: tokens.map((one) => `${one} ${filler}`).join('\n') },
      }));
    },
    reply: async () => {
      const to = someOf(() => true);
      if (to === null) return say();
      const context = { id: idOf(to.said.token), from: phoneOf(to.by) };
      return alone({}, (token) => ({ ...text(token, phrase()), context }));
    },
    react: async () => {
      // One emoji of the bridge's stands for all that the members of a group put there.
      const to = isGroup ? null : someOf(isOpen);
      if (to === null) return say();
      const put = luck.once(4) ? null : luck.pick(emoji);
      const content = { messageId: idOf(to.said.token), emoji: put };
      return change(to, { kind: 'reaction', emoji: put }, { type: 'reaction', content });
    },
    edit: async () => {
      const to = someOf((said) => isOpen(said) && said.tokens.length === 1 && said.file === null);
      if (to === null) return say();
      const token = `${to.said.token}e${to.said.changes.length + 1}`;
      const message = { type: 'text', text: { body: `${token} ${phrase()}` } };
      const content = { originalMessageId: idOf(to.said.token), message };
      return change(to, { kind: 'edit', token }, { type: 'edit', content });
    },
    revoke: async () => {
      const to = someOf((said) => isOpen(said) && said.tokens.length === 1 && said.file === null);
      if (to === null) return say();
      return change(
        to,
        { kind: 'revoke' },
        { type: 'revoke', content: { originalMessageId: idOf(to.said.token) } },
      );
    },
    sendPhoto: () => withFile('image'),
    sendDocument: () => withFile('document'),
    standIn: async () => {
      turn += 1;
      const id = idOf(`${name}m${count + 1}`);
      const placeholder = {
        id,
        type: 'unsupported',
        content: { errors: [{ code: 131060, title: 'Unavailable' }] },
      };
      const by = luck.pick(members);
      await send(by, placeholder);
      // From the same member, or in a group it would be somebody else's.
      if (isGroup) return say();
      await tell({ standsIn: true }, (token) => text(token, phrase()));
    },
    poison: () => alone({ isPoison: true }, (token) => text(token, `${poisonWord} ${phrase()}`)),
    chatter: async () => {
      for (let left = luck.between(3, 8); left > 0; left -= 1) await say();
    },
    sayAtOnce: async () => {
      turn += 1;
      const many = Array.from({ length: luck.between(2, 4) });
      await Promise.all(many.map(() => tell({}, (token) => text(token, phrase()))));
    },
  };
};
