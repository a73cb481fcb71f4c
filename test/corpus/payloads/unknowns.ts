import { entry, type Group } from '../entry.ts';
import { happening, idOf, message } from '../webhook.ts';

const deep = (levels: number): string =>
  `{"event":"message.received","message":{"messageId":"deep","from":"15550100001","messageType":"x","content":${'['.repeat(levels)}"in the depth"${']'.repeat(levels)}}}`;

/** What nobody understands: kept, and shown with its JSON. */
export const unknowns: Group = {
  name: 'unknowns',
  entries: [
    entry(
      'type',
      'A type to come.',
      message('hologram', { shape: 'cube', layers: [{ depth: 3, says: 'hi' }] }),
    ),
    entry(
      'type-with-caption',
      'A type to come with words in it.',
      message('event_invitation', {
        title: 'Test ride',
        caption: 'Will you come?',
        startsAt: '2026-12-01T10:00:00Z',
      }),
    ),
    entry('type-null', 'A type to come without content.', message('hologram', null)),
    entry('type-string', 'A type to come with a bare string.', message('poll_vote', 'Option B')),
    entry('no-type', 'Neither type nor content.', message('', undefined)),
    entry('no-type-text', 'No type, and words.', message('', { text: 'Untyped words' })),
    entry(
      'verbatim-type',
      "A type to come, in Meta's manner.",
      message('', undefined, {
        type: 'poll',
        messageType: undefined,
        poll: { question: 'Red or blue?', options: ['Red', 'Blue'] },
      }),
    ),
    entry(
      'beside-content',
      'A type to come, its words beside the content.',
      message('poll', null, { poll: { question: 'Red or blue?' } }),
    ),
    entry(
      'large',
      'A type to come with 100 KB.',
      message('dump', {
        rows: Array.from({ length: 2_000 }, (_, index) => ({
          row: index,
          says: 'lorem ipsum dolor sit amet',
        })),
      }),
    ),
    entry('deep', 'JSON nested five thousand times.', deep(5_000)),
    entry(
      'event',
      'An event to come.',
      happening('account.update', { account: { status: 'restricted', reason: 'SPAM' } }),
    ),
    entry('no-event', 'A webhook without an event.', { accountId: 'a', hello: 'world' }),
    entry(
      'echo',
      'What the company itself wrote on its phone is not the customer’s.',
      happening('message.echo', {
        message: {
          messageId: idOf('echo'),
          from: '15550199000',
          to: '15550100001',
          messageType: 'text',
          content: { text: "Here's the info you requested!" },
        },
      }),
    ),
    entry(
      'outbound',
      'A message of ours, by its direction.',
      message('text', { text: 'We are closed' }, { direction: 'outbound', from: '15550199000' }),
    ),
    entry(
      'user-id-update',
      "A new user id as an event of Meta's.",
      happening('user_id_update', {
        user_id_update: [
          {
            wa_id: '15550100001',
            detail: 'User id for Ana has been updated.',
            user_id: { previous: 'US.1349', current: 'US.2083' },
          },
        ],
      }),
    ),
    entry(
      'message-no-object',
      'A message that is a string.',
      happening('message.received', { message: 'Hello' }),
    ),
    entry('not-json', 'A body that is no JSON.', '{"event":"message.rec'),
    entry('empty-body', 'An empty body.', ''),
    entry('a-list', 'A list of webhooks.', '[]'),
    entry('only-null', 'Nothing but null.', 'null'),
  ],
};
