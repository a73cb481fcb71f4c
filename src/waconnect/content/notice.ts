import type { Content } from '../../core/content.ts';
import { whyOf, type ProviderError } from '../errors.ts';
import { nameOf } from '../memory.ts';
import type { Reading } from '../reading.ts';

type System = Extract<Content, { kind: 'system' }>;

/** What WhatsApp itself says about the contact. `word`: the message's type, which may tell already what changed. */
export const readSystem = (word: string, fields: Reading): System => {
  const type = nameOf(fields.text('type', 'event') || word);
  const text = fields.text('body', 'message', 'text', 'detail') || fields.bare();
  const change = changeOf(type);
  const phone = fields.text('waId', 'newWaId', 'newNumber');
  const userId = fields.text('userId', 'newUserId');
  fields.drop('parentUserId', 'customer', 'identity');
  return {
    kind: 'system',
    change,
    now: change === 'userId' ? userId : change === 'number' ? phone : '',
    text,
  };
};

const changeOf = (type: string): System['change'] => {
  if (type.endsWith('changednumber')) return 'number';
  if (type.endsWith('changeduserid') || type === 'useridupdate') return 'userId';
  return type.includes('identity') ? 'identity' : 'other';
};

/** Meta: "This message is unavailable", which is often followed by the message itself under the same id. */
const unavailable = 131060;

/**
 * "Unknown message type", "Message type is not currently supported" (in groups), "Message type unknown": no more than
 * that WhatsApp hands on no message of this kind
 * (https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes).
 */
const kindErrors: ReadonlySet<number | null> = new Set([501, 130501, 131051]);

/** What WhatsApp does not hand on. `word`: what the provider calls the message. */
export const readUnsupported = (word: string, fields: Reading, errors: readonly ProviderError[]): Content => {
  const said = fields.text('type', 'unsupportedType') || word;
  return {
    kind: 'unsupported',
    what: /^(unsupported|unknown)?$/i.test(said) ? '' : said,
    why: whyOf(errors.filter(({ code }) => !kindErrors.has(code))),
    isPlaceholder: errors.some(({ code }) => code === unavailable),
  };
};

/** `phase`: what the webhook's own name says of it. */
export const readCall = (fields: Reading, phase: string): Content => {
  const seconds = fields.number('duration', 'seconds', 'durationSeconds');
  const content: Content = {
    kind: 'call',
    phase: fields.text('event', 'phase', 'action') || phase,
    outcome: fields.text('status', 'outcome'),
    isOurs: isOurCall(fields),
    seconds: seconds === null || seconds < 0 ? null : seconds,
  };
  fields.drop(
    'session',
    'startTime',
    'endTime',
    'from',
    'to',
    'timestamp',
    'bizOpaqueCallbackData',
    'callId',
    'direction',
  );
  return content;
};

export const isOurCall = (fields: Reading): boolean =>
  /^(business|out)/i.test(fields.within('direction').bare());
