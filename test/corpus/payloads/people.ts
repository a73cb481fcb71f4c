import { entry, type Group } from '../entry.ts';
import { message, verbatim } from '../webhook.ts';

const nobody = { from: undefined, contactWaId: undefined };
const hello = (more: object): object => message('text', { text: 'Hello' }, more);

/** Who writes: phones, user ids, user names, nobody. */
export const people: Group = {
  name: 'people',
  entries: [
    entry('plus', 'The phone with a plus.', hello({ from: '+15550100001' })),
    entry(
      'user-id',
      'A user id and no phone.',
      hello({ ...nobody, fromUserId: 'US.13491208655302741918', contactName: 'Sheena Example' }),
    ),
    entry(
      'user-id-name',
      'A user id with a user name.',
      hello({ ...nobody, userId: 'US.13491208655302741918', username: '@realsheena', contactName: null }),
    ),
    entry(
      'user-id-in-from',
      'A user id where the phone should be.',
      hello({ from: 'US.1234', contactWaId: 'US.1234' }),
    ),
    entry(
      'all',
      'All identifiers at once.',
      hello({ fromUserId: 'US.1349', fromParentUserId: 'US.ENT.1181', username: 'ana' }),
    ),
    entry(
      'username-only',
      'Nothing but a user name.',
      hello({ ...nobody, username: '@realsheena', contactName: null }),
    ),
    entry(
      'nested-contact',
      'The contact as an object of its own.',
      hello({
        ...nobody,
        contactName: undefined,
        contact: { name: 'Sheena Example', phoneNumber: '15550100009', userId: 'US.77' },
      }),
    ),
    entry(
      'verbatim',
      "Meta's message word for word, with its contact beside it.",
      verbatim(
        'text',
        { body: 'Hello' },
        {
          from: undefined,
          from_user_id: 'US.1349',
          contacts: [{ profile: { name: 'Sheena Example', username: 'realsheena' }, user_id: 'US.1349' }],
        },
      ),
    ),
    entry('nobody', 'No identity at all.', hello({ ...nobody, contactName: 'Kerry Example' })),
    entry('nobody-unnamed', 'No identity and no name.', hello({ ...nobody, contactName: null })),
    entry(
      'null',
      'Everything about the sender is null.',
      hello({ from: null, contactWaId: null, contactName: null }),
    ),
    entry(
      'empty',
      'Everything about the sender is empty.',
      hello({ from: '', contactWaId: '', contactName: ' ' }),
    ),
    entry('number', 'The phone is a number.', hello({ from: 15550100001, contactWaId: 15550100001 })),
    entry('long-name', 'A name of 300 letters.', hello({ contactName: 'Ana '.repeat(75) })),
    entry(
      'odd-name',
      'A name from right to left, with an override and a line feed.',
      hello({ contactName: 'آنا\u202E example\nsecond' }),
    ),
    entry('invisible-name', 'A name that nobody can see.', hello({ contactName: '\u200B\u3164' })),
  ],
};
