import { element } from '../element.js';
import { keepList } from '../keep-list.js';
import { showFile } from '../media/file.js';
import { stickToEnd } from '../stick-to-end.js';
import { clockTime } from '../time.js';
import { openActions } from './actions.js';
import { ticks, whereabouts } from './travels.js';
import { showWords } from './words.js';

const list = document.getElementById('bubbles');
/** How long a finger rests on a bubble to open what can be done with it. */
const longPressMs = 450;

const showSent = ({ type, media, name, size, mimeType }) =>
  showFile({ url: `files/phone/${media}`, name, size, mimeType, isSticker: type === 'sticker' });

const showCard = ({ icon, title, lines }) =>
  element(
    'span',
    { class: 'card' },
    element('span', { class: 'icon', 'aria-hidden': 'true' }, icon),
    element('b', { dir: 'auto' }, title),
    ...lines.map((line) => element('small', { dir: 'auto' }, line)),
  );

const showContent = ({ above, quote, file, card, paragraphs, isRevoked }) => {
  if (isRevoked) return [element('span', { class: 'said revoked' }, '🚫 You deleted this message')];
  return [
    ...above.map((line) => element('small', { class: 'above' }, line)),
    quote === null ? null : element('span', { class: 'answered', dir: 'auto' }, quote),
    file === null ? null : showSent(file),
    card === null ? null : showCard(card),
    paragraphs.length === 0 ? null : showWords(paragraphs),
  ];
};

const stamp = ({ at, isEdited, travels }) => {
  const [tick, meaning] = ticks[travels.at(-1).state];
  return element(
    'span',
    { class: 'stamp' },
    `${isEdited ? 'Edited ' : ''}${clockTime(at)} `,
    element('span', { class: 'tick', role: 'img', 'aria-label': meaning, title: meaning }, tick),
  );
};

/** Opens what can be done with a bubble: by its button, by a long press, by the other mouse button. */
const listenToBubble = (words, button, bubble) => {
  let press;
  const open = () => openActions(button, bubble);
  button.addEventListener('click', open);
  words.addEventListener('contextmenu', (event) => {
    event.preventDefault();
    open();
  });
  words.addEventListener('pointerdown', ({ pointerType }) => {
    if (pointerType !== 'mouse') press = setTimeout(open, longPressMs);
  });
  for (const event of ['pointerup', 'pointercancel', 'pointerleave'])
    words.addEventListener(event, () => clearTimeout(press));
};

const showBubble = (bubble) => {
  const { state } = bubble.travels.at(-1);
  const more = element('button', { type: 'button', class: 'more', 'aria-label': 'Message options' }, '⌄');
  const canAct = !bubble.isQuiet && !bubble.isRevoked;
  const words = element(
    'div',
    { class: bubble.file?.type === 'sticker' ? 'words bare' : 'words' },
    ...showContent(bubble),
    stamp(bubble),
    canAct ? more : null,
    bubble.reaction === null ? null : element('span', { class: 'reaction' }, bubble.reaction),
  );
  if (canAct) listenToBubble(words, more, bubble);
  return element(
    'li',
    { class: `bubble ${state}${bubble.isQuiet ? ' quiet' : ''}` },
    words,
    element('small', { class: 'where' }, whereabouts(bubble.travels.at(-1))),
  );
};

const follow = stickToEnd(list);

/** The messages of one person. */
export const showBubbles = (bubbles) => {
  keepList(list, bubbles, showBubble);
};

/** The newest is in sight again. */
export const followBubbles = follow;
