import { hum } from './hum.ts';

/** Ogg's own CRC-32 (polynomial 0x04c11db7, not reflected): https://www.rfc-editor.org/rfc/rfc3533#section-6 */
const crc = (bytes: Buffer): number => {
  let sum = 0;
  for (const byte of bytes) {
    sum ^= byte << 24;
    for (let bit = 0; bit < 8; bit += 1) sum = (sum << 1) ^ (sum < 0 ? 0x04c11db7 : 0);
  }
  return sum >>> 0;
};

/** A page of whole packets. `flags`: 2 begins a stream, 4 ends it. `granule`: samples at 48 kHz up to its end. */
export const oggPage = (
  number: number,
  flags: number,
  granule: number,
  packets: readonly Buffer[],
): Buffer => {
  const lacing = packets.flatMap(({ length }) => [
    ...Array.from({ length: Math.floor(length / 255) }, () => 255),
    length % 255,
  ]);
  const head = Buffer.alloc(27);
  head.set(Buffer.from('OggS\0', 'latin1'));
  head[5] = flags;
  head.writeBigInt64LE(BigInt(granule), 6);
  head.writeUInt32LE(0x5eaf00d, 14);
  head.writeUInt32LE(number, 18);
  head[26] = lacing.length;
  const page = Buffer.concat([head, Buffer.from(lacing), ...packets]);
  page.writeUInt32LE(crc(page), 22);
  return page;
};

/** https://www.rfc-editor.org/rfc/rfc7845#section-5: one channel, 312 samples to skip, recorded at 16 kHz. */
const head = Buffer.from('OpusHead\x01\x01\x38\x01\x80\x3e\0\0\0\0\0', 'latin1');
const tags = Buffer.from('OpusTags\x06\0\0\0bridge\0\0\0\0', 'latin1');
const skipped = 312;
const perPacket = 2880;
const perPage = 16;

/** A voice message in Ogg Opus, as WhatsApp's: a tune that is hummed again and again. */
export const voiceNote = (seconds = 3): Buffer => {
  const samples = seconds * 48_000 + skipped;
  const count = Math.ceil(samples / perPacket);
  const packets = Array.from({ length: count }, (_, at) => Buffer.from(hum[at % hum.length] ?? '', 'base64'));
  const pages = [oggPage(0, 2, 0, [head]), oggPage(1, 0, 0, [tags])];
  for (let at = 0; at < count; at += perPage) {
    const end = Math.min(count, at + perPage);
    const isLast = end === count;
    const granule = isLast ? samples : end * perPacket;
    pages.push(oggPage(pages.length, isLast ? 4 : 0, granule, packets.slice(at, end)));
  }
  return Buffer.concat(pages);
};

/** Silence in MPEG-1 Layer III: mono, 44.1 kHz, 32 kbit/s, 1,152 samples in each frame of 104 bytes. */
export const mp3 = (seconds = 2): Buffer => {
  const frame = Buffer.alloc(104);
  frame.set([0xff, 0xfb, 0x10, 0xc4]);
  return Buffer.concat(Array.from({ length: Math.ceil((seconds * 44_100) / 1152) }, () => frame));
};

/** Silence in AAC-LC, ADTS: mono, 44.1 kHz, 1,024 samples in each frame: ISO/IEC 14496-3. */
export const aac = (seconds = 2): Buffer => {
  const frame = Buffer.from([0xff, 0xf1, 0x50, 0x40, 0x01, 0x7f, 0xfc, 0x00, 0x00, 0x00, 0x07]);
  return Buffer.concat(Array.from({ length: Math.ceil((seconds * 44_100) / 1024) }, () => frame));
};
