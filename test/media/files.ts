import { docx, pdf } from './files/documents.ts';
import { mp4 } from './files/film.ts';
import { jpeg, png } from './files/pictures.ts';
import { aac, mp3, voiceNote } from './files/sound.ts';
import { animatedWebp, gif, webp } from './files/stickers.ts';

/** A file as a customer might send it: real bytes, that a browser shows and a player plays. */
export interface SampleFile {
  readonly name: string;
  readonly mimeType: string;
  readonly bytes: Buffer;
}

const sample = (name: string, mimeType: string, bytes: Buffer): SampleFile => ({ name, mimeType, bytes });

const text = (content: string): Buffer => Buffer.from(content, 'utf8');

const vcard =
  'BEGIN:VCARD\r\nVERSION:3.0\r\nN:Example;Ana;;;\r\nFN:Ana Example\r\nTEL:+15550100001\r\nEND:VCARD\r\n';

/** One small file of every kind that comes over WhatsApp, made anew at each call; the same bytes every time. */
export const sampleFiles = {
  photo: () => sample('evening.jpg', 'image/jpeg', jpeg()),
  picture: () => sample('evening.png', 'image/png', png()),
  gif: () => sample('face.gif', 'image/gif', gif()),
  sticker: () => sample('face.webp', 'image/webp', webp()),
  animatedSticker: () => sample('winking.webp', 'image/webp', animatedWebp()),
  /** Three seconds. */
  voice: () => sample('voice.ogg', 'audio/ogg', voiceNote(3)),
  /** Two seconds of silence, as the next one. */
  mp3: () => sample('silence.mp3', 'audio/mpeg', mp3(2)),
  aac: () => sample('silence.aac', 'audio/aac', aac(2)),
  /** Three seconds without sound. */
  video: () => sample('sunset.mp4', 'video/mp4', mp4(3)),
  pdf: () =>
    sample('invoice.pdf', 'application/pdf', pdf(['Invoice 2041', '', 'Repair of one bicycle: 38.50 EUR'])),
  docx: () =>
    sample(
      'order.docx',
      'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
      docx('Two chairs, please.'),
    ),
  csv: () => sample('orders.csv', 'text/csv', text('item,quantity\nchair,2\ntable,1\n')),
  text: () => sample('note.txt', 'text/plain', text('The bell is broken, please knock.\n')),
  vcard: () => sample('ana.vcf', 'text/vcard', text(vcard)),
} satisfies Readonly<Record<string, () => SampleFile>>;
