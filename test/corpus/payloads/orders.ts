import { entry, type Group } from '../entry.ts';
import { message, verbatim } from '../webhook.ts';

const item = (
  productRetailerId: string,
  quantity: unknown,
  itemPrice: unknown,
  currency?: string,
): object => ({ productRetailerId, quantity, itemPrice, currency });
const order = (productItems: readonly object[], text?: string): object =>
  message('order', { catalogId: '194836987003835', text, productItems });

export const orders: Group = {
  name: 'orders',
  entries: [
    entry(
      'order',
      'Two products with words.',
      order([item('di9ozbzfi4', 2, 30, 'USD'), item('nqryix03ez', 1, 25, 'USD')], 'Love these!'),
    ),
    entry(
      'underscored',
      "Meta's keys.",
      message('order', {
        catalog_id: '1',
        text: '',
        product_items: [{ product_retailer_id: 'bell', quantity: 1, item_price: 9.99, currency: 'EUR' }],
      }),
    ),
    entry(
      'verbatim',
      "Meta's message word for word.",
      verbatim('order', {
        catalog_id: '1',
        text: 'Please hurry',
        product_items: [{ product_retailer_id: 'bell', quantity: '3', item_price: '9.99', currency: 'EUR' }],
      }),
    ),
    entry(
      'nested',
      "Nested under the type's own name.",
      message('order', { order: { catalogId: '1', productItems: [item('bell', 1, 10, 'EUR')] } }),
    ),
    entry(
      'strings',
      'Numbers are strings.',
      order([item('bell', '3', '0.10', 'EUR'), item('lamp', '1', '0.20', 'EUR')]),
    ),
    entry(
      'cents',
      'Sums that floating point gets wrong.',
      order([item('a', 1, 0.1, 'USD'), item('b', 1, 0.2, 'USD'), item('c', 3, 1.1, 'USD')]),
    ),
    entry(
      'currencies',
      'Several currencies.',
      order([
        item('a', 1, 10, 'USD'),
        item('b', 2, 1500, 'JPY'),
        item('c', 1, 1.234, 'KWD'),
        item('d', 1, 5, 'USD'),
      ]),
    ),
    entry(
      'no-price',
      'A product without a price.',
      order([item('bell', 1, null), item('lamp', 2, 10, 'EUR')]),
    ),
    entry('no-currency', 'A price without a currency.', order([item('bell', 2, 10)])),
    entry('large', 'Large quantities and prices.', order([item('bell', 100_000, 99_999.99, 'IDR')])),
    entry(
      'forty',
      'Forty products.',
      order(
        Array.from({ length: 40 }, (_, index) => item(`product-${String(index + 1)}`, index + 1, 1, 'EUR')),
      ),
    ),
    entry(
      'odd-quantity',
      'A quantity that is none.',
      order([item('bell', 'many', 10, 'EUR'), item('lamp', 0, 5, 'EUR')]),
    ),
    entry(
      'item-beside',
      'Something unknown in an item is kept.',
      order([{ ...item('bell', 1, 10, 'EUR'), engraving: 'For Bo' }]),
    ),
    entry('empty', 'An order of nothing, with words.', order([], 'Something like last time')),
    entry(
      'attack',
      'A product with marks in its name.',
      order([item('<!here>**x**\n-# forged', 1, 10, '<@U1>')]),
    ),
  ],
};
