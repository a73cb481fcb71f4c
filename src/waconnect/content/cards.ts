import type { ContactCard, Content } from '../../core/content.ts';
import { vcardsIn } from '../../core/vcard.ts';
import type { Reading } from '../reading.ts';
import { readVcard } from './vcard.ts';

/** The contacts that somebody shares: a list, one alone, or vCards as text. */
export const readCards = (given: Reading): Content | null => {
  const items = given.items();
  const list = items.length > 0 ? items : given.list('contacts', 'cards', 'vcards', 'contact');
  const cards = (list.length > 0 ? list : [given]).flatMap(readItem);
  return cards.length === 0 ? null : { kind: 'contacts', cards };
};

/** One card, or as many as there are vCards in its text. */
const readItem = (item: Reading): readonly ContactCard[] => {
  const text = item.matching(vcardStart, 'vcard', 'vcardText') || item.bare(vcardStart);
  const [first = '', ...more] = vcardsIn(text);
  const others = more.map((vcard) => ({ ...readVcard(vcard), others: [], vcard }));
  return [readCard(item, first), ...others].filter(isSomething);
};

const isSomething = (card: ContactCard): boolean => Object.values(card).some(({ length }) => length > 0);

const readCard = (card: Reading, vcard: string): ContactCard => {
  const spare = readVcard(vcard);
  const name = readName(card);
  const phones = card
    .list('phones', 'phoneNumbers', 'phoneNumber', 'phone', 'tel')
    .map(readPhone)
    .filter(Boolean);
  const emails = card.list('emails', 'email').map(readPlain).filter(Boolean);
  const organisation = readOrganisation(card);
  const others = readOthers(card);
  return {
    name: name || spare.name,
    organisation: organisation || spare.organisation,
    phones: phones.length > 0 ? phones : spare.phones,
    emails: emails.length > 0 ? emails : spare.emails,
    others,
    vcard,
  };
};

const vcardStart = /^\s*BEGIN:VCARD/i;

const nameParts = ['prefix', 'firstName', 'middleName', 'lastName', 'suffix'];

/** The name as it is shown, and whatever part of it that one does not have. */
const readName = (card: Reading): string => {
  const home = card.within('name');
  const fields = home.or(card);
  const whole = fields.text('formattedName', 'displayName', 'fullName') || home.bare();
  const parts = nameParts.map((part) => fields.text(part)).filter((part) => part !== '');
  return [whole, ...parts.filter((part) => !isWithin(part, whole))].filter(Boolean).join(' ');
};

/** Of names that are none it does not look: that would take the time of both lengths multiplied. */
const isWithin = (part: string, whole: string): boolean => whole.length <= 1000 && whole.includes(part);

const readPhone = (phone: Reading): string => readPlain(phone) || phone.text('waId');

/** The usual kinds of a phone or an address are not said: those that a person wrote stay. */
const dropKind = (item: Reading): void =>
  void item.matching(
    /^(mobile|cell|home|work|main|iphone|other|fax|pager|voice|pref|internet)$/i,
    'type',
    'label',
  );

const readPlain = (item: Reading): string => {
  dropKind(item);
  return onLine(
    item.bare() || item.text('phone', 'phoneNumber', 'number', 'email', 'url', 'address', 'value'),
  );
};

const readOrganisation = (card: Reading): string => {
  const home = card.within('org', 'organization', 'organisation', 'company');
  return onLine(
    [home.bare(), home.text('company', 'name'), ...lines(home, ['department', 'title'])]
      .filter(Boolean)
      .join(', '),
  );
};

/** Whatever else is on the card, a line each. */
const readOthers = (card: Reading): readonly string[] =>
  [
    ...card.list('addresses', 'address').map(readAddress),
    ...card.list('urls', 'url', 'websites').map(readPlain),
    ...lines(card, ['birthday', 'title', 'nickname', 'note']).map(onLine),
  ].filter(Boolean);

const readAddress = (address: Reading): string => {
  const parts = lines(address, ['street', 'city', 'state', 'zip', 'country']);
  address.drop('countryCode');
  dropKind(address);
  return onLine([address.bare(), address.text('formatted'), ...parts].filter(Boolean).join(', '));
};

const lines = (from: Reading, names: readonly string[]): readonly string[] =>
  names.map((name) => from.text(name)).filter((text) => text !== '');

const onLine = (text: string): string => text.replace(/\s+/g, ' ').trim();
