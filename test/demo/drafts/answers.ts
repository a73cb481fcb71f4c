import type { Person } from '../people.ts';
import { draftMessage, type Draft } from './draft.ts';

/** A quick reply below a template. */
export const draftButton = (by: Person): Draft => {
  const text = 'Yes, that is mine';
  const card = { icon: '🔘', title: text, lines: ['Button of a template'] };
  return draftMessage(
    by,
    { type: 'button', content: { text, payload: 'confirm-20481' } },
    { card },
    { sign: text },
  );
};

/** One of the buttons below a message. */
export const draftChoice = (by: Person): Draft => {
  const title = 'Leave it at the door';
  const card = { icon: '🔘', title, lines: ['One of three buttons'] };
  const content = { type: 'button_reply', buttonReply: { id: 'door', title } };
  return draftMessage(by, { type: 'interactive', content }, { card }, { sign: title });
};

export const draftListRow = (by: Person): Draft => {
  const [title, description] = ['Friday morning', 'Between 9 and 12'];
  const card = { icon: '📋', title, lines: [description] };
  const content = { type: 'list_reply', listReply: { id: 'fri-am', title, description } };
  return draftMessage(by, { type: 'interactive', content }, { card }, { sign: title });
};

/** A flow; Meta hands its answers on as a string of JSON. */
export const draftForm = (by: Person): Draft => {
  const answers = { 'Frame size': '54 cm', Colour: 'Harbour blue', 'Test ride on': '2026-12-04' };
  const card = { icon: '📝', title: 'Book a test ride', lines: Object.values(answers) };
  const nfmReply = {
    ...{ name: 'flow', body: 'Sent' },
    responseJson: JSON.stringify({ ...answers, flow_token: 'AQAAAAACS5FpgQ' }),
  };
  return draftMessage(
    by,
    { type: 'interactive', content: { type: 'nfm_reply', nfmReply } },
    { card },
    { sign: answers.Colour },
  );
};

export const draftAddress = (by: Person): Draft => {
  const values = { name: by.name, address: '12 Rope Walk', city: 'Harbourtown', in_pin_code: '400063' };
  const body = `${values.name}\n${values.address}, ${values.city} ${values.in_pin_code}`;
  const card = { icon: '🏠', title: 'Address', lines: body.split('\n') };
  const nfmReply = { name: 'address_message', body, responseJson: JSON.stringify({ values }) };
  return draftMessage(
    by,
    { type: 'interactive', content: { type: 'nfm_reply', nfmReply } },
    { card },
    { sign: values.address },
  );
};

const week = 7 * 86_400_000;

export const draftCallPermission = (by: Person): Draft => {
  const card = { icon: '📞', title: 'You may call me', lines: ['For 7 days'] };
  const expirationTimestamp = Math.floor((Date.now() + week) / 1000);
  const callPermissionReply = { response: 'accept', expirationTimestamp, responseSource: 'user_action' };
  const content = { type: 'call_permission_reply', callPermissionReply };
  return draftMessage(by, { type: 'interactive', content }, { card });
};
