import { isBlank } from '../../core/clean.ts';
import { titleOf, type Block, type Card, type Post } from '../../core/post.ts';
import { split } from '../../core/split.ts';
import type { Part } from '../platform.ts';
import { escape, escapeAtoms } from './escape.ts';

/** 2,000 characters for a bot (https://docs.discord.com/developers/resources/message), less room for a mark. */
const largestPart = 1_900;

/** What `POST /channels/{id}/messages` is given besides the nonce and what every message has. */
export interface DiscordPayload {
  readonly content: string;
}

/**
 * The contact's words are escaped, then cut. What the bridge says is in small print (`-# `), which no customer can
 * make, since theirs is escaped.
 */
export const format = (post: Post): readonly Part[] =>
  post.blocks.flatMap(cut).reduce<string[]>(pack, []).map(partOf);

const cut = (block: Block): readonly string[] => {
  switch (block.kind) {
    case 'words':
      // A piece of nothing but white space would be refused (50006), and shows nothing.
      return split(escapeAtoms(block.text), largestPart).filter((piece) => !isBlank(piece));
    case 'note':
      return [`-# ${escape(noteText(block.label, block.detail))}`];
    case 'raw':
      return [`||${fence}json\n${unfence(block.text)}\n${fence}||`];
  }
};

const fence = '```';
/** Discord has no escape inside of a code block: what would end it, or the spoiler around it, becomes a likeness. */
const unfence = (text: string): string => text.replaceAll('`', 'ˋ').replaceAll('|', 'ǀ');

const noteText = (label: string, detail: string): string => (detail === '' ? label : `${label} · ${detail}`);

const pack = (parts: string[], piece: string): string[] => {
  const last = parts.at(-1);
  if (last === undefined || last.length + 1 + piece.length > largestPart) return [...parts, piece];
  return [...parts.slice(0, -1), `${last}\n${piece}`];
};

const partOf = (content: string): Part => ({
  preview: content,
  payload: { content } satisfies DiscordPayload,
});

/** The root post of a thread: a starter message in the channel. */
export const formatCard = (card: Card): string => {
  const title = [`**${escape(card.name)}**`, escape(card.address)].filter((part) => part !== '').join(' · ');
  const came = ['WhatsApp', card.account, card.number]
    .filter((part) => part !== '')
    .map(escape)
    .join(' · ');
  // `<t:…>` is shown in the zone and the manner of whoever reads.
  return `👤 ${title}\n-# ${came} · <t:${Math.floor(card.at / 1000)}:f>`;
};

/** Plain text, 1–100 characters. */
export const threadName = (card: Card): string => titleOf(card, 100);

/** Fits into what `largestPart` leaves. */
export const marked = (content: string): string =>
  `${content}\n-# ⚠️ May be shown twice: the bridge could not make sure.`;
