import { cleanName } from '../clean.ts';
import type { Contact, Event, Identifier } from '../event.ts';
import type { Card } from '../post.ts';

/** What is known of a thread, and of the contact whose it is. */
export interface History extends Pick<Card, 'messages' | 'ordinal' | 'previous' | 'before'> {
  readonly openedAt: number | null;
  /** The name that heads the thread now: kept where an event brings none. `''`: not known. */
  readonly name: string;
  /** All that are known of the contact, the strongest first. */
  readonly identifiers: readonly Identifier[];
}

/** The head of the thread that this event belongs to. */
export const renderCard = (event: Event, receivedAt: number, history: History): Card => {
  const { account, number, saidAt } = event;
  return {
    ...titleFor(event, history),
    account: cleanName(account.name) || cleanName(account.id),
    number: cleanName(number),
    at: history.openedAt ?? saidAt ?? receivedAt,
    messages: history.messages,
    ordinal: history.ordinal,
    previous: history.previous,
    before: history.before,
  };
};

const titleFor = (event: Event, history: History): Pick<Card, 'name' | 'address'> => {
  const { contact, group } = event;
  if (event.kind === 'alarm' || (event.kind === 'unknown' && !event.mayBeMessage))
    return { name: 'For the operators', address: '' };
  if (group !== '') return { name: 'Group', address: cleanName(group).slice(0, 60) };
  // A number of today goes before one of former times.
  const identifiers = [...contact.identifiers, ...history.identifiers];
  // One thread for all of them: the name of one would head what the others say.
  if (identifiers.length === 0) return { name: 'Unknown senders', address: '' };
  const name = ownName(contact) === '' ? history.name : contact.name;
  return { name: nameOf({ name, identifiers }), address: addressOf({ name, identifiers }) };
};

export const nameOf = (contact: Contact): string => ownName(contact) || 'No name';

/** `''` where the contact gave none. Without the sign that stands between a name and an address: no name brings an address of its own. */
export const ownName = ({ name }: Contact): string => cleanName(name.replaceAll('·', ' '));

/** What WhatsApp itself would show: the phone, else the user name, else an id; `''` for an unknown sender. */
export const addressOf = ({ identifiers }: Contact): string => {
  const shown =
    identifiers.find(({ kind }) => kind === 'phone') ??
    identifiers.find(({ kind }) => kind === 'username') ??
    identifiers[0];
  if (shown === undefined) return '';
  if (shown.kind === 'username') return cleanName(`@${shown.value.replaceAll('·', ' ')}`).slice(0, 60);
  return /^\d{1,20}$/.test(shown.value) ? `+${shown.value}` : cleanName(shown.value).slice(0, 60);
};
