import type { Event } from '../event.ts';
import type { Post } from '../post.ts';
import { note } from './blocks.ts';
import { renderFile } from './file.ts';
import { openLink } from './link.ts';
import { inQuotes } from './quote.ts';
import type { FileState } from './scene.ts';
import { summaryOf } from './summary.ts';

/** A file that came after its message was shown, in a post of its own: `link` is the message's post. */
export const renderLateFile = (event: Event, file: FileState, link: string): Post => {
  const head = note('📎 File of an earlier message', inQuotes(summaryOf(event)), { link: openLink(link) });
  const isFile = event.kind === 'message' && event.content.kind === 'file';
  return { blocks: isFile ? [head, renderFile(event.content, file)] : [head] };
};
