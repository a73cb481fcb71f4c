import { randomUUID } from 'node:crypto';
import { textWebhook } from '../sandbox/waconnect.ts';
import type { Person } from './people.ts';

/** What a phone shows of a message, and the webhook that WaConnect makes of it. */
export interface Draft {
  readonly id: string;
  readonly shown: string;
  readonly webhook: object;
}

export const awkwardNames = ['attack', 'stars', 'rightToLeft', 'unknown', 'image', 'reaction'] as const;
export type AwkwardName = (typeof awkwardNames)[number];

/** Whom all people here write to: a company of our invention, on the number of WaConnect's sample. */
const business = { accountName: 'Harbour Cycles', number: '106540352242922' };

/** A message of plain words. */
export const draftText = (by: Person, text: string): Draft => {
  const id = `wamid.${randomUUID()}`;
  return { id, shown: text, webhook: textWebhook({ ...business, id, from: by.id, name: by.name, text }) };
};

/** The messages that break bridges. */
export const draftAwkward = (by: Person, name: AwkwardName): Draft => {
  switch (name) {
    case 'attack':
      return draftText(
        by,
        '<!channel> @everyone [a](http://b.example) <script>alert(1)</script> **not bold**',
      );
    case 'stars':
      return draftText(by, '*'.repeat(4096));
    case 'rightToLeft':
      return draftText(by, 'مرحبا، رقم طلبي 20481 \u202Egnp.eciovni\u202C — شكرًا');
    case 'unknown':
      return draftOther(by, '🧩 Something new of WhatsApp', 'hologram', {
        shape: 'cube',
        layers: [{ depth: 3, says: '``` ||</code>|| ```' }],
      });
    case 'image':
      return draftOther(by, '📷 Photo\nThe parcel, as it came', 'image', {
        caption: 'The parcel, as it came',
        mimeType: 'image/jpeg',
        mediaId: '1043221',
      });
    case 'reaction':
      return draftOther(by, '👍 (reaction)', 'reaction', { emoji: '👍', messageId: 'wamid.earlier' });
  }
};

const draftOther = (by: Person, shown: string, messageType: string, content: object): Draft => {
  const draft = draftText(by, '');
  const { message, ...envelope } = draft.webhook as { readonly message: object };
  return { ...draft, shown, webhook: { ...envelope, message: { ...message, messageType, content } } };
};
