import { crc32, deflateSync } from 'node:zlib';
import { writeBits, type BitWriter } from './bits.ts';
import { evening } from './scene.ts';

const uint32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};

/** https://www.w3.org/TR/png-3/ */
export const png = (width = 320, height = 240): Buffer => {
  const chunk = (type: string, content: Buffer): Buffer => {
    const typed = Buffer.concat([Buffer.from(type, 'latin1'), content]);
    return Buffer.concat([uint32(content.length), typed, uint32(crc32(typed))]);
  };
  const row = (y: number): number[] =>
    Array.from({ length: width }, (_, x) => [...evening(x / width, y / height)]).flat();
  const pixels = Array.from({ length: height }, (_, y) => Buffer.from([0, ...row(y)]));
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', Buffer.concat([uint32(width), uint32(height), Buffer.from([8, 2, 0, 0, 0])])),
    chunk('IDAT', deflateSync(Buffer.concat(pixels))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
};

const segment = (marker: number, ...content: readonly number[]): Buffer => {
  const length = content.length + 2;
  return Buffer.from([0xff, marker, length >> 8, length & 255, ...content]);
};

/** Twelve sizes of a difference, four bits each; and of everything finer only "there is nothing". */
const huffman = Buffer.concat([
  segment(0xc4, 0x00, 0, 0, 0, 12, ...Array.from({ length: 12 }, () => 0), ...Array(12).keys()),
  segment(0xc4, 0x10, 1, ...Array.from({ length: 15 }, () => 0), 0),
]);

/** A baseline JPEG in tiles of one colour, 8 × 8 each: https://www.w3.org/Graphics/JPEG/itu-t81.pdf */
export const jpeg = (tilesAcross = 80, tilesDown = 60): Buffer => {
  const [width, height] = [tilesAcross * 8, tilesDown * 8];
  const size = [height >> 8, height & 255, width >> 8, width & 255];
  const bits = writeBits('highFirst');
  const before = [0, 0, 0];
  for (let tile = 0; tile < tilesAcross * tilesDown; tile += 1) {
    const x = ((tile % tilesAcross) + 0.5) / tilesAcross;
    const levels = yCbCr(evening(x, (Math.floor(tile / tilesAcross) + 0.5) / tilesDown));
    for (const [channel, level] of levels.entries()) {
      putDifference(bits, level - (before[channel] ?? 0));
      before[channel] = level;
    }
  }
  bits.align(1);
  return Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    segment(0xe0, ...Buffer.from('JFIF\0', 'latin1'), 1, 1, 0, 0, 1, 0, 1, 0, 0),
    segment(0xdb, 0, ...Array.from({ length: 64 }, () => 8)),
    segment(0xc0, 8, ...size, 3, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0),
    huffman,
    segment(0xda, 3, 1, 0, 2, 0, 3, 0, 0, 63, 0),
    Buffer.from([...bits.bytes()].flatMap((byte) => (byte === 0xff ? [byte, 0] : [byte]))),
    Buffer.from([0xff, 0xd9]),
  ]);
};

const putDifference = (bits: BitWriter, difference: number): void => {
  const size = 32 - Math.clz32(Math.abs(difference));
  bits.put(size, 4);
  bits.put(difference < 0 ? difference + (1 << size) - 1 : difference, size);
  bits.put(0, 1);
};

/** JFIF's colours, each around 0. */
const yCbCr = ([red, green, blue]: readonly [number, number, number]): readonly number[] => [
  Math.round(0.299 * red + 0.587 * green + 0.114 * blue - 128),
  Math.round(-0.1687 * red - 0.3313 * green + 0.5 * blue),
  Math.round(0.5 * red - 0.4187 * green - 0.0813 * blue),
];
