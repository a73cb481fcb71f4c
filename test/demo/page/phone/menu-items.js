import { element } from '../element.js';

/** What the menu beside the words offers: name, icon, label. */
export const attachItems = [
  ['photo', '🖼️', 'Photo'],
  ['video', '🎬', 'Video'],
  ['voice', '🎤', 'Voice'],
  ['audio', '🎵', 'Audio'],
  ['document', '📄', 'Document'],
  ['sticker', '😊', 'Sticker'],
  ['location', '📍', 'Location'],
  ['contact', '👤', 'Contact'],
  ['order', '🛒', 'Order'],
  ['button', '🏷️', 'Template'],
  ['choice', '🔘', 'Button'],
  ['list', '📋', 'List row'],
  ['form', '📝', 'Form'],
  ['address', '🏠', 'Address'],
  ['call', '📞', 'Call me'],
];

/** What the menu below the phone offers: name and label; `null`: the person gets a new number. */
export const oddItems = [
  ['group', 'In a group'],
  ['ad', 'From an advert'],
  ['product', 'About a product'],
  ['late', 'Three hours late'],
  ['ghost', 'At the second try'],
  ['poll', 'A poll'],
  ['unknown', 'Unknown type'],
  ['answerToUnknown', 'Reply to an old one'],
  ['reactionToUnknown', 'Reaction to an old one'],
  ['nobody', 'From nobody'],
  [null, 'New number'],
  ['newId', 'New user id'],
  ['securityCode', 'New security code'],
  ['opened', 'Opens the chat'],
  ['missedCall', 'Missed call'],
  ['stars', '4,096 stars'],
];

/** A line of a menu; what stands before the label is for the eye alone. */
export const menuItem = (icon, label, onChoose) => {
  const sign = icon === null ? null : element('i', { 'aria-hidden': 'true' }, icon);
  const item = element('button', { type: 'button', role: 'menuitem' }, sign, label);
  item.addEventListener('click', onChoose);
  return item;
};
