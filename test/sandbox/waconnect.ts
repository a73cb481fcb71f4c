import { createHmac, randomUUID } from 'node:crypto';
import { setTimeout as after } from 'node:timers/promises';

export interface WaConnectOptions {
  /** Asked for each attempt where several bridges take them in. */
  readonly url: string | (() => string);
  /** Absent: sent without a signature, as an account without Callback Secret. */
  readonly secret?: string;
  /** "must respond within 5 seconds" unless told. */
  readonly timeoutMs?: number;
  /** Waits before the 2nd, 3rd and 4th attempt; the published table unless told. */
  readonly delaysMs?: readonly number[];
}

export interface Delivery {
  /** Of the last attempt; null when it had no answer. */
  readonly status: number | null;
  readonly attempts: number;
  /** The body of the last answer, or what went wrong. */
  readonly answer: string;
}

export interface WaConnect {
  /** Resolves when the webhook was taken, refused for good, or given up. */
  readonly send: (body: object | string | Buffer) => Promise<Delivery>;
}

const repeatsOn = (status: number | null): boolean => status === null || status >= 500 || status === 429;

/** The sender of webhooks, by WaConnect's page: repeats on 5xx, timeouts and 429, never after another 4xx. */
export const createWaConnect = ({
  url,
  secret,
  timeoutMs = 5000,
  delaysMs = [1000, 2000, 4000],
}: WaConnectOptions): WaConnect => {
  const attempt = async (bytes: Buffer, number: number): Promise<Delivery> => {
    const headers: Record<string, string> = {
      'content-type': 'application/json',
      'x-webhook-event': 'message.received',
      'x-webhook-delivery-attempt': String(number),
    };
    if (secret !== undefined) {
      const hex = createHmac('sha256', secret).update(bytes).digest('hex');
      headers['x-webhook-signature'] = `sha256=${hex}`;
    }
    try {
      const response = await fetch(typeof url === 'string' ? url : url(), {
        method: 'POST',
        headers,
        body: new Uint8Array(bytes),
        redirect: 'manual',
        signal: AbortSignal.timeout(timeoutMs),
      });
      return { status: response.status, attempts: number, answer: await response.text() };
    } catch (error) {
      return { status: null, attempts: number, answer: String(error) };
    }
  };

  return {
    send: async (body) => {
      const isRaw = typeof body === 'string' || Buffer.isBuffer(body);
      const bytes = Buffer.from(isRaw ? body : JSON.stringify(body));
      let delivery = await attempt(bytes, 1);
      for (const delayMs of delaysMs) {
        if (!repeatsOn(delivery.status)) break;
        await after(delayMs);
        delivery = await attempt(bytes, delivery.attempts + 1);
      }
      return delivery;
    },
  };
};

export interface Message {
  readonly id?: string;
  /** Digits without `+`, as WhatsApp ids are. */
  readonly from?: string;
  readonly name?: string;
  /** `messageType` and `content`: a text unless told. */
  readonly type?: string;
  readonly content?: unknown;
  readonly context?: object | null;
  /** Whatever else stands beside these. */
  readonly besides?: object;
  /** The business number's `phoneNumberId`. */
  readonly number?: string;
  readonly account?: string;
  readonly accountName?: string;
  readonly at?: Date;
}

export interface TextMessage extends Omit<Message, 'type' | 'content'> {
  readonly text: string;
}

/** A webhook of the published shape; people and numbers are from the fictional range +1 555 01xx. */
export const messageWebhook = (message: Message): object => {
  const at = message.at ?? new Date();
  const from = message.from ?? '15550100001';
  return {
    event: 'message.received',
    timestamp: at.toISOString(),
    accountId: message.account ?? '7d4e1c52-0000-4000-8000-000000000001',
    accountName: message.accountName ?? 'Example Company',
    message: {
      messageId: message.id ?? `wamid.${Buffer.from(randomUUID()).toString('base64')}`,
      from,
      contactName: message.name ?? 'Ana Example',
      contactWaId: from,
      messageType: message.type ?? 'text',
      content: message.content ?? {},
      context: message.context ?? null,
      phoneNumberId: message.number ?? '100000000000001',
      timestamp: at.toISOString(),
      ...message.besides,
    },
    conversation: { id: '123456789012345', origin: { type: 'user_initiated' } },
    pricing: { billable: true, pricingModel: 'CBP', category: 'user_initiated' },
  };
};

export const textWebhook = ({ text, ...message }: TextMessage): object =>
  messageWebhook({ ...message, type: 'text', content: { text } });

/** The sample body of WaConnect's page, word for word. */
export const sampleWebhook: object = {
  event: 'message.received',
  timestamp: '2026-04-11T10:30:00.000Z',
  accountId: 'uuid-of-your-account',
  accountName: 'Your Company Name',
  message: {
    messageId: 'wamid.HBgLMTU1NTEyMzQ1NjcVAgASGCA0',
    from: '15551234567',
    contactName: 'John Doe',
    contactWaId: '15551234567',
    messageType: 'text',
    content: { text: 'I need help with my order.' },
    context: null,
    phoneNumberId: '106540352242922',
    timestamp: '2026-04-11T10:29:58.000Z',
  },
  conversation: { id: '123456789012345', origin: { type: 'user_initiated' } },
  pricing: { billable: true, pricingModel: 'CBP', category: 'user_initiated' },
};
