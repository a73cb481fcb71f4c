import type { Content } from '../core/content.ts';
import type { EventKey } from '../core/event.ts';
import type { WantedFile } from '../media/media.ts';

/** The file that a message brings, `null`: none. */
export const wantedOf = (content: Content): WantedFile | null =>
  content.kind === 'file' ? { type: content.type, file: content.file } : null;

/** The same at every destination, so that one download serves all. */
export const keyOf = ({ accountId, messageId }: EventKey): string => `${accountId} ${messageId}`;
