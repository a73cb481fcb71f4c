import { act } from './act.js';
import { element } from './element.js';
import { keepList } from './keep-list.js';
import { stickToEnd } from './stick-to-end.js';
import { clockTime } from './time.js';

/** Posts closer together than this stand under one name. */
const groupMs = 5 * 60_000;

/**
 * A window of a platform: the channel with its root posts above, one of its threads below.
 *
 * @param {'slack' | 'discord'} platform
 * @param {{ title: string, weathers: Record<string, string>, body: (post: object) => Node, replies: (thread: object) => string }} manner
 */
export const createWindow = (platform, manner) => {
  const root = document.getElementById(platform);
  const name = element('h2', {});
  const trouble = element('p', { class: 'trouble', role: 'status' });
  const weather = weatherSwitch(platform, manner);
  const channel = element('ol', {
    class: 'channel',
    'aria-label': `Channel in ${manner.title}`,
    tabindex: '0',
  });
  const threadName = element('h3', {});
  const posts = element('ol', {
    class: 'posts',
    'aria-live': 'polite',
    'aria-label': `Thread in ${manner.title}`,
    tabindex: '0',
  });
  const empty = element('p', { class: 'empty' });
  root.append(
    element('header', { class: 'bar' }, element('span', { class: 'mark' }, manner.title), name, weather.node),
    trouble,
    channel,
    element('section', { class: 'thread' }, threadName, posts, empty),
  );
  stickToEnd(channel);
  const followPosts = stickToEnd(posts);
  const read = new Map();
  let openBefore;

  const show = (view, openId, nobody, onOpen) => {
    name.textContent = `# ${view.channel}`;
    weather.show(view.weather);
    const waits = view.owed > 0 && view.why !== '';
    trouble.textContent = waits
      ? `${view.owed === 1 ? '1 message waits' : `${view.owed} messages wait`}: ${view.why}`
      : '';
    trouble.hidden = !waits;
    const open = view.threads.find(({ id }) => id === openId);
    if (open !== undefined) read.set(open.id, open.posts.length);
    const roots = view.threads.map(({ id, root: post, name: title, posts: said }, index) => ({
      ...{ id, post, title, count: said.length, lastAt: said.at(-1)?.at ?? null },
      isOpen: id === open?.id,
      unread: said.length - (read.get(id) ?? 0),
      isGrouped: isGrouped(post, view.threads[index - 1]?.root),
    }));
    keepList(channel, roots, (thread) => rootItem(manner, thread, () => onOpen(thread.id)));
    if (open?.id !== openBefore) channel.querySelector('.open')?.scrollIntoView({ block: 'nearest' });
    threadName.hidden = open === undefined;
    threadName.textContent = open === undefined ? '' : `Thread · ${manner.threadTitle(open)}`;
    const shown = (open?.posts ?? []).map((post, index) => ({
      ...post,
      isGrouped: isGrouped(post, open.posts[index - 1]),
    }));
    keepList(posts, shown, (post) => postItem(manner, post));
    if (open?.id !== openBefore) followPosts();
    openBefore = open?.id;
    empty.hidden = shown.length > 0;
    empty.textContent = `${nobody} has no thread here yet. The first message opens one.`;
  };
  return { show };
};

const isGrouped = (post, former) =>
  post !== null && former !== undefined && former !== null && post.at - former.at < groupMs;

const postItem = (manner, post) =>
  element(
    'li',
    { class: post.isGrouped ? 'post grouped' : 'post' },
    post.isGrouped ? null : element('span', { class: 'avatar', 'aria-hidden': 'true' }, 'W'),
    post.isGrouped
      ? element('time', {}, clockTime(post.at))
      : element(
          'p',
          { class: 'author' },
          element('b', {}, 'WaConnect bridge'),
          element('span', { class: 'badge' }, 'APP'),
          element('time', {}, clockTime(post.at)),
        ),
    manner.body(post),
  );

const rootItem = (manner, thread, onOpen) => {
  const button = element(
    'button',
    { type: 'button', class: 'replies', 'aria-pressed': String(thread.isOpen) },
    ...manner.replies(thread),
    thread.unread > 0 ? element('span', { class: 'unread' }, `${thread.unread} new`) : null,
  );
  button.addEventListener('click', onOpen);
  const post = thread.post ?? { at: 0, isGrouped: false, content: '', blocks: [], text: '(deleted)' };
  const item = postItem(manner, { ...post, isGrouped: thread.isGrouped });
  item.append(button);
  if (thread.isOpen) item.classList.add('open');
  return item;
};

const weatherSwitch = (platform, { title, weathers }) => {
  const inputs = Object.entries(weathers).map(([value, label]) => {
    const input = element('input', { type: 'radio', name: `${platform}-weather`, value });
    input.addEventListener('change', () => void act({ do: platform, weather: value }));
    return [value, input, element('label', {}, input, element('span', {}, label))];
  });
  const node = element(
    'fieldset',
    { class: 'weather' },
    element('legend', { class: 'unseen' }, `${title} is`),
  );
  node.append(...inputs.map(([, , label]) => label));
  return {
    node,
    show: (weather) => {
      node.dataset.weather = weather;
      for (const [value, input] of inputs) input.checked = value === weather;
    },
  };
};
