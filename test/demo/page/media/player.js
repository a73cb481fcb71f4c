import { element } from '../element.js';
import { playTime } from '../time.js';

const bars = 36;

/** Loudness per bar, 0 to 1; a flat line where nobody has measured it. */
const levels = (waveform) => {
  const bytes = waveform === null ? '' : atob(waveform);
  const samples = Array.from(bytes, (byte) => byte.charCodeAt(0) / 255);
  return Array.from({ length: bars }, (_, bar) => samples[Math.floor((bar * samples.length) / bars)] ?? 0);
};

const showBars = (waveform) =>
  element(
    'span',
    { class: 'bars', 'aria-hidden': 'true' },
    ...levels(waveform).map((level) => {
      const bar = element('span');
      bar.style.height = `${Math.round(12 + 88 * level)}%`;
      return bar;
    }),
  );

/** Plays a voice message or a song in its place. `waveform`: Base64, or null. */
export const showPlayer = ({ url, name, waveform = null, seconds = null }) => {
  const sound = element('audio', { src: url, preload: 'metadata' });
  const button = element('button', { type: 'button', class: 'play', 'aria-label': `Play ${name}` }, '▶');
  const track = showBars(waveform);
  const time = element('span', { class: 'length' }, seconds === null ? '' : playTime(seconds));
  const follow = () => {
    const length = Number.isFinite(sound.duration) ? sound.duration : (seconds ?? 0);
    const part = length === 0 ? 0 : sound.currentTime / length;
    for (const [index, bar] of [...track.children].entries())
      bar.classList.toggle('played', index < part * bars);
    time.textContent = playTime(sound.currentTime > 0 ? sound.currentTime : length);
    button.textContent = sound.paused ? '▶' : '❚❚';
  };
  for (const event of ['loadedmetadata', 'timeupdate', 'play', 'pause', 'ended'])
    sound.addEventListener(event, follow);
  button.addEventListener('click', () => {
    // A file that the browser cannot play stays still.
    if (sound.paused) sound.play().catch(follow);
    else sound.pause();
  });
  return element('span', { class: 'player' }, button, track, time, sound);
};
