import { act } from './act.js';
import { setText } from './element.js';
import { duration } from './time.js';

const words = { starting: 'starting', running: 'running', stopping: 'stopping', stopped: 'not running' };
const button = document.getElementById('bridge-switch');
let doing = 'kill';
button.addEventListener('click', () => void act({ do: doing }));

const owed = ({ owed: count, why }) => {
  if (count === null) return '–';
  if (count === 0) return 'nothing';
  return why === '' ? String(count) : `${count}, waits`;
};

const journey = (bubbles) => {
  const last = bubbles
    .map(({ travels }) => travels.at(-1))
    .findLast(({ state, repeated }) => state === 'accepted' && !repeated);
  if (last === undefined) return '–';
  const way = (name, ms) => `${name} ${ms === null ? 'waits' : duration(ms)}`;
  return `${way('Slack', last.slackMs)} · ${way('Discord', last.discordMs)}`;
};

/** The line at the top: is the bridge alive, what does it owe, how fast was it. */
export const showStrip = ({ bridge, slack, discord, bubbles }) => {
  const isUp = bridge === 'running';
  setText('bridge-state', words[bridge]).dataset.state = bridge;
  for (const [id, platform] of [
    ['slack-owed', slack],
    ['discord-owed', discord],
  ]) {
    const node = setText(id, owed(platform));
    node.dataset.state = platform.owed === null ? 'unknown' : platform.owed === 0 ? 'calm' : 'busy';
    node.title = platform.why;
  }
  setText('journey', journey(bubbles));
  doing = isUp ? 'kill' : 'start';
  button.textContent = isUp ? 'Kill the bridge' : 'Start the bridge';
  button.classList.toggle('wanted', !isUp);
  button.disabled = bridge === 'starting' || bridge === 'stopping';
};
