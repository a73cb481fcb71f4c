import type { Content, OrderItem } from '../../core/content.ts';
import type { Reading } from '../reading.ts';

export const readOrder = (fields: Reading): Content | null => {
  const text = fields.text('text', 'note', 'message', 'body') || fields.bare();
  const items = fields
    .list('productItems', 'items', 'products')
    .map(readItem)
    .filter((item) => item !== null);
  return text === '' && items.length === 0 ? null : { kind: 'order', text, items };
};

const readItem = (item: Reading): OrderItem | null => {
  const productId = item.text('productRetailerId', 'retailerId', 'productId', 'sku', 'id', 'name');
  const quantity = item.number('quantity', 'qty');
  const price = item.number('itemPrice', 'price', 'unitPrice');
  if (productId === '' && quantity === null && price === null) return null;
  return { productId, quantity: quantity ?? 1, price, currency: item.text('currency') };
};
