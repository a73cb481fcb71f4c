import { cleanLine, isBlank } from '../clean.ts';
import { wordsIn } from '../content.ts';
import type { EditEvent, Event, EventKey, ReactionEvent, RevokeEvent, StatusEvent } from '../event.ts';
import type { Block } from '../post.ts';
import { renderSender } from './around.ts';
import { note, words } from './blocks.ts';
import { renderContent } from './content.ts';
import { renderLateness } from './late.ts';
import { renderBeside, renderJoined, renderUnread } from './message.ts';
import { openLink } from './link.ts';
import { about, mention } from './quote.ts';
import type { Scene } from './scene.ts';
import { isReadable, isRevoked } from './standing.ts';

/** What a contact did to a message, as a line of its own: for where the message's post cannot be changed. */
export const renderAct = (event: ReactionEvent | EditEvent | RevokeEvent, scene: Scene): readonly Block[] => [
  ...renderSender(event),
  ...renderDeed(event, scene),
  ...renderLateness(event, scene),
  ...renderJoined(scene),
];

const renderDeed = (event: ReactionEvent | EditEvent | RevokeEvent, scene: Scene): readonly Block[] => {
  switch (event.kind) {
    case 'reaction':
      return [renderReaction(event, scene)];
    case 'edit':
      return renderEdit(event, scene);
    case 'revoke':
      return [renderRevoke(event, scene)];
  }
};

const renderReaction = ({ emoji }: ReactionEvent, scene: Scene): Block => {
  if (emoji === null) return about('Reaction taken back', 'from', scene);
  return note('Reaction', `${cleanLine(emoji, 40) || '❔'} to ${mention(scene)}`, {
    link: openLink(scene.target?.link ?? null),
  });
};

/** What was edited is told by what it said before. */
const renderEdit = (event: EditEvent, scene: Scene): readonly Block[] => {
  const { target, style } = scene;
  const label = '✏️ Edited';
  if (target !== null && isRevoked(target.changes) && !style.keepsRevoked) return [about(label, '', scene)];
  const head = about(label, '', before(event, scene));
  return [head, ...renderEdited(event, scene), ...renderBeside(event.beside)];
};

/** Of a file, only the caption can be edited. */
const renderEdited = (event: EditEvent, { style }: Scene): readonly Block[] => {
  const { content, type } = event;
  if (!isReadable(content)) return [note('The new words could not be read'), ...renderUnread(event)];
  const isCaption = content.kind === 'file' && !isBlank(content.caption);
  return isCaption ? words(wordsIn(content), '') : renderContent(content, type, null, style);
};

/** What shall not stay readable is not said once more. */
const renderRevoke = (event: RevokeEvent, scene: Scene): Block => {
  const label = '🗑️ Deleted';
  const { target, style } = scene;
  if (target === null || style.keepsRevoked) return about(label, '', before(event, scene));
  return note(label, 'a message', { link: openLink(target.link) });
};

/** The scene as it was when the message had not yet been changed by this. */
const before = ({ key }: Event, scene: Scene): Scene => {
  if (scene.target === null) return scene;
  const { changes } = scene.target;
  const own = changes.findIndex((change) => isSame(change.key, key));
  const earlier = own < 0 ? changes : changes.slice(0, own);
  return { ...scene, target: { ...scene.target, changes: earlier } };
};

const isSame = (one: EventKey, other: EventKey): boolean =>
  one.accountId === other.accountId && one.event === other.event && one.messageId === other.messageId;

/** Never shown in a contact's thread unless an operator asks for it. */
export const renderStatus = ({ status, why }: StatusEvent): readonly Block[] => [
  note('📬 A message of ours', why === '' ? status : `${status} · ${why}`),
];
