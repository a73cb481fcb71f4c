import type { Content } from '../../core/content.ts';
import type { Reading } from '../reading.ts';
import { readTime } from '../time.ts';
import { isForm, readForm } from './form.ts';

/** What the contact chose or filled in, which the provider may call `interactive` or by its own name. */
export const readReply = (given: Reading): Content | null => {
  if (given.deeper('interactive').has('callPermissionReply')) return readCallPermission(given);
  return isForm(given) ? readForm(given) : readChoice(given);
};

const replies = [
  ...['buttonReply', 'listReply', 'interactiveButtonReply', 'interactiveListReply', 'quickReply', 'button'],
  ...['selectedButton', 'selectedRow', 'listResponse', 'singleSelectReply', 'reply'],
];

/** The title as the contact saw it; where there is none, what the company's software calls the button. */
const readChoice = (given: Reading): Content | null => {
  const fields = given.deeper('interactive').deeper(...replies);
  const title =
    fields.text('title', 'text', 'label', 'buttonText', 'displayText', 'selectedDisplayText') || given.bare();
  const description = fields.text('description');
  const chosen = title || description || fields.text('payload', 'value', 'id');
  return chosen === ''
    ? null
    : { kind: 'choice', title: chosen, description: title === '' ? '' : description };
};

export const readCallPermission = (given: Reading): Content | null => {
  const fields = given.deeper('interactive').deeper('callPermissionReply', 'callPermission');
  const response = fields.matching(
    /^(accept(ed)?|granted|reject(ed)?|denied|declined?)$/i,
    'response',
    'status',
  );
  if (response === '') return null;
  const until = readTime(fields, 'expirationTimestamp', 'expiresAt');
  const isPermanent = fields.flag('isPermanent');
  return {
    kind: 'callPermission',
    isGranted: /^(accept|grant)/i.test(response),
    until: isPermanent ? null : until,
  };
};
