import type { Context, Referral } from '../core/event.ts';
import { refOf } from './message-ref.ts';
import type { Reading } from './reading.ts';

/** Where a message's context may stand, besides the message itself. */
export const contextNames = ['context', 'replyTo', 'quoted', 'referral'] as const;

/** What came along with the message: `null`, empty or absent where nothing did. */
export const readContext = (message: Reading): Context => {
  const homes = message.or(message.within('content'));
  const context = homes.within('context', 'replyTo', 'quoted');
  const id =
    context.text('messageId', 'id', 'quotedMessageId', 'stanzaId') ||
    context.bare() ||
    message.text('quotedMessageId', 'replyToMessageId', 'replyContextId', 'contextMessageId');
  context.drop('from', 'participant', 'mentions', 'groupId');
  const flags = context.or(homes);
  const often = flags.flag('frequentlyForwarded', 'isFrequentlyForwarded');
  const once = flags.flag('forwarded', 'isForwarded');
  return {
    quoted: id === '' ? null : refOf(id),
    forwarded: often ? 'often' : once ? 'once' : 'no',
    product: readProduct(context),
    referral: readReferral(homes.or(context).within('referral')),
  };
};

const readProduct = (context: Reading): Context['product'] => {
  const product = context.within('referredProduct');
  const productId = product.text('productRetailerId', 'productId', 'retailerId');
  const catalogId = product.text('catalogId');
  return productId === '' && catalogId === '' ? null : { catalogId, productId };
};

/** Advertisement texts are the company's own: its picture and greeting are not shown. */
const readReferral = (referral: Reading): Referral | null => {
  if (!referral.hasFields) return null;
  const read = {
    source: referral.text('sourceType'),
    headline: referral.text('headline', 'title'),
    text: referral.text('body', 'text', 'description'),
    url: referral.text('sourceUrl', 'url', 'link'),
  };
  referral.drop('welcomeMessage');
  return Object.values(read).every((text) => text === '') ? null : read;
};
