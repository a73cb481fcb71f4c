import type { Contact, Identifier } from '../core/event.ts';
import { identifierOf, identifiersIn, inOrder, scopedId, usernameIn } from './identifier.ts';
import type { Reading } from './reading.ts';

/** Who says it. Each identifier may be missing; one that names nobody is none. */
export const readContact = (message: Reading, webhook: Reading, sharesCards: boolean): Contact => {
  // A card that the contact shares is somebody else.
  const parts = partsOf(message, webhook, sharesCards ? ['sender'] : ['contact', 'sender']);
  const own = message.or(parts);
  return contactOf(message, parts, [
    ...identifiersIn(
      own,
      'phone',
      'from',
      'contactWaId',
      'contactPhone',
      'senderPhone',
      'senderNumber',
      'fromNumber',
    ),
    ...identifiersIn(own, 'userId', 'fromUserId', 'contactUserId', 'senderUserId'),
    ...identifiersIn(own, 'parentUserId', 'fromParentUserId', 'contactParentUserId'),
    ...identifiersInParts(parts),
    ...identifierOf(message.within('sender').bare(), 'phone'),
    ...unowned(message),
  ]);
};

/** Whom a status or a call of ours is about: where it went to. Where it came from is ourselves. */
export const readRecipient = (thing: Reading, webhook: Reading): Contact => {
  const parts = partsOf(thing, webhook, ['contact']);
  const known = [
    ...identifiersIn(thing, 'phone', 'recipientId', 'recipientWaId', 'recipientParticipantId'),
    ...identifiersIn(thing, 'userId', 'recipientUserId'),
    ...identifiersIn(thing, 'parentUserId', 'recipientParentUserId', 'parentRecipientUserId'),
    ...identifiersInParts(parts),
  ];
  const to = identifiersIn(thing, 'phone', 'to');
  return contactOf(thing, parts, known.length > 0 ? known : to);
};

/** What WhatsApp says the contact is from now on, before what it was. */
export const withFresh = (contact: Contact, news: Reading): Contact => ({
  ...contact,
  identifiers: inOrder([
    ...identifiersIn(news, 'phone', 'waId', 'newWaId', 'newNumber'),
    ...identifiersIn(news, 'userId', 'userId', 'newUserId'),
    ...identifiersIn(news, 'parentUserId', 'parentUserId', 'newParentUserId'),
    ...contact.identifiers,
  ]),
});

/** Nobody: of what has no sender, or one that is not the contact. */
export const nobody: Contact = { identifiers: [], name: '' };

/** The contact in a part of its own, of the message or of the webhook. */
const partsOf = (message: Reading, webhook: Reading, names: readonly string[]): Reading =>
  message
    .within(...names)
    .or(profileIn(message))
    .or(webhook.within(...names))
    .or(profileIn(webhook));

/** Meta's `contacts: [{ profile, wa_id }]`. A list of this name may as well be the cards that the contact shares. */
const profileIn = (from: Reading): Reading => {
  const items = from.list('contacts');
  const [first] = items;
  if (items.length !== 1 || first === undefined) return from.within();
  const isProfile =
    first.has('profile') || (first.has('waId', 'userId') && !first.has('name', 'phones', 'phone', 'vcard'));
  return isProfile ? first : from.within();
};

const identifiersInParts = (parts: Reading): readonly Identifier[] => [
  ...identifiersIn(parts, 'phone', 'waId', 'phone', 'phoneNumber', 'number'),
  ...identifiersIn(parts, 'userId', 'userId'),
  ...identifiersIn(parts, 'parentUserId', 'parentUserId'),
];

/**
 * Names that do not say whose they are: they may be those of a user of the provider, the same in every message. So a
 * user id counts only in WhatsApp's own form.
 */
const unowned = (message: Reading): readonly Identifier[] => [
  ...identifierOf(message.text('waId'), 'phone'),
  ...identifierOf(message.matching(scopedId, 'userId'), 'userId'),
  ...identifierOf(message.matching(scopedId, 'parentUserId'), 'parentUserId'),
];

const contactOf = (thing: Reading, parts: Reading, identifiers: readonly Identifier[]): Contact => {
  const profile = parts.within('profile');
  const all = inOrder([...identifiers, ...usernameIn(thing.or(parts).or(profile))]);
  const name =
    thing.text('contactName', 'profileName', 'senderName', 'pushName') ||
    profile.text('name') ||
    parts.text('name', 'profileName', 'pushName', 'formattedName');
  return { identifiers: all, name: name || (all.find(({ kind }) => kind === 'username')?.value ?? '') };
};
