import type { MessageEvent } from '../core/event.ts';
import { readContact, readRecipient } from './contact.ts';
import { isOurCall, readCall } from './content/notice.ts';
import { numberIn, type Envelope } from './envelope.ts';
import type { Fields } from './json.ts';
import { refOf } from './message-ref.ts';
import { startReading, type Reading } from './reading.ts';
import { readTime } from './time.ts';

/**
 * A call, as Meta's field `calls` tells it (https://developers.facebook.com/docs/whatsapp/cloud-api/calling); `null`:
 * this is none, or nobody knows with whom. Its end has the id of its beginning, so that each is what it says.
 */
export const readCallEvent = (json: Fields, envelope: Envelope): MessageEvent | null => {
  const [, phase] = /^(?:whatsapp\.)?calls?(?:[._](.*))?$/.exec(envelope.name) ?? [];
  const webhook = startReading(json);
  const home = homeOf(webhook);
  if (home === null || (phase === undefined && !/^(whatsapp\.)?calls?$/.test(envelope.name))) return null;
  const isOurs = isOurCall(startReading(home.places[0]?.value));
  const contact = isOurs ? readRecipient(home, webhook) : readContact(home, webhook, false);
  const id = home.text('callId', 'messageId', 'id');
  if (contact.identifiers.length === 0) return null;
  const happened = {
    account: envelope.account,
    number: numberIn(home) || envelope.number,
    contact,
    group: home.text('groupId'),
    saidAt: readTime(home, 'timestamp'),
    sentAt: envelope.sentAt,
    by: envelope.by,
  };
  const content = readCall(home, phase ?? '');
  return {
    kind: 'message',
    key: envelope.keyOf(id),
    type: 'call',
    ...happened,
    ref: refOf(id),
    placeholder: null,
    content,
    context: { quoted: null, forwarded: 'no', product: null, referral: null },
    beside: envelope.print(home.left()),
  };
};

const homeOf = (webhook: Reading): Reading | null => {
  const calls = webhook.list('calls');
  if (calls.length > 0) return calls.length === 1 ? (calls[0] ?? null) : null;
  const home = webhook.within('call', 'message', 'data');
  return home.hasFields ? home : null;
};
