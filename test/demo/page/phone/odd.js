import { createMenu } from '../menu.js';
import { menuItem, oddItems } from './menu-items.js';

/** The buttons below the phone: what they stand for goes to `onOdd`. */
export const listenToOdd = (onOdd) => {
  const button = document.getElementById('odd');
  const panel = document.getElementById('odd-menu');
  const menu = createMenu(panel);
  button.addEventListener('click', () => menu.toggle(button));
  for (const [which, label] of oddItems)
    panel.append(menuItem(null, label, () => onOdd(which === null ? { do: 'move' } : { do: 'odd', which })));
  for (const item of document.querySelectorAll('[data-odd]'))
    item.addEventListener('click', () => onOdd({ do: 'odd', which: item.dataset.odd }));
  document.querySelector('[data-sample]').addEventListener('click', () => onOdd({ do: 'sample' }));
};
