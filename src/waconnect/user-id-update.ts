import type { MessageEvent } from '../core/event.ts';
import { readContact } from './contact.ts';
import { identifiersIn, inOrder } from './identifier.ts';
import { numberIn, type Envelope } from './envelope.ts';
import type { Fields } from './json.ts';
import { refOf } from './message-ref.ts';
import { startReading, type Reading } from './reading.ts';
import { readTime } from './time.ts';

/**
 * WhatsApp gave a contact another user id, as Meta's field `user_id_update` tells it
 * (https://developers.facebook.com/docs/whatsapp/business-scoped-user-ids); `null`: this is none, or of several.
 */
export const readUserIdUpdate = (json: Fields, envelope: Envelope): MessageEvent | null => {
  if (!/^(whatsapp[._])?user[._]?id[._]?updated?$/.test(envelope.name)) return null;
  const webhook = startReading(json);
  const update = homeOf(webhook);
  if (update === null) return null;
  const userId = update.within('userId');
  const now = userId.text('current', 'new');
  if (now === '') return null;
  const parent = update.within('parentUserId');
  const contact = readContact(update, webhook, false);
  return {
    kind: 'message',
    key: envelope.keyOf(''),
    type: 'system',
    account: envelope.account,
    number: numberIn(update) || envelope.number,
    contact: {
      ...contact,
      identifiers: inOrder([
        ...identifiersIn(startReading({ now }), 'userId', 'now'),
        ...identifiersIn(userId, 'userId', 'previous', 'old'),
        ...identifiersIn(parent, 'parentUserId', 'current', 'new', 'previous', 'old'),
        ...contact.identifiers,
      ]),
    },
    group: '',
    saidAt: readTime(update, 'timestamp'),
    sentAt: envelope.sentAt,
    by: envelope.by,
    ref: refOf(''),
    placeholder: null,
    content: { kind: 'system', change: 'userId', now, text: update.text('detail', 'body') },
    context: { quoted: null, forwarded: 'no', product: null, referral: null },
    beside: envelope.print(update.left()),
  };
};

const homeOf = (webhook: Reading): Reading | null => {
  const updates = webhook.list('userIdUpdate', 'message', 'data');
  return updates.length === 1 ? (updates[0] ?? null) : null;
};
