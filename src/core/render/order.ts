import type { Content, OrderItem } from '../content.ts';
import type { Block } from '../post.ts';
import { note, table, words } from './blocks.ts';
import { add, ofNumber, show, times, zero, type Decimal } from './money.ts';

type Order = Extract<Content, { kind: 'order' }>;

/** What was ordered, item by item, and the total of each currency. */
export const renderOrder = ({ text, items }: Order): readonly Block[] => [
  note('🛒 Order', items.length === 1 ? '1 item' : `${items.length} items`),
  ...words(text, ''),
  ...table(
    items.map((item) => ({
      label: `${item.quantity} × ${item.productId || 'a product without an id'}`,
      value: priceOf(item),
    })),
  ),
  // Apart, so that a long order is not cut before its total.
  ...table(items.length === 0 ? [] : [{ label: 'Total', value: totalOf(items) }]),
];

const priceOf = ({ price, currency }: OrderItem): string => {
  const amount = price === null ? null : ofNumber(price);
  return amount === null ? 'no price' : `${show(amount, currency)} each`;
};

const totalOf = (items: readonly OrderItem[]): string => {
  const totals = new Map<string, Decimal>();
  let unpriced = 0;
  for (const { price, quantity, currency } of items) {
    const amount = price === null ? null : ofNumber(price);
    const count = ofNumber(quantity);
    if (amount === null || count === null) unpriced += 1;
    else totals.set(currency, add(totals.get(currency) ?? zero, times(amount, count)));
  }
  const sums = [...totals].map(([currency, sum]) => show(sum, currency)).join(' + ');
  const rest = unpriced === 1 ? '1 item without a price' : `${unpriced} items without a price`;
  return [sums, unpriced === 0 ? '' : rest].filter((part) => part !== '').join(' + ');
};
