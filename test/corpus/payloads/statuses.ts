import { entry, type Group } from '../entry.ts';
import { happening, idOf, said, saidInSeconds } from '../webhook.ts';

const of = { messageId: idOf('ours'), to: '15550100001' };
const status = (event: string, more: object): object => happening(event, { message: { ...of, ...more } });

/** How far our own messages have come: nobody reads these in a thread, and `explain` shows what they say. */
export const statuses: Group = {
  name: 'statuses',
  entries: [
    entry('sent', 'Sent.', status('message.sent', { timestamp: said })),
    entry('delivered', 'Delivered.', status('message.delivered', {})),
    entry('read', 'Read, by the general event.', status('message.status', { status: 'read' })),
    entry('played', 'Played.', status('message.status', { status: 'PLAYED' })),
    entry(
      'failed',
      'Failed, with the reason.',
      status('message.failed', {
        errors: [
          {
            code: 131047,
            title: 'Re-engagement message',
            error_data: { details: 'More than 24 hours have passed' },
          },
        ],
      }),
    ),
    entry(
      'in-message',
      'A status where a message should be.',
      status('message.received', { status: 'delivered' }),
    ),
    entry(
      'verbatim',
      "A status word for word as Meta's.",
      happening('message.status', {
        statuses: [
          {
            id: of.messageId,
            status: 'sent',
            timestamp: saidInSeconds,
            recipient_id: of.to,
            pricing: { billable: true },
          },
        ],
      }),
    ),
    entry(
      'top-level',
      'A status without a message around it.',
      happening('message.status', { messageId: of.messageId, status: 'read' }),
    ),
    entry('unknown-word', 'A status of a kind to come.', status('message.status', { status: 'teleported' })),
  ],
};
