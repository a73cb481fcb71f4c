import { element } from './element.js';
import { showFile } from './media/file.js';
import { clockTime } from './time.js';

/** Posts closer together than this stand under one name. */
const groupMs = 5 * 60_000;

/** Whether a post goes on below the one before it. */
export const isGrouped = (post, former) =>
  Boolean(post && former) && post.at - former.at < groupMs && post.author === former.author;

const showReactions = (reactions) =>
  reactions.length === 0
    ? null
    : element(
        'p',
        { class: 'reactions' },
        ...reactions.map(({ emoji, count }) => element('span', {}, emoji, element('b', {}, String(count)))),
      );

const showAuthor = ({ author, at }) =>
  element(
    'p',
    { class: 'author' },
    element('b', {}, author),
    element('span', { class: 'badge' }, 'APP'),
    element('time', {}, clockTime(at)),
  );

/** A post in a window, in the platform's manner: who, when, what, its files, its reactions. */
export const showPost = (manner, post) => {
  const body = manner.body(post);
  if (post.isEdited) body.append(element('small', { class: 'edited' }, '(edited)'));
  return element(
    'li',
    { class: post.isGrouped ? 'post grouped' : 'post' },
    post.isGrouped ? null : element('span', { class: 'avatar', 'aria-hidden': 'true' }, 'W'),
    post.isGrouped ? element('time', {}, clockTime(post.at)) : showAuthor(post),
    body,
    post.files.length === 0 ? null : element('div', { class: 'files' }, ...post.files.map(showFile)),
    showReactions(post.reactions),
  );
};

const deleted = { at: 0, author: '', content: '', blocks: [], text: '(deleted)', files: [], reactions: [] };

/** The head of a thread, with the button that opens it. */
export const showHead = (manner, thread, onOpen) => {
  const button = element(
    'button',
    { type: 'button', class: 'replies', 'aria-pressed': String(thread.isOpen) },
    ...manner.replies(thread),
    thread.unread > 0 ? element('span', { class: 'unread' }, `${thread.unread} new`) : null,
  );
  button.addEventListener('click', onOpen);
  const item = showPost(manner, {
    ...(thread.post ?? deleted),
    ...{ isGrouped: thread.isGrouped, isEdited: false },
  });
  item.append(button);
  if (thread.isOpen) item.classList.add('open');
  return item;
};
