import { act } from './act.js';
import { discordManner } from './discord/manner.js';
import { listenToActions } from './phone/actions.js';
import { listenToAttach } from './phone/attach.js';
import { followBubbles, showBubbles } from './phone/bubbles.js';
import { listenToComposer, takeAnswered, takeWords, writeAbout } from './phone/composer.js';
import { listenToOdd } from './phone/odd.js';
import { markPerson, showPeople } from './phone/people.js';
import { slackManner } from './slack/manner.js';
import { showStrip } from './strip.js';
import { createWeather } from './weather.js';
import { createWindow } from './window.js';

const windows = {
  slack: createWindow('slack', slackManner),
  discord: createWindow('discord', discordManner),
};
const media = createWeather('media', 'Files at WaConnect are', {
  ...{ up: 'There', missing: '404 for 5 s', slow: 'Slow' },
});
document.getElementById('media').append(media.node);
const sampleWriter = '15551234567';

/** The thread that an agent opened by hand; otherwise the one of who writes on the phone. */
const opened = { slack: null, discord: null };
let view = null;
let person = null;

const choose = (id) => {
  person = id;
  opened.slack = null;
  opened.discord = null;
  render();
};

/** The newest thread whose head names one of the person's numbers. */
const threadOf = (threads, { digits, former }) => {
  const numbers = [digits, ...former.map((line) => line.digits)].join('|');
  const sign = new RegExp(`\\+(?:${numbers})(?!\\d)`);
  return threads.findLast(({ root }) => sign.test(root?.text ?? root?.content ?? ''))?.id ?? null;
};

const render = () => {
  if (view === null) return;
  person ??= view.people[0].id;
  showPeople(view.people, person, choose);
  showBubbles(view.bubbles.filter((bubble) => bubble.person === person));
  showStrip(view);
  media.show(view.media);
  const writer = view.people.find(({ id }) => id === person);
  for (const platform of ['slack', 'discord']) {
    const open = opened[platform] ?? threadOf(view[platform].threads, writer);
    windows[platform].show(view[platform], open, writer.name, (id) => {
      opened[platform] = id;
      render();
    });
  }
};

/** The person on the phone does it. */
const perform = (deed) => {
  choose(person);
  followBubbles();
  void act({ ...deed, person });
};

listenToComposer(perform);
listenToAttach((deed) => perform({ ...deed, answers: takeAnswered() }), takeWords);
listenToActions((deed) => {
  if (deed.words === undefined) perform(deed);
  else writeAbout(deed);
});
listenToOdd((deed) => {
  if (deed.do !== 'sample') return perform(deed);
  markPerson(sampleWriter);
  choose(sampleWriter);
  void act(deed);
});

const live = new EventSource('live');
const lost = document.getElementById('lost');
live.addEventListener('message', ({ data }) => {
  lost.hidden = true;
  view = JSON.parse(data);
  render();
});
live.addEventListener('error', () => {
  lost.hidden = false;
});
