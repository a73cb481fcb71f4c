import { styleText } from 'node:util';
import { isShown, type Sent } from './find-faults.ts';
import type { Stage } from './stage.ts';
import { platformNames, threadsOf, type PlatformName, type Post, type Thread } from './threads.ts';

const channels: Readonly<Record<PlatformName, string>> = { Slack: '#support', Discord: '#sales' };

/** All threads of both platforms as text, each post with its way from the webhook to the platform. */
export const printThreads = (stage: Pick<Stage, 'slack' | 'discord'>, sent: readonly Sent[]): string =>
  platformNames
    .flatMap((platform) => threadsOf(stage, platform).map((thread) => printThread(platform, thread, sent)))
    .join('\n')
    .concat('\n');

const printThread = (platform: PlatformName, { head, posts }: Thread, sent: readonly Sent[]): string => {
  const [title = '', ...details] = head.split('\n');
  return [
    `${style('bold', `${platform} ${channels[platform]}`)}  ${style('bold', title.trim())}`,
    ...details.map((line) => style('dim', `    ${line}`)),
    ...posts.map((post) => printPost(post, sent)),
    '',
  ].join('\n');
};

const printPost = (post: Post, sent: readonly Sent[]): string => {
  const message = sent.find(({ wanted }) => wanted !== null && isShown(post, wanted));
  const way = message === undefined ? 'not sent' : `${Math.max(0, Math.round(post.at - message.at))} ms`;
  const note = message?.repeated === true ? style('dim', '  (sent twice, shown once)') : '';
  const [first = '', ...rest] = linesOf(post);
  return [
    `  ${style('green', way.padStart(9))}  ${first}${note}`,
    ...rest.map((line) => `${' '.repeat(13)}${line}`),
  ].join('\n');
};

/** Words, files and reactions, as far as a terminal can show them. */
const linesOf = ({ text, files, reactions }: Post): readonly string[] => [
  ...(text === '' ? [] : text.split('\n').flatMap(wrap)),
  ...files.map((name) => `[${name}]`),
  ...(reactions.length === 0 ? [] : [`reacted ${reactions.join(' ')}`]),
];

/** Lines of a terminal's width, cut between words. */
const wrap = (line: string): string[] =>
  (line.match(/.{1,84}(?:\s|$)|.{1,84}/gu) ?? ['']).map((piece) => piece.trimEnd());

/** Colours where a person looks, plain text in a pipe. */
const style = (format: 'bold' | 'dim' | 'green', text: string): string =>
  styleText(format, text, { stream: process.stdout });
