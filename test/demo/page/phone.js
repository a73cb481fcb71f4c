import { act } from './act.js';
import { element } from './element.js';
import { keepList } from './keep-list.js';
import { stickToEnd } from './stick-to-end.js';
import { clockTime, duration } from './time.js';

const composer = document.getElementById('composer');
const text = document.getElementById('text');
const bubbles = document.getElementById('bubbles');

const ticks = {
  sending: ['◷', 'Sending'],
  repeating: ['◷', 'No answer yet: WaConnect tries again'],
  accepted: ['✓', 'Accepted by the bridge'],
  refused: ['!', 'Not accepted: WaConnect gave up after 4 attempts'],
};

/** Where a message is, in words: shown below the bubble. */
const whereabouts = ({ state, attempts, repeated, slackMs, discordMs }) => {
  if (state === 'sending') return '';
  if (state !== 'accepted') return ticks[state][1];
  if (repeated && slackMs === null && discordMs === null) return 'Sent again: the bridge had it already';
  const way = (name, ms) => (ms === null ? `${name} waits` : `${name} ${duration(ms)}`);
  const tries = attempts > 1 ? [`attempt ${attempts}`] : [];
  return [...tries, way('Slack', slackMs), way('Discord', discordMs)].join(' · ');
};

const bubble = (message) => {
  const [tick, meaning] = ticks[message.state];
  return element(
    'li',
    { class: `bubble ${message.state}` },
    element(
      'div',
      { class: 'words' },
      element('span', { dir: 'auto', class: 'said' }, message.shown),
      element(
        'span',
        { class: 'stamp' },
        clockTime(message.at),
        ' ',
        element('span', { class: 'tick', role: 'img', 'aria-label': meaning, title: meaning }, tick),
      ),
    ),
    element('small', {}, whereabouts(message)),
  );
};

const personOption = (person, isChosen, onChoose) => {
  const input = element('input', { type: 'radio', name: 'person', value: person.id });
  input.checked = isChosen;
  input.addEventListener('change', () => onChoose(person.id));
  return element('label', {}, input, element('b', {}, person.name), element('small', {}, person.phone));
};

/** People to write as; made once. */
export const showPeople = (people, chosen, onChoose) => {
  const list = document.getElementById('people');
  if (list.childElementCount === 0)
    list.append(...people.map((person) => personOption(person, person.id === chosen, onChoose)));
};

/** Marks who writes, when that was not chosen by hand. */
export const markPerson = (id) => {
  document.querySelector(`input[name="person"][value="${CSS.escape(id)}"]`).checked = true;
};

const follow = stickToEnd(bubbles);

/** The messages of one person. */
export const showBubbles = (messages) => {
  keepList(bubbles, messages, bubble);
};

/** What is typed goes to `onWrite`: Enter sends, Shift+Enter makes a line. */
export const listenToComposer = (onWrite) => {
  composer.addEventListener('submit', (event) => {
    event.preventDefault();
    const written = text.value.trim();
    if (written === '') return;
    text.value = '';
    follow();
    onWrite(written);
    text.focus();
  });
  text.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    composer.requestSubmit();
  });
};

/** The buttons below the phone. */
export const listenToButtons = (onSample, onAwkward) => {
  document.querySelector('[data-sample]').addEventListener('click', onSample);
  for (const button of document.querySelectorAll('[data-awkward]'))
    button.addEventListener('click', () => onAwkward(button.dataset.awkward));
};

export const write = (person, words) => act({ do: 'write', person, text: words });
