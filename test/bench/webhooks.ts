import { createHmac, randomUUID } from 'node:crypto';
import { textWebhook } from '../sandbox/waconnect.ts';

export const secret = 'a secret of the benchmark';
export const path = '/api/whatsapp/incoming';

const words = 'Hello, my parcel has not come yet and the page says since Monday that it is on its way. ';

/** Text of a customer, of this length. */
export const textOf = (length: number): string =>
  words.repeat(Math.ceil(length / words.length)).slice(0, length);

/** A contact's phone number. */
export const phoneOf = (contact: number): string => `4915${String(contact).padStart(8, '0')}`;

/** A whole signed HTTP request with a body of about 1 KB, ready to be written into a connection. */
export const signedRequest = (contact: number, text: string): Buffer => {
  const id = `wamid.${Buffer.from(randomUUID()).toString('base64')}`;
  const body = JSON.stringify(textWebhook({ id, from: phoneOf(contact), text }));
  const signature = createHmac('sha256', secret).update(body).digest('hex');
  const head = [
    `POST ${path} HTTP/1.1`,
    'host: 127.0.0.1',
    'content-type: application/json',
    'x-webhook-event: message.received',
    `x-webhook-signature: sha256=${signature}`,
    `content-length: ${Buffer.byteLength(body)}`,
  ];
  return Buffer.from(`${head.join('\r\n')}\r\n\r\n${body}`);
};
