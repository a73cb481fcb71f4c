import type { Content, FileType } from '../../core/content.ts';
import type { Reading } from '../reading.ts';

/**
 * A file by any of the names that providers use. What stands under the name of an address and is none is a media id:
 * most small providers write it so.
 */
export const readFile = (type: FileType, given: Reading): Content | null => {
  const fields = given.deeper('file', 'media', 'attachment');
  const ids = ['mediaId', `${type}Id`, 'fileId', 'id'];
  const addresses = ['url', 'mediaUrl', `${type}Url`, 'fileUrl', 'downloadUrl', 'link', 'uri'];
  const url = fields.matching(address, ...addresses, ...ids) || given.bare(address);
  const file = {
    url,
    mediaId: fields.text(...ids) || fields.matching(mediaId, ...addresses) || given.bare(/^\d{6,40}$/),
    name: fields.text('filename', 'name', 'originalFilename', 'title'),
    mimeType: fields.text('mimeType', 'contentType', 'mediaMimeType') || fields.matching(mime, 'type'),
    sha256: fields.text('sha256', 'fileSha256'),
    size: countOf(fields.number('size', 'fileSize', 'fileLength')),
    seconds: countOf(fields.number('seconds', 'duration', 'durationSeconds')),
  };
  const caption = fields.text('caption', 'text', 'body') || given.bare();
  // A path on the server of who wrote it: Meta's former API.
  fields.matching(/^\//, 'file');
  const isVoice = fields.flag('voice', 'ptt', 'isVoice') && type === 'audio';
  const isNothing =
    [file.url, file.mediaId, file.name, file.mimeType, file.sha256, caption].every((text) => text === '') &&
    file.size === null;
  return isNothing ? null : { kind: 'file', type: isVoice ? 'voice' : type, caption, file };
};

const address = /^https?:\/\//i;
const mediaId = /^(?!https?:|data:)\S{1,300}$/i;
const mime = /^[a-z]+\/[\w.+-]+/i;

const countOf = (number: number | null): number | null =>
  number !== null && number >= 0 && number <= Number.MAX_SAFE_INTEGER ? number : null;
