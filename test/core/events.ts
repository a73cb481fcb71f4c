import type { ContactCard, Content, FileRef } from '../../src/core/content.ts';
import type { Context, EditEvent, Event, MessageEvent, RevokeEvent } from '../../src/core/event.ts';
import { render } from '../../src/core/render/render.ts';
import type { FileState, Scene, Target } from '../../src/core/render/scene.ts';
import type { Block, Note, Post } from '../../src/core/post.ts';

/** 15 January 2027, 08:00 UTC: when everything in these tests is written, sent and received. */
export const now = Date.UTC(2027, 0, 15, 8);

const happened = {
  key: { accountId: 'a-1', event: 'message.received', messageId: 'm-1' },
  account: { id: 'a-1', name: 'Acme' },
  number: '106540352242922',
  contact: { identifiers: [{ kind: 'phone', value: '15550100001' }], name: 'Ana' },
  group: '',
  saidAt: now,
  sentAt: now,
  by: 'webhook',
} as const;

const nothing: Context = { quoted: null, forwarded: 'no', product: null, referral: null };

export const messageOf = (content: Content, given: Partial<MessageEvent> = {}): MessageEvent => ({
  ...happened,
  kind: 'message',
  type: content.kind === 'file' ? content.type : content.kind,
  ref: { id: 'm-1', token: '' },
  placeholder: null,
  content,
  context: nothing,
  beside: '',
  ...given,
});

export const textOf = (text: string, given: Partial<MessageEvent> = {}): MessageEvent =>
  messageOf({ kind: 'text', text }, given);

export const withContext = (given: Partial<Context>): MessageEvent =>
  textOf('hello', { context: { ...nothing, ...given } });

const about = { target: { id: 'm-1', token: '' } };

export const editTo = (content: Content, given: Partial<EditEvent> = {}): EditEvent => ({
  ...happened,
  ...about,
  kind: 'edit',
  type: 'edit',
  content,
  beside: '',
  ...given,
});

export const revoke: RevokeEvent = { ...happened, ...about, kind: 'revoke', type: 'revoke' };

export const reaction = (emoji: string | null): Event => ({
  ...happened,
  ...about,
  kind: 'reaction',
  type: 'reaction',
  emoji,
});

export const unknown: Event = {
  ...happened,
  kind: 'unknown',
  mayBeMessage: false,
  type: 'account.warned',
  raw: '{"a":1}',
};

export const unreadable: Event = {
  ...happened,
  kind: 'unreadable',
  type: 'unreadable',
  why: 'It is not JSON.',
};

export const failed: Event = {
  ...happened,
  ...about,
  kind: 'status',
  type: 'message.status',
  status: 'failed',
  why: 'window closed',
};

export const photo: FileRef = {
  url: '',
  mediaId: '1003383421387256',
  name: '',
  mimeType: 'image/jpeg',
  sha256: '',
  size: null,
  seconds: null,
};

export const fileOf = (type: 'image' | 'voice' | 'document', given: Partial<FileRef> = {}, caption = '') =>
  ({ kind: 'file', type, caption, file: { ...photo, ...given } }) as const;

export const here = (given: Partial<Extract<FileState, { kind: 'here' }>> = {}): FileState => ({
  kind: 'here',
  name: 'photo-1.jpg',
  mimeType: 'image/jpeg',
  size: 1_234_567,
  seconds: null,
  ...given,
});

export const cardOf = (given: Partial<ContactCard>): ContactCard => ({
  name: '',
  organisation: '',
  phones: [],
  emails: [],
  others: [],
  vcard: '',
  ...given,
});

/** A message that another one is about. */
export const targetOf = (event: Event, changes: readonly Event[] = []): Target => ({
  event,
  changes,
  link: 'https://chat.example/1',
});

export const sceneOf = (given: Partial<Scene> = {}): Scene => ({
  receivedAt: now,
  asOf: now,
  target: null,
  changes: [],
  file: null,
  joined: null,
  divertedFrom: null,
  ...given,
  style: { mapUrl: 'https://map.example/{latitude}/{longitude}', keepsRevoked: true, ...given.style },
});

/** What stands in the post, a line for each block or row: `[…]` is a note, `{…}` a file, `~…~` struck, `|…` a table, `title» …` raw. */
export const read = (event: Event, given: Partial<Scene> = {}): readonly string[] =>
  linesOf(render(event, sceneOf(given)));

export const linesOf = ({ blocks }: Post): readonly string[] => blocks.flatMap(linesOfBlock);

const linesOfBlock = (block: Block): readonly string[] => {
  switch (block.kind) {
    case 'words':
      return [block.isStruck ? `~${block.text}~` : block.text];
    case 'note':
      return [`[${noteLine(block)}]`];
    case 'file':
      return [`{${[block.label, block.detail].filter((part) => part !== '').join(' · ')}}`];
    case 'table':
      return block.rows.map(({ label, value }) => `|${label === '' ? '' : `${label}: `}${value}`);
    case 'raw':
      return [`${block.title}» ${block.text}`];
  }
};

const noteLine = ({ label, detail, at, link }: Note): string => {
  const time = at === null ? '' : ` ${new Date(at).toISOString().slice(11, 16)}`;
  const parts = [label, detail].filter((part) => part !== '').join(' · ') + time;
  return link === null ? parts : `${parts} · ${link.text} → ${link.url}`;
};
