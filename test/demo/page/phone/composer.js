import { followBubbles } from './bubbles.js';

const composer = document.getElementById('composer');
const text = document.getElementById('text');
const aside = document.getElementById('aside');
const asideWords = aside.querySelector('span');

/** What the words are for, unless they are a message of their own: `{ do: 'answer' | 'edit', message }`. */
let about = null;

const setAbout = (next) => {
  about = next;
  aside.hidden = next === null;
  asideWords.textContent = next === null ? '' : `${next.do === 'edit' ? 'Edit' : 'Reply to'}: ${next.words}`;
};

/** The words to come answer a message, or take the place of its own. */
export const writeAbout = (next) => {
  setAbout(next);
  if (next.do === 'edit') text.value = next.words;
  text.focus();
};

/** The message that is answered, `null` for none; it is answered once. */
export const takeAnswered = () => {
  const answered = about?.do === 'answer' ? about.message : null;
  setAbout(null);
  return answered;
};

/** What stands there, and no longer does then. */
export const takeWords = () => {
  const written = text.value.trim();
  text.value = '';
  return written;
};

/** What is typed goes to `onWrite`: Enter sends, Shift+Enter makes a line. */
export const listenToComposer = (onWrite) => {
  composer.addEventListener('submit', (event) => {
    event.preventDefault();
    const written = takeWords();
    if (written === '') return;
    followBubbles();
    const edited = about?.do === 'edit' ? about.message : null;
    const answers = takeAnswered();
    onWrite(
      edited === null
        ? { do: 'write', text: written, answers }
        : { do: 'edit', message: edited, text: written },
    );
    text.focus();
  });
  text.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    composer.requestSubmit();
  });
  aside.querySelector('button').addEventListener('click', () => {
    if (about?.do === 'edit') text.value = '';
    setAbout(null);
    text.focus();
  });
};
