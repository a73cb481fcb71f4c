import { MediaError } from './media.ts';

/** What undici throws: https://undici.nodejs.org/#/docs/api/Errors */
const silence = new Set([
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
  'UND_ERR_CONNECT_TIMEOUT',
  'ETIMEDOUT',
]);
const fullDisk = new Set(['ENOSPC', 'EDQUOT', 'EACCES', 'EROFS', 'EIO', 'ENOENT']);

const codeOf = (error: unknown): unknown =>
  typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;

/** Whatever happened between the bridge and a server, as a `MediaError` that a later attempt may not meet. */
export const unreached = (error: unknown, stallMs: number): MediaError => {
  if (error instanceof MediaError) return error;
  const code = codeOf(error);
  const cause = { cause: error };
  if (typeof code !== 'string') return new MediaError('it could not be fetched', false, cause);
  if (silence.has(code)) {
    return new MediaError(`nothing of it came for ${Math.round(stallMs / 1000)} s`, false, cause);
  }
  if (fullDisk.has(code)) return new MediaError('it could not be kept on the disk', false, cause);
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN' || code === 'ECONNREFUSED') {
    return new MediaError('its server cannot be reached', false, cause);
  }
  return new MediaError('it broke off on the way', false, cause);
};
