import { entry, type Group } from '../entry.ts';
import { message, said } from '../webhook.ts';

const hours = 3_600_000;
const nine = Date.parse(said);

/** What the bridge makes of it when it finds it in WaConnect's inbox. */
const found = (webhook: object): object => {
  const { event, accountId, message: item } = webhook as Readonly<Record<string, unknown>>;
  return { event, accountId, foundInInboxAt: '2026-11-02T09:10:00.000Z', message: item };
};

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
      'found',
      'No webhook brought it, and it stood in the inbox.',
      found(message('text', { text: 'Is anybody there?' })),
      { receivedAt: nine + 600_000, asOf: nine + 601_000 },
    ),
    entry('found-at-once', 'It was found a moment later.', found(message('text', { text: 'Just now' }))),
    entry(
      'found-and-waited',
      'It was found, and waited with us for hours.',
      found(message('image', { mediaId: '1', caption: 'Look' })),
      { receivedAt: nine + 600_000, asOf: nine + 3 * hours },
    ),
    entry(
      'found-without-a-time',
      'The inbox does not say when it was written.',
      found(message('text', { text: 'Some time ago' }, { timestamp: null })),
    ),
    entry(
      'joined',
      'Two threads turn out to be of one person.',
      message('text', { text: 'It is me' }, { fromUserId: 'US.1349' }),
      { joined: { link: 'https://chat.example/threads/7' } },
    ),
  ],
};
