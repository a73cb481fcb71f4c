import type { SlackPayload } from './format.ts';
import { ownLine } from './small-print.ts';

const mark = '⚠️ May be shown twice: the bridge could not make sure.';

/** With a line of the bridge that says so: nobody could look whether it stands there already. */
export const marked = ({ text, blocks, plain }: SlackPayload): SlackPayload => ({
  text,
  blocks: [...blocks, ownLine(mark)],
  plain: `${plain}\n${mark}`,
});

/** Whether a post that Slack gave back bears the mark. */
export const isMarked = ({ text, blocks }: { readonly text?: string; readonly blocks?: unknown }): boolean =>
  text?.endsWith(`\n${mark}`) === true ||
  JSON.stringify(blocks ?? '').includes(JSON.stringify(mark).slice(1, -1));
