import { writeBits } from './bits.ts';
import { face, type Look } from './scene.ts';

const chunk = (type: string, content: Buffer): Buffer => {
  const length = Buffer.alloc(4);
  length.writeUInt32LE(content.length);
  return Buffer.concat([Buffer.from(type, 'latin1'), length, content, Buffer.alloc(content.length % 2)]);
};

const riff = (...chunks: readonly Buffer[]): Buffer =>
  chunk('RIFF', Buffer.concat([Buffer.from('WEBP', 'latin1'), ...chunks]));

const uint24 = (value: number): readonly number[] => [value & 255, (value >> 8) & 255, value >> 16];

/** One bit each for green, red and alpha; blue is always 0. */
const codes: Readonly<Record<Look, number>> = { nothing: 0b000, skin: 0b111, line: 0b100 };

/** https://developers.google.com/speed/webp/docs/webp_lossless_bitstream_specification */
const lossless = (size: number, wink: boolean): Buffer => {
  const bits = writeBits('lowFirst');
  bits.put(0x2f, 8);
  bits.put(size - 1, 14);
  bits.put(size - 1, 14);
  // Alpha is used; version 0; no transform, no colour cache, no meta prefix codes.
  bits.put(0b1, 1);
  bits.put(0, 3 + 1 + 1 + 1);
  const one = (symbol: number): void => bits.put(0b101 | (symbol << 3), 11);
  const two = (low: number, high: number): void => {
    bits.put(0b111 | (low << 3), 11);
    bits.put(high, 8);
  };
  two(30, 200);
  two(60, 255);
  one(0);
  two(0, 255);
  one(0);
  for (let at = 0; at < size * size; at += 1) {
    bits.put(codes[face((at % size) / size, Math.floor(at / size) / size, wink)], 3);
  }
  return chunk('VP8L', bits.bytes());
};

export const webp = (size = 256): Buffer => riff(lossless(size, false));

/** https://developers.google.com/speed/webp/docs/riff_container */
export const animatedWebp = (size = 128): Buffer => {
  const area = [...uint24(size - 1), ...uint24(size - 1)];
  const frame = (wink: boolean, ms: number): Buffer => {
    const head = Buffer.from([0, 0, 0, 0, 0, 0, ...area, ...uint24(ms), 0b11]);
    return chunk('ANMF', Buffer.concat([head, lossless(size, wink)]));
  };
  return riff(
    chunk('VP8X', Buffer.from([0b10010, 0, 0, 0, ...area])),
    chunk('ANIM', Buffer.from([0, 0, 0, 0, 0, 0])),
    frame(false, 900),
    frame(true, 300),
  );
};

/** Two frames without compression: https://www.w3.org/Graphics/GIF/spec-gif89a.txt */
export const gif = (size = 96): Buffer => {
  const palette = Buffer.alloc(128 * 3);
  palette.set([255, 255, 255, 255, 200, 0, 60, 30, 0]);
  const frame = (wink: boolean, hundredths: number): Buffer => {
    const looks: readonly Look[] = ['nothing', 'skin', 'line'];
    const pixels = Array.from({ length: size * size }, (_, at) =>
      looks.indexOf(face((at % size) / size, Math.floor(at / size) / size, wink)),
    );
    // Codes of 8 bits: 128 clears the table before it could need a ninth, 129 ends.
    const coded = pixels.flatMap((pixel, at) => (at % 100 === 0 ? [128, pixel] : [pixel]));
    return Buffer.concat([
      Buffer.from([0x21, 0xf9, 4, 0b1001, hundredths, 0, 0, 0]),
      Buffer.from([0x2c, 0, 0, 0, 0, size, 0, size, 0, 0, 7]),
      blocks([...coded, 129]),
    ]);
  };
  return Buffer.concat([
    Buffer.from('GIF89a', 'latin1'),
    Buffer.from([size, 0, size, 0, 0b1111_0110, 0, 0]),
    palette,
    Buffer.from([0x21, 0xff, 11, ...Buffer.from('NETSCAPE2.0', 'latin1'), 3, 1, 0, 0, 0]),
    frame(false, 90),
    frame(true, 30),
    Buffer.from([0x3b]),
  ]);
};

const blocks = (bytes: readonly number[]): Buffer => {
  const cut: number[] = [];
  for (let at = 0; at < bytes.length; at += 255) {
    const block = bytes.slice(at, at + 255);
    cut.push(block.length, ...block);
  }
  return Buffer.from([...cut, 0]);
};
