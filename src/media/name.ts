import { cleanLine, cleanText, isBlank } from '../core/clean.ts';
import type { FileType } from '../core/content.ts';
import type { Kind } from './sniff.ts';

const defaults: Readonly<Record<FileType, string>> = {
  image: 'photo',
  video: 'video',
  audio: 'audio',
  voice: 'voice-message',
  document: 'document',
  sticker: 'sticker',
};

/** Other extensions of the same content, or of formats that are built on it. The key is what sniffing says. */
const alike: Readonly<Record<string, readonly string[]>> = {
  jpg: ['jpeg', 'jpe', 'jfif'],
  tif: ['tiff'],
  heic: ['heif'],
  mp4: ['m4v', 'm4a'],
  m4a: ['mp4', 'aac'],
  '3gp': ['3gpp', 'mp4'],
  mpg: ['mpeg'],
  ogg: ['oga', 'opus'],
  mp3: ['mpga'],
  txt: ['log', 'md', 'text', 'ini', 'sql', 'yml', 'yaml'],
  gz: ['tgz'],
  zip: 'docx xlsx pptx docm xlsm pptm odt ods odp epub kmz pages numbers key apk jar ipa sketch'.split(' '),
};

const showable = /^(?:jpe?g|png|gif|webp|heic|bmp|mp4|m4v|m4a|mov|3gp|mp3|ogg|oga|opus|aac|amr|wav)$/;

const longestStem = 80;

/**
 * A name that acts on nobody's system and hides nothing: no path, no direction marks, at most 100 characters, and the
 * extension of what is in the file at its end. `given` is what the sender calls it, `''`: nothing.
 */
export const nameFile = (given: string, type: FileType, { extension, mimeType }: Kind): string => {
  const [stem, written] = split(clean(given));
  const name = cleanLine(stem, longestStem);
  if (name === '') return `${defaults[type]}.${extension || 'bin'}`;
  const lower = written.toLowerCase();
  if (extension === '') return written === '' ? name : `${name}.${written}`;
  if (lower === extension || alike[extension]?.includes(lower) === true) return `${name}.${written}`;
  // Of two formats that are merely shown, the true one takes the other's place; what else is claimed stays in sight.
  const isMixedUp = showable.test(lower) && /^(?:image|audio|video)\//.test(mimeType);
  return written === '' || isMixedUp ? `${name}.${extension}` : `${name}.${written}.${extension}`;
};

const clean = (given: string): string => {
  const text = cleanText(given.slice(-1_000)).replace(/\p{Bidi_Control}/gu, '');
  const last = text.split(/[/\\]/).at(-1) ?? '';
  const line = last.replace(/[<>:"|?*\s]+/g, ' ').trim();
  return isBlank(line) ? '' : line.replace(/^[. ]+/, '').replace(/[. ]{1,1000}$/, '');
};

const split = (name: string): readonly [stem: string, extension: string] => {
  const [, stem, extension] = /^(.+)\.([a-z0-9]{1,10})$/is.exec(name) ?? [];
  return stem === undefined || extension === undefined ? [name, ''] : [stem, extension];
};
