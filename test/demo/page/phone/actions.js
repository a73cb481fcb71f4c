import { element } from '../element.js';
import { createMenu } from '../menu.js';

const emojis = ['👍', '❤️', '😂', '😮', '🙏'];
const phone = document.querySelector('.phone');
const panel = element('div', {
  class: 'menu actions',
  role: 'menu',
  'aria-label': 'Message options',
  hidden: '',
});
phone.append(panel);
const menu = createMenu(panel);
let listener = () => undefined;

const item = (label, name, deed) => {
  const button = element('button', { type: 'button', role: 'menuitem', 'aria-label': name }, label);
  button.addEventListener('click', () => listener(deed));
  return button;
};

const itemsOf = ({ message, text, reaction, canEdit, card, file }) => [
  element(
    'span',
    { class: 'emojis' },
    ...emojis.map((emoji) => item(emoji, `React with ${emoji}`, { do: 'react', message, emoji })),
    reaction === null ? null : item('✕', 'Take the reaction back', { do: 'react', message, emoji: null }),
  ),
  item('↩ Reply', 'Reply', { do: 'answer', message, words: text || card?.title || file?.name }),
  item('→ Forward', 'Forward', { do: 'forward', message, isOften: false }),
  item('⇉ Forward, many times forwarded', 'Forward, many times forwarded', {
    ...{ do: 'forward', message, isOften: true },
  }),
  canEdit ? item('✎ Edit', 'Edit', { do: 'edit', message, words: text }) : null,
  item('🗑 Delete for everyone', 'Delete for everyone', { do: 'revoke', message }),
];

/** Shows what can be done with a bubble, beside it. */
export const openActions = (button, bubble) => {
  panel.replaceChildren(...itemsOf(bubble).filter(Boolean));
  menu.open(button);
  const frame = phone.getBoundingClientRect();
  const { top } = button.getBoundingClientRect();
  const lowest = frame.height - panel.offsetHeight - 70;
  panel.style.top = `${Math.max(60, Math.min(top - frame.top + 20, lowest))}px`;
};

/** What was chosen goes to `onAction`, without who does it. */
export const listenToActions = (onAction) => {
  listener = onAction;
};
