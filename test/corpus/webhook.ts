import { createHash } from 'node:crypto';

/** A person of our invention, with a number from the range for fiction. */
export interface Person {
  readonly phone: string;
  readonly name: string;
}

export const ana: Person = { phone: '15550100001', name: 'Ana Example' };
export const bo: Person = { phone: '15550100002', name: 'Bo Example' };
export const company: Person = { phone: '15550199000', name: 'Harbour Cycles' };

/** The minute in which everything here is said, unless told otherwise. */
export const said = '2026-11-02T09:00:00.000Z';
/** The same as Meta writes it. */
export const saidInSeconds = String(Date.parse(said) / 1000);
const sent = '2026-11-02T09:00:02.000Z';

/**
 * An id as WhatsApp makes them: base64 of the other party's identifier and a token. The same `name` has the same
 * token whoever is named in it, as when another party quotes the message in its own terms.
 */
export const idOf = (name: string, party: string = ana.phone): string => {
  const token = createHash('sha256').update(name).digest('hex').slice(0, 20).toUpperCase();
  const length = (text: string): string => String.fromCharCode(text.length);
  const body = `\u001C\u0018${length(party)}${party}\u0015\u0002\u0000\u0012\u0018${length(token)}${token}\u0000`;
  return `wamid.${Buffer.from(body, 'latin1').toString('base64')}`;
};

const envelope = {
  event: 'message.received',
  timestamp: sent,
  accountId: '7d4e1c52-0000-4000-8000-000000000001',
  accountName: company.name,
};
const number = '100000000000001';

/** A message in the documented envelope; `more` stands beside the content, or in the place of what is usual. */
export const message = (messageType: string, content: unknown, more: object = {}): object => ({
  ...envelope,
  message: {
    messageId: idOf(messageType),
    from: ana.phone,
    contactName: ana.name,
    contactWaId: ana.phone,
    messageType,
    content,
    context: null,
    phoneNumberId: number,
    timestamp: said,
    ...more,
  },
  conversation: { id: '123456789012345', origin: { type: 'user_initiated' } },
  pricing: { billable: true, pricingModel: 'CBP', category: 'user_initiated' },
});

/** The same from somebody else. */
export const by = ({ phone, name }: Person): object => ({
  from: phone,
  contactName: name,
  contactWaId: phone,
});

/** Meta's own message, word for word, where WaConnect's would stand. */
export const verbatim = (type: string, value: object, more: object = {}): object => ({
  ...envelope,
  message: {
    from: ana.phone,
    id: idOf(type),
    timestamp: saidInSeconds,
    type,
    [type]: value,
    ...more,
  },
});

/** Another event than a message that came in. */
export const happening = (event: string, rest: object): object => ({ ...envelope, event, ...rest });

/** A message in an envelope of which everything is written with underscores. */
export const underscored = (type: string, content: unknown, more: object = {}): object => ({
  event: 'message.received',
  timestamp: sent,
  account_id: envelope.accountId,
  account_name: company.name,
  message: {
    message_id: idOf(type),
    from: ana.phone,
    contact_name: ana.name,
    contact_wa_id: ana.phone,
    message_type: type,
    content,
    phone_number_id: number,
    timestamp: said,
    ...more,
  },
});
