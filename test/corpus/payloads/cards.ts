import { entry, type Group } from '../entry.ts';
import { message, verbatim } from '../webhook.ts';

const vcard =
  'BEGIN:VCARD\nVERSION:3.0\nFN:Pablo Example\nTEL;type=MOBILE;waid=15550100004:+1 (555) 010-0004\nEND:VCARD';
const barbara = {
  name: { first_name: 'Barbara', last_name: 'Example', formatted_name: 'Barbara J. Example' },
  org: { company: 'Social Tsunami' },
  phones: [{ phone: '+1 (555) 010-0003', wa_id: '15550100003', type: 'MOBILE' }],
};

/** Contact cards that a customer shares. */
export const cards: Group = {
  name: 'cards',
  entries: [
    entry(
      'list',
      'A list of one card, camel case.',
      message('contacts', {
        contacts: [
          {
            name: { formattedName: 'Barbara J. Example' },
            phones: [{ phone: '+15550100003', waId: '15550100003', type: 'MOBILE' }],
          },
        ],
      }),
    ),
    entry('underscored', "Meta's keys in the content.", message('contacts', { contacts: [barbara] })),
    entry('bare-list', 'The list itself.', message('contacts', [barbara])),
    entry(
      'verbatim',
      "Meta's message word for word.",
      message('contacts', undefined, { contacts: [barbara] }),
    ),
    entry(
      'one-object',
      'A single card without a list.',
      message('contacts', { name: 'Bo Example', phone: '+15550100002' }),
    ),
    entry(
      'vcard',
      'A vCard and no name, as from people with user names.',
      message('contacts', {
        contacts: [
          { vcard, origin: 'other', phones: [{ phone: '+1 (555) 010-0004', wa_id: '15550100004' }] },
        ],
      }),
    ),
    entry('vcard-only', 'Nothing but a vCard.', message('contacts', { vcard })),
    entry(
      'full',
      'Everything that a card may hold.',
      message('contacts', {
        contacts: [
          {
            name: {
              prefix: 'Dr',
              first_name: 'Chidi',
              last_name: 'Example',
              formatted_name: 'Dr Chidi Example',
            },
            org: { company: 'Harbour Cycles', department: 'Repairs', title: 'Head of brakes' },
            phones: [
              { phone: '+15550100005', type: 'WORK' },
              { phone: '+15550100006', type: 'HOME' },
            ],
            emails: [{ email: 'chidi@mail.example', type: 'WORK' }],
            addresses: [
              { street: '1 Quay', city: 'Hamburg', zip: '20457', country: 'Germany', type: 'WORK' },
            ],
            urls: [{ url: 'https://chidi.example', type: 'WORK' }],
            birthday: '1990-02-03',
          },
        ],
      }),
    ),
    entry(
      'two',
      'Two cards.',
      message('contacts', {
        contacts: [barbara, { name: { formatted_name: 'Bo Example' }, phones: [{ phone: '+15550100002' }] }],
      }),
    ),
    entry(
      'twelve',
      'Twelve cards.',
      message('contacts', {
        contacts: Array.from({ length: 12 }, (_, index) => ({
          name: { formatted_name: `Person ${String(index + 1)}` },
          phones: [{ phone: `+155501000${String(index + 10)}` }],
        })),
      }),
    ),
    entry(
      'no-name',
      'A card without a name.',
      message('contacts', { contacts: [{ phones: [{ phone: '+15550100003' }] }] }),
    ),
    entry(
      'nothing-known',
      'A card with nothing that we know.',
      message('contacts', { contacts: [{ nickname: 'Babs' }] }),
    ),
    entry('empty', 'No cards at all.', message('contacts', { contacts: [] })),
    entry(
      'malicious-vcard',
      'A vCard that holds a second one.',
      message('contacts', { contacts: [{ vcard: `${vcard}\nBEGIN:VCARD\nFN:Hidden\nEND:VCARD` }] }),
    ),
    entry(
      'type-verbatim',
      'Cards in the singular.',
      verbatim('contact', { name: { formatted_name: 'Singular Example' } }),
    ),
  ],
};
