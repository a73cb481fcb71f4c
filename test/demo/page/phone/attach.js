import { createMenu } from '../menu.js';
import { attachItems, menuItem } from './menu-items.js';

const largest = 16_000_000;
const button = document.getElementById('attach');
const panel = document.getElementById('attach-menu');
const picker = document.getElementById('picker');
const told = document.getElementById('told');

/** Brings a file of the reader's to WaConnect's stand-in; answers its id, or `null` where it was not taken. */
const bring = async (file) => {
  const response = await fetch(`files?name=${encodeURIComponent(file.name)}`, {
    method: 'POST',
    headers: { 'content-type': file.type === '' ? 'application/octet-stream' : file.type },
    body: file,
  });
  return response.ok ? (await response.json()).id : null;
};

const tell = (words) => {
  told.textContent = words;
  told.hidden = words === '';
};

/** What is chosen goes to `onAttach`, a file of the reader's as the id that it has then, with the words as its caption. */
export const listenToAttach = (onAttach, takeWords) => {
  const menu = createMenu(panel);
  button.addEventListener('click', () => menu.toggle(button));
  for (const [which, icon, label] of attachItems)
    panel.append(menuItem(icon, label, () => onAttach({ do: 'attach', which })));
  panel.append(menuItem('📎', 'Your file', () => picker.click()));

  const send = async (file) => {
    tell(file.size > largest ? `${file.name} is larger than 16 MB.` : '');
    if (file.size > largest) return;
    const id = await bring(file).catch(() => null);
    if (id === null) tell(`${file.name} was not taken.`);
    else onAttach({ do: 'file', file: id, caption: takeWords() });
  };
  picker.addEventListener('change', () => {
    const [file] = picker.files;
    picker.value = '';
    // Never rejects: a file that is not taken is told.
    if (file !== undefined) void send(file);
  });
};
