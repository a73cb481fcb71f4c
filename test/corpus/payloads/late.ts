import { entry, type Group } from '../entry.ts';
import { message, said } from '../webhook.ts';

const hours = 3_600_000;
const nine = Date.parse(said);

/** Messages that come late say when they were written and why; a conversation that joins another one says so. */
export const late: Group = {
  name: 'late',
  entries: [
    entry(
      'by-waconnect',
      'WaConnect sent it two days late.',
      message('text', { text: 'Two days ago' }, { timestamp: '2026-10-31T09:00:00.000Z' }),
    ),
    entry('here', 'It waited with us for three hours.', message('text', { text: 'I waited' }), {
      receivedAt: nine + 3_000,
      asOf: nine + 3 * hours,
    }),
    entry('both', 'Late when it came, and it waited here.', message('text', { text: 'Twice unlucky' }), {
      receivedAt: nine + hours,
      asOf: nine + 2 * hours,
    }),
    entry('just-in-time', 'Two minutes are not late.', message('text', { text: 'In time' }), {
      receivedAt: nine + 119_000,
      asOf: nine + 119_500,
    }),
    entry(
      'no-time',
      'Late by us, its own time unknown.',
      message('text', { text: 'When?' }, { timestamp: null }),
      { receivedAt: nine + 3_000, asOf: nine + hours },
    ),
    entry(
      'future',
      'A clock that is ahead.',
      message('text', { text: 'From tomorrow' }, { timestamp: '2026-11-03T09:00:00.000Z' }),
    ),
    entry(
      'broken-time',
      'A time that is none.',
      message('text', { text: 'Yesterday' }, { timestamp: 'yesterday' }),
    ),
    entry(
      'photo',
      'A late photo.',
      message('image', { mediaId: '1', caption: 'Old' }, { timestamp: '2026-10-31T09:00:00.000Z' }),
    ),
    entry(
      'late-reply',
      'Late, forwarded, and an answer to something unknown.',
      message(
        'text',
        { text: 'All at once' },
        { timestamp: '2026-10-31T09:00:00.000Z', context: { id: 'wamid.x', forwarded: true } },
      ),
    ),
    entry(
      'joined',
      'Two threads turn out to be of one person.',
      message('text', { text: 'It is me' }, { fromUserId: 'US.1349' }),
      { joined: { link: 'https://chat.example/threads/7' } },
    ),
  ],
};
