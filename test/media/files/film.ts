import { writeBits, type BitWriter } from './bits.ts';
import { evening } from './scene.ts';

/** Macroblocks of 16 × 16 pixels. */
const [across, down] = [10, 8];
const perSecond = 4;

/** Exp-Golomb: H.264, 9.1. */
const put = (bits: BitWriter, value: number): void => {
  const size = 32 - Math.clz32(value + 1);
  bits.put(0, size - 1);
  bits.put(value + 1, size);
};

const unit = (type: number, write: (bits: BitWriter) => void): Buffer => {
  const bits = writeBits('highFirst');
  write(bits);
  bits.put(1, 1);
  bits.align(0);
  // 7.4.1: no three bytes inside look like a start code.
  const safe: number[] = [];
  let zeros = 0;
  for (const byte of bits.bytes()) {
    if (zeros >= 2 && byte <= 3) {
      safe.push(3);
      zeros = 0;
    }
    safe.push(byte);
    zeros = byte === 0 ? zeros + 1 : 0;
  }
  return Buffer.from([type, ...safe]);
};

const sequence = unit(0x67, (bits) => {
  // Baseline, level 3.0; then set 0, 4-bit frame numbers, no reordering, one reference.
  bits.put(0x42c01e, 24);
  for (const value of [0, 0, 2, 1]) put(bits, value);
  bits.put(0, 1);
  put(bits, across - 1);
  put(bits, down - 1);
  bits.put(0b1100, 4);
});

const picture = unit(0x68, (bits) => {
  put(bits, 0);
  put(bits, 0);
  bits.put(0, 2);
  for (let zeros = 0; zeros < 3; zeros += 1) put(bits, 0);
  bits.put(0, 3);
  for (let zeros = 0; zeros < 3; zeros += 1) put(bits, 0);
  bits.put(0b100, 3);
});

/** The pixels of a macroblock as they are (I_PCM): Y, then Cb and Cr at half the size. */
const block = (index: number, sunAt: number): Buffer => {
  const [left, top] = [(index % across) * 16, Math.floor(index / across) * 16];
  const plane = (size: number, step: number, [red, green, blue, add]: readonly number[]): number[] =>
    Array.from({ length: size * size }, (_, at) => {
      const x = (left + (at % size) * step) / (across * 16);
      const y = (top + Math.floor(at / size) * step) / (down * 16);
      const colour = evening(x, y, sunAt);
      return Math.round(
        ((red ?? 0) * colour[0] + (green ?? 0) * colour[1] + (blue ?? 0) * colour[2]) / 256 + (add ?? 0),
      );
    });
  // BT.601, limited range.
  return Buffer.from([
    ...plane(16, 1, [66, 129, 25, 16]),
    ...plane(8, 2, [-38, -74, 112, 128]),
    ...plane(8, 2, [112, -94, -18, 128]),
  ]);
};

/** A frame that repeats the one before it, except for the blocks that have changed. */
const frame = (number: number, blocks: readonly Buffer[], former: readonly Buffer[] | null): Buffer =>
  unit(former === null ? 0x65 : 0x61, (bits) => {
    for (const value of [0, former === null ? 7 : 5, 0]) put(bits, value);
    bits.put(number % 16, 4);
    if (former === null) put(bits, 0);
    bits.put(0, former === null ? 2 : 3);
    put(bits, 0);
    put(bits, 1);
    let same = 0;
    for (const [index, pixels] of blocks.entries()) {
      if (former?.[index]?.equals(pixels) === true) {
        same += 1;
        continue;
      }
      if (former !== null) put(bits, same);
      put(bits, former === null ? 25 : 30);
      bits.align(0);
      for (const pixel of pixels) bits.put(pixel, 8);
      same = 0;
    }
    if (same > 0) put(bits, same);
  });

/** H.264 without any compression but "as before": the sun goes across the evening. */
const frames = (seconds: number): readonly Buffer[] => {
  let former: readonly Buffer[] | null = null;
  return Array.from({ length: seconds * perSecond }, (_, number) => {
    const sunAt = 0.2 + (0.6 * number) / (seconds * perSecond);
    const blocks = Array.from({ length: across * down }, (_, index) => block(index, sunAt));
    const coded = frame(number, blocks, former);
    former = blocks;
    return Buffer.concat([uint32(coded.length), coded]);
  });
};

const uint32 = (...values: readonly number[]): Buffer =>
  Buffer.concat(
    values.map((value) => {
      const bytes = Buffer.alloc(4);
      bytes.writeUInt32BE(value);
      return bytes;
    }),
  );

const uint16 = (...values: readonly number[]): Buffer =>
  Buffer.from(values.flatMap((value) => [value >> 8, value & 255]));

const box = (type: string, ...content: readonly Buffer[]): Buffer => {
  const inside = Buffer.concat([Buffer.from(type, 'latin1'), ...content]);
  return Buffer.concat([uint32(inside.length + 4), inside]);
};

const matrix = uint32(0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000);

/** ISO/IEC 14496-12 and -15; times in milliseconds. */
export const mp4 = (seconds = 3): Buffer => {
  const samples = frames(seconds);
  const ms = seconds * 1000;
  const [width, height] = [across * 16, down * 16];
  const settings = box(
    'avcC',
    Buffer.from([1, 0x42, 0xc0, 0x1e, 0xff, 0xe1]),
    uint16(sequence.length),
    sequence,
    Buffer.from([1]),
    uint16(picture.length),
    picture,
  );
  const entry = box(
    'avc1',
    uint16(0, 0, 0, 1),
    Buffer.alloc(16),
    uint16(width, height),
    uint32(0x480000, 0x480000, 0),
    uint16(1),
    Buffer.alloc(32),
    uint16(24, 0xffff),
    settings,
  );
  const table = (at: number): Buffer =>
    box(
      'stbl',
      box('stsd', uint32(0, 1), entry),
      box('stts', uint32(0, 1, samples.length, 1000 / perSecond)),
      box('stss', uint32(0, 1, 1)),
      box('stsc', uint32(0, 1, 1, samples.length, 1)),
      box('stsz', uint32(0, 0, samples.length, ...samples.map(({ length }) => length))),
      box('stco', uint32(0, 1, at)),
    );
  const nowhere = box('dinf', box('dref', uint32(0, 1), box('url ', uint32(1))));
  const film = (at: number): Buffer =>
    box(
      'moov',
      box(
        'mvhd',
        uint32(0, 0, 0, 1000, ms, 0x10000),
        uint16(0x100),
        Buffer.alloc(10),
        matrix,
        Buffer.alloc(24),
        uint32(2),
      ),
      box(
        'trak',
        box('tkhd', uint32(3, 0, 0, 1, 0, ms), Buffer.alloc(16), matrix, uint32(width << 16, height << 16)),
        box(
          'mdia',
          box('mdhd', uint32(0, 0, 0, 1000, ms), uint16(0x55c4, 0)),
          box('hdlr', uint32(0, 0), Buffer.from('vide', 'latin1'), Buffer.alloc(13)),
          box('minf', box('vmhd', uint32(1), Buffer.alloc(8)), nowhere, table(at)),
        ),
      ),
    );
  const kind = box('ftyp', Buffer.from('isom\0\0\x02\0isomavc1mp41', 'latin1'));
  return Buffer.concat([kind, film(kind.length + film(0).length + 8), box('mdat', ...samples)]);
};
