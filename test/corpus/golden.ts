import { createHash } from 'node:crypto';
import type { Event } from '../../src/core/event.ts';
import { titleOf, type Post } from '../../src/core/post.ts';
import { renderCard } from '../../src/core/render/render.ts';
import { platforms } from '../../src/platforms/registry.ts';
import type { PlatformDescription } from '../../src/platforms/platform.ts';
import type { Entry, Group } from './entry.ts';
import { play, type Act, type Step } from './play.ts';

/** The golden file of a group: for each entry, what was read and what stands on each platform, as agents read it. */
export const writeGolden = ({ name, entries }: Group): string => {
  const head = `${name}: ${String(entries.length)} entries. Written by the test; UPDATE=1 writes it anew.`;
  return [head, ...entries.map(writeEntry), ''].join('\n\n\n').trimEnd() + '\n';
};

const writeEntry = (entry: Entry): string => {
  const played = platforms.map((platform) => ({ platform, steps: play(entry, platform.amendsFiles) }));
  const steps = played[0]?.steps ?? [];
  const shown = steps.map((step, index) =>
    [
      `${String(index + 1)}. ${describe(step, nameBefore(steps.slice(0, index), step))}`,
      ...join(played.map(({ platform, steps }) => writeActs(platform, steps[index]?.acts ?? []))),
      ...writeCards(step),
    ].join('\n'),
  );
  return [`## ${entry.name}\n${entry.about}`, ...shown].join('\n\n');
};

/** The event in one line: what it was read as, and whose thread it stands in. */
const describe = ({ event, receivedAt }: Step, name: string): string => {
  const thread = { messages: 1, ordinal: 1, openedAt: null, previous: null, before: [] };
  const card = renderCard(event, receivedAt, { ...thread, name, identifiers: [] });
  const content = event.kind === 'message' || event.kind === 'edit' ? ` read as ${event.content.kind}` : '';
  const read = `${event.kind} "${event.type}"${content}`;
  return visible(`${read} · in the thread of ${titleOf(card, 200)}${identifiersOf(event)}`);
};

/** The name that heads the thread of the same contact, from the webhooks before. */
const nameBefore = (steps: readonly Step[], { event }: Step): string => {
  const own = event.contact.identifiers.map(({ value }) => value);
  const isOwn = ({ event: { contact } }: Step): boolean =>
    contact.name !== '' && contact.identifiers.some(({ value }) => own.includes(value));
  return steps.findLast(isOwn)?.event.contact.name ?? '';
};

const identifiersOf = ({ contact: { identifiers } }: Event): string =>
  identifiers.length === 1 && identifiers[0]?.kind === 'phone'
    ? ''
    : ` (${identifiers.map(({ kind, value }) => `${kind} ${value}`).join(', ') || 'no identifier'})`;

interface Written {
  readonly platform: string;
  readonly label: string;
  readonly text: string;
}

const writeActs = (platform: PlatformDescription, acts: readonly Act[]): readonly Written[] =>
  acts.map((act) => ({ platform: platform.name, ...writeAct(platform, act) }));

const writeAct = (platform: PlatformDescription, act: Act): Omit<Written, 'platform'> => {
  switch (act.kind) {
    case 'post':
      return { label: `post ${String(act.number + 1)}${fileOf(act)}`, text: preview(platform, act.post) };
    case 'amend':
      return {
        label: `post ${String(act.number + 1)} becomes${fileOf(act)}`,
        text: preview(platform, act.post),
      };
    case 'react': {
      const remove = act.remove === null ? [] : [`takes ${act.remove} off`];
      const add = act.add === null ? [] : [`puts ${act.add} on`];
      const did = [...remove, ...add].join(', ') || 'leaves everything as it is';
      return { label: `post ${String(act.number + 1)}`, text: `(${visible(did)})` };
    }
    case 'instead':
      return { label: 'where that cannot be done', text: preview(platform, act.post) };
    case 'silent':
      return {
        label: `nothing (${act.why})`,
        text: act.post === null ? '' : preview(platform, act.post),
      };
  }
};

const fileOf = ({ file }: Extract<Act, { kind: 'post' | 'amend' }>): string =>
  file === null ? '' : ` with the file ${visible(file.name)}`;

/** Contact cards are read by programs: shown here, since no post says what they hold. */
const writeCards = ({ acts }: Step): readonly string[] =>
  acts.flatMap((act) => {
    if (act.kind !== 'post' || act.file?.mimeType !== 'text/vcard') return [];
    const lines = visible(act.file.text.replaceAll('\r\n', '\n').trimEnd()).split('\n');
    return [['   ' + act.file.name, ...lines.map((line) => `      │ ${line}`)].join('\n')];
  });

/** One block where platforms show the same. */
const join = (all: readonly (readonly Written[])[]): readonly string[] => {
  const [first = [], ...others] = all;
  const isSame = others.every(
    (one) =>
      one.length === first.length &&
      one.every(({ label, text }, at) => label === first[at]?.label && text === first[at].text),
  );
  const names = all.map(([written]) => written?.platform ?? '').join(' and ');
  const blocks = isSame ? first.map((written) => ({ ...written, platform: names })) : all.flat();
  return blocks.map(({ platform, label, text }) =>
    [
      `   ${platform}: ${label}`,
      ...(text === '' ? [] : text.split('\n').map((line) => `      │ ${line}`)),
    ].join('\n'),
  );
};

const preview = (platform: PlatformDescription, post: Post): string => {
  const parts = platform.format(post).map((part) => visible(part.preview));
  const whole = parts.join('\n');
  const few =
    parts.length <= 3
      ? parts
      : [...parts.slice(0, 2), `… ${String(parts.length - 3)} more posts …`, ...parts.slice(-1)];
  const short = few.map(shorten).join('\n── next post ──\n');
  return short.length < whole.length
    ? `${short}\n(shortened here; whole: ${String(whole.length)} characters, ${hash(whole)})`
    : short;
};

const mostLines = 24;
const mostCharacters = 240;

const shorten = (text: string): string => {
  const lines = text
    .split('\n')
    .map((line) =>
      line.length <= mostCharacters
        ? line
        : `${line.slice(0, 120).toWellFormed()} … ${String(line.length - 160)} more … ${line.slice(-40).toWellFormed()}`,
    );
  if (lines.length <= mostLines) return lines.join('\n');
  return [...lines.slice(0, 10), `… ${String(lines.length - 14)} more lines …`, ...lines.slice(-4)].join(
    '\n',
  );
};

const hash = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 8);

/** Nothing hides in a golden file: characters that show nothing are written by their number. */
const visible = (text: string): string =>
  text
    .replaceAll('\t', '\\t')
    .replaceAll(unseen, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16).toUpperCase()}}`)
    .replaceAll(/ +$/gm, (spaces) => '␠'.repeat(spaces.length));

// A joiner within an emoji, and a line feed, are as they should be.
const unseen =
  /(?<![\p{Extended_Pictographic}\p{Emoji_Modifier}\uFE0F])\u200D|(?![\n\u200D])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\u00A0\u115F\u1160\u2800\u3164\uFFA0]/gu;
