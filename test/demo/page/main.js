import { act } from './act.js';
import { discordManner } from './discord.js';
import { listenToButtons, listenToComposer, markPerson, showBubbles, showPeople, write } from './phone.js';
import { slackManner } from './slack.js';
import { showStrip } from './strip.js';
import { createWindow } from './window.js';

const windows = {
  slack: createWindow('slack', slackManner),
  discord: createWindow('discord', discordManner),
};
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

const threadOf = (threads, id) => {
  const sign = new RegExp(`\\+${id}(?!\\d)`);
  return threads.findLast(({ root }) => sign.test(root?.text ?? root?.content ?? ''))?.id ?? null;
};

const nameOf = (id) => view.people.find((one) => one.id === id)?.name ?? 'Nobody';

const render = () => {
  if (view === null) return;
  person ??= view.people[0].id;
  showPeople(view.people, person, choose);
  showBubbles(view.messages.filter((message) => message.person === person));
  showStrip(view);
  for (const platform of ['slack', 'discord']) {
    const open = opened[platform] ?? threadOf(view[platform].threads, person);
    windows[platform].show(view[platform], open, nameOf(person), (id) => {
      opened[platform] = id;
      render();
    });
  }
};

listenToComposer((words) => {
  choose(person);
  void write(person, words);
});
listenToButtons(
  () => {
    markPerson(sampleWriter);
    choose(sampleWriter);
    void act({ do: 'sample' });
  },
  (which) => {
    choose(person);
    void act({ do: 'awkward', person, which });
  },
);

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
