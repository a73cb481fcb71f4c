import { element } from '../element.js';
import { showPlayer } from './player.js';

/** 48 KB, or 3.2 MB. */
const size = (bytes) => {
  if (bytes < 1_000) return `${bytes} bytes`;
  return bytes < 1_000_000 ? `${Math.round(bytes / 1_000)} KB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
};

const showChip = ({ url, name, size: bytes }) =>
  element(
    'a',
    { class: 'chip', href: url, download: name },
    element('span', { class: 'extension', 'aria-hidden': 'true' }, name.split('.').at(-1).slice(0, 4)),
    element('span', { class: 'name', dir: 'auto' }, name),
    element('small', {}, size(bytes)),
  );

/**
 * A file where it stands: drawn, played, or to be had.
 *
 * @param {{ url: string, name: string, mimeType: string, size: number, isSticker?: boolean, waveform?: string | null, seconds?: number | null }} file
 */
export const showFile = (file) => {
  const { url, name, mimeType } = file;
  const [kind, format] = mimeType.split(';')[0].split('/');
  if (kind === 'image' && format !== 'svg+xml')
    return element('img', { class: file.isSticker ? 'sticker' : 'photo', src: url, alt: name });
  if (kind === 'video') return element('video', { src: url, controls: '', preload: 'metadata', title: name });
  return kind === 'audio' ? showPlayer(file) : showChip(file);
};
