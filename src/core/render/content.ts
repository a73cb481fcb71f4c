import { cleanLine } from '../clean.ts';
import type { ContactCard, Content } from '../content.ts';
import type { Block, Row } from '../post.ts';
import { note, raw, table, words } from './blocks.ts';
import { captionOf, renderFile } from './file.ts';
import { renderForm } from './form.ts';
import { foreignLink } from './link.ts';
import { renderOrder } from './order.ts';
import { renderCall, renderCallPermission, renderSystem, renderUnsupported } from './quiet.ts';
import type { FileState, Style } from './scene.ts';

/** What a message says, in one block at least. `type`: the provider's word for it. */
export const renderContent = (
  content: Content,
  type: string,
  file: FileState | null,
  style: Style,
): readonly Block[] => {
  switch (content.kind) {
    case 'text':
      return words(content.text, 'Empty message');
    case 'file':
      return [renderFile(content, file), ...words(captionOf(content, file), '')];
    case 'location':
      return renderLocation(content, style);
    case 'contacts':
      return renderContacts(content.cards);
    case 'choice':
      return renderChoice(content);
    case 'form':
      return renderForm(content);
    case 'callPermission':
      return [renderCallPermission(content)];
    case 'order':
      return renderOrder(content);
    case 'system':
      return [renderSystem(content)];
    case 'welcome':
      return [note('👋 Opened the chat for the first time, and has written nothing yet')];
    case 'call':
      return [renderCall(content)];
    case 'unsupported':
      return [renderUnsupported(content)];
    case 'other':
      return renderOther(type, content.raw);
  }
};

/** Nobody sends more from a phone by hand. */
const mostCards = 300;
/** As much of the JSON as a person may be asked to look through. */
const longestOther = 12_000;

const renderOther = (type: string, json: string): readonly Block[] => [
  note('❔ Message of type', cleanLine(type, 100) || 'unknown'),
  ...renderJson(json),
];

export const renderJson = (json: string): readonly Block[] => raw('As it came', json, longestOther);

const renderLocation = (
  { latitude, longitude, name, address, url }: Extract<Content, { kind: 'location' }>,
  { mapUrl }: Style,
): readonly Block[] => {
  const [north, east] = [degrees(latitude), degrees(longitude)];
  const map = mapUrl.replaceAll('{latitude}', north).replaceAll('{longitude}', east);
  const page = foreignLink(url);
  const rows = [name, address, page === null ? url : ''].map((value) => ({ label: '', value }));
  return [
    note('📍 Location', `${north}, ${east}`, { link: { text: 'map', url: map } }),
    ...table(rows),
    ...(page === null ? [] : [note('🔗 Its page', '', { link: page })]),
  ];
};

/** Six decimals are 11 cm. Never in the form 1e-7, which no map reads. */
const degrees = (value: number): string =>
  value
    .toFixed(6)
    .replace(/\.?0+$/, '')
    .replace(/^-0$/, '0');

/** They come along as a file. Of several, each begins with what stands before every name. */
const renderContacts = (cards: readonly ContactCard[]): readonly Block[] => [
  {
    kind: 'file',
    label: cards.length === 1 ? '👤 Contact card' : `👤 ${cards.length} contact cards`,
    detail: '',
  },
  ...cards.slice(0, mostCards).flatMap((card) => table(cardRows(card, cards.length === 1 ? '' : 'Contact'))),
  ...(cards.length > mostCards
    ? [note('✂️ Cut', `${cards.length - mostCards} more cards are kept by the bridge`)]
    : []),
];

const cardRows = (
  { name, organisation, phones, emails, others }: ContactCard,
  label: string,
): readonly Row[] => [
  { label, value: name },
  ...phones.map((value) => ({ label: 'Phone', value })),
  ...emails.map((value) => ({ label: 'Mail', value })),
  ...(organisation === '' ? [] : [{ label: 'Organisation', value: organisation }]),
  ...others.map((value) => ({ label: '', value })),
];

const renderChoice = ({ title, description }: Extract<Content, { kind: 'choice' }>): readonly Block[] => [
  note('🔘 Chose'),
  ...table([description === '' ? { label: '', value: title } : { label: title, value: description }]),
];
