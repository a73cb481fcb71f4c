import { isBlank } from '../clean.ts';
import { wordsIn } from '../content.ts';
import type { EditEvent, MessageEvent } from '../event.ts';
import type { Block } from '../post.ts';
import { renderContext, renderSender } from './around.ts';
import { note, raw } from './blocks.ts';
import { renderContent, renderJson } from './content.ts';
import { renderLateness } from './late.ts';
import { renderUnsupported } from './quiet.ts';
import type { Scene } from './scene.ts';
import { standingOf, type Standing } from './standing.ts';
import { summaryOf } from './summary.ts';

const longestBefore = 12_000;
const longestBeside = 12_000;

/** A message as it stands now: with the changes that the contact has made to it since. */
export const renderMessage = (event: MessageEvent, scene: Scene): readonly Block[] => {
  const revoked = scene.changes.findLast(({ kind }) => kind === 'revoke');
  const standing = standingOf(event.content, scene.changes);
  const deleted =
    revoked === undefined ? [] : [note('🗑️ Deleted by the contact', '', { at: revoked.saidAt })];
  if (revoked !== undefined && !scene.style.keepsRevoked)
    return [...renderSender(event), ...deleted, ...renderJoined(scene)];
  const content = renderContent(standing.content, event.type, scene.file, scene.style);
  return [
    ...renderSender(event),
    ...renderContext(event.context, scene),
    ...(revoked === undefined ? content : content.map(strike)),
    ...deleted,
    ...renderEdits(event, standing),
    ...[event.beside, standing.edits.at(-1)?.beside ?? ''].flatMap(renderBeside),
    ...renderLateness(event, scene),
    ...renderJoined(scene),
  ];
};

/** The former texts stay in reach, the newest first. */
const renderEdits = (event: MessageEvent, { edits, unread }: Standing): readonly Block[] => {
  const last = edits.at(-1);
  const former = [event, ...edits.slice(0, -1)].toReversed().map(formerText);
  return [
    ...(last === undefined
      ? []
      : [
          note('✏️ Edited', '', { at: last.saidAt }),
          ...raw('Before', former.join('\n———\n'), longestBefore),
        ]),
    ...(unread === null
      ? []
      : [
          note('✏️ Edited', 'the new words could not be read', { at: unread.saidAt }),
          ...renderUnread(unread),
        ]),
  ];
};

/** What came in the place of new words. */
export const renderUnread = ({ content }: EditEvent): readonly Block[] =>
  content.kind === 'other'
    ? renderJson(content.raw)
    : content.kind === 'unsupported'
      ? [renderUnsupported(content)]
      : [];

const formerText = (event: MessageEvent | EditEvent): string => {
  const text = wordsIn(event.content);
  return isBlank(text) ? summaryOf(event) : text;
};

export const renderBeside = (beside: string): readonly Block[] =>
  raw('What else came with it', beside, longestBeside);

export const renderJoined = ({ joined }: Scene): readonly Block[] =>
  joined === null
    ? []
    : [
        note('🔗 Same person as before', '', {
          link: { text: 'the earlier thread of this contact', url: joined.link },
        }),
      ];

const strike = (block: Block): Block => (block.kind === 'words' ? { ...block, isStruck: true } : block);
