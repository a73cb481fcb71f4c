import type { Person } from '../people.ts';
import { draftMessage, type Draft } from './draft.ts';

export const draftLocation = (by: Person): Draft => {
  const place = {
    ...{ latitude: 51.50537, longitude: -0.07538, name: 'Quay 7, left gate' },
    address: '7 Harbour Street',
  };
  const card = { icon: '📍', title: place.name, lines: [place.address, '51.50537, −0.07538'] };
  return draftMessage(by, { type: 'location', content: place }, { card }, { sign: place.name });
};

/** Two cards at once, as people do. */
export const draftContacts = (by: Person): Draft => {
  const contacts = [
    {
      name: { formattedName: 'Mina Okafor', firstName: 'Mina', lastName: 'Okafor' },
      phones: [{ phone: '+1 555 0119', type: 'CELL', waId: '15550119' }],
      emails: [{ email: 'mina@quay.example', type: 'WORK' }],
      org: { company: 'Quay 7 Couriers', title: 'Dispatcher' },
    },
    {
      name: { formattedName: 'Front desk' },
      phones: [{ phone: '+1 555 0120', type: 'WORK' }],
    },
  ];
  const lines = ['+1 555 0119 · Quay 7 Couriers', 'Front desk · +1 555 0120'];
  const card = { icon: '👤', title: 'Mina Okafor and 1 other', lines };
  return draftMessage(by, { type: 'contacts', content: { contacts } }, { card }, { sign: 'Mina Okafor' });
};

export const draftOrder = (by: Person): Draft => {
  const text = 'As a gift, please';
  const productItems = [
    { productRetailerId: 'bell-brass', quantity: 2, itemPrice: 12.9, currency: 'EUR' },
    { productRetailerId: 'light-rear', quantity: 1, itemPrice: 24.5, currency: 'EUR' },
  ];
  const lines = ['2 × bell-brass', '1 × light-rear', '€50.30'];
  const card = { icon: '🛒', title: 'Order · 3 items', lines };
  const content = { catalogId: '194836987003835', text, productItems };
  return draftMessage(by, { type: 'order', content }, { card, text }, { sign: 'bell-brass' });
};
