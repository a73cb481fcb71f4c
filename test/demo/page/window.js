import { element } from './element.js';
import { keepList } from './keep-list.js';
import { isGrouped, showHead, showPost } from './post.js';
import { stickToEnd } from './stick-to-end.js';
import { createWeather } from './weather.js';

/** The parts of a window, empty. */
const frame = (platform, { title, weathers }) => {
  const list = (name, label) => element('ol', { class: name, 'aria-label': label, tabindex: '0' });
  const parts = {
    name: element('h2'),
    trouble: element('p', { class: 'trouble', role: 'status' }),
    weather: createWeather(platform, `${title} is`, weathers),
    channel: list('channel', `Channel in ${title}`),
    threadName: element('h3'),
    posts: list('posts', `Thread in ${title}`),
    empty: element('p', { class: 'empty' }),
  };
  parts.posts.setAttribute('aria-live', 'polite');
  const { name, trouble, weather, channel, threadName, posts, empty } = parts;
  document
    .getElementById(platform)
    .append(
      element('header', { class: 'bar' }, element('span', { class: 'mark' }, title), name, weather.node),
      trouble,
      channel,
      element('section', { class: 'thread' }, threadName, posts, empty),
    );
  return parts;
};

/**
 * A window of a platform: the channel with the heads of its threads above, one of the threads below.
 *
 * @param {'slack' | 'discord'} platform
 * @param {object} manner how the platform shows things: `slack/manner.js`, `discord/manner.js`
 */
export const createWindow = (platform, manner) => {
  const parts = frame(platform, manner);
  const { channel, posts } = parts;
  stickToEnd(channel);
  const followPosts = stickToEnd(posts);
  const read = new Map();
  let openBefore;
  let seen = { threads: [] };
  let open = () => undefined;

  const showTrouble = ({ owed, why }) => {
    const waits = owed > 0 && why !== '';
    parts.trouble.textContent = waits
      ? `${owed === 1 ? '1 message waits' : `${owed} messages wait`}: ${why}`
      : '';
    parts.trouble.hidden = !waits;
  };

  const showChannel = (threads, opened) => {
    const heads = threads.map(({ id, root: post, name: title, posts: said }, index) => ({
      ...{ id, post, title, count: said.length, lastAt: said.at(-1)?.at ?? null },
      isOpen: id === opened?.id,
      unread: said.length - (read.get(id) ?? 0),
      isGrouped: isGrouped(post, threads[index - 1]?.root),
    }));
    keepList(channel, heads, (thread) => showHead(manner, thread, () => open(thread.id)));
    if (opened?.id !== openBefore) channel.querySelector('.open')?.scrollIntoView({ block: 'nearest' });
  };

  const showThread = (opened, nobody) => {
    parts.threadName.hidden = opened === undefined;
    parts.threadName.textContent = opened === undefined ? '' : `Thread · ${manner.threadTitle(opened)}`;
    const shown = (opened?.posts ?? []).map((post, index) => ({
      ...post,
      isGrouped: isGrouped(post, opened.posts[index - 1]),
    }));
    keepList(posts, shown, (post) => showPost(manner, post));
    if (opened?.id !== openBefore) followPosts();
    parts.empty.hidden = shown.length > 0;
    parts.empty.textContent = `${nobody} has no thread here yet. The first message opens one.`;
  };

  /** A link to a post of this window leads there. */
  const followLink = (event) => {
    const id = manner.postAt(event.target.closest('a.link')?.href ?? '');
    const thread = seen.threads.find((one) => one.id === id || one.posts.some((post) => post.id === id));
    if (thread === undefined) return;
    event.preventDefault();
    open(thread.id);
    const post = posts.querySelector(`[data-key="${CSS.escape(id)}"]`) ?? posts.firstElementChild;
    post?.scrollIntoView({ block: 'center' });
    post?.animate([{ background: '#ffe9a8' }, {}], 1_600);
  };
  document.getElementById(platform).addEventListener('click', followLink);

  const show = (view, openId, nobody, onOpen) => {
    seen = view;
    open = onOpen;
    parts.name.textContent = `# ${view.channel}`;
    parts.weather.show(view.weather);
    showTrouble(view);
    const opened = view.threads.find(({ id }) => id === openId);
    if (opened !== undefined) read.set(opened.id, opened.posts.length);
    showChannel(view.threads, opened);
    showThread(opened, nobody);
    openBefore = opened?.id;
  };
  return { show };
};
