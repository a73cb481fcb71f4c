import type { Context, Event, Referral } from '../event.ts';
import type { Note } from '../post.ts';
import { note } from './blocks.ts';
import { addressOf, nameOf, ownName } from './card.ts';
import { foreignLink } from './link.ts';
import { about } from './quote.ts';
import type { Scene } from './scene.ts';

/** Who says it, in a thread that is not of one contact alone: a group's, and the one of all unknown senders. */
export const renderSender = ({ group, contact }: Event): readonly Note[] => {
  const isKnown = contact.identifiers.length > 0;
  const own = ownName(contact);
  if (group === '' && (isKnown || own === '')) return [];
  if (isKnown) return [note('👤 From', `${nameOf(contact)} · ${addressOf(contact)}`)];
  return [note('👤 From', own === '' ? 'an unknown sender' : `${own}, as they call themselves`)];
};

/** What came along with a message, above its content. */
export const renderContext = (context: Context, scene: Scene): readonly Note[] => [
  ...(context.quoted === null ? [] : [about('↩️ Reply', 'to', scene)]),
  ...forwardedNotes[context.forwarded],
  ...(context.product === null ? [] : [renderProduct(context.product)]),
  ...(context.referral === null ? [] : [renderReferral(context.referral)]),
];

const forwardedNotes: Readonly<Record<Context['forwarded'], readonly Note[]>> = {
  no: [],
  once: [note('↪️ Forwarded')],
  often: [note('⏩ Forwarded many times')],
};

const renderProduct = ({ catalogId, productId }: NonNullable<Context['product']>): Note =>
  note(
    '🏷️ Asks about the product',
    [productId, catalogId === '' ? '' : `catalogue ${catalogId}`].filter((part) => part !== '').join(' · '),
  );

/** The advertisement is the company's own. */
const renderReferral = ({ source, headline, text, url }: Referral): Note => {
  const link = foreignLink(url);
  const detail = [headline, text, link === null ? url : ''].filter((part) => part !== '').join(' · ');
  return note(source.toLowerCase() === 'post' ? '📣 Came by a post' : '📣 Came by an ad', detail, { link });
};
