import { open, type FileHandle } from 'node:fs/promises';
import type { Attachment } from '../platforms/platform.ts';
import { createLoudness } from './loudness.ts';

/** Samples per second in which Opus counts, whatever it was recorded at: https://www.rfc-editor.org/rfc/rfc7845#section-4 */
const rate = 48_000;
/** https://www.rfc-editor.org/rfc/rfc6716#section-3.2.5: a packet holds at most 120 ms. */
const longestPacket = 0.12;
/** More pages than any voice message has: no file keeps the bridge busy for long. */
const mostPages = 100_000;
const windowSize = 64 * 1024;

/**
 * Length and loudness of a voice message in Ogg Opus (https://www.rfc-editor.org/rfc/rfc3533#section-6), read from the
 * sizes of its packets: an encoder spends few bytes on silence. At most 10 samples a second, and 256. `null` where
 * the file is something else, or broken. Never rejects.
 */
export const readVoice = async (path: string): Promise<Attachment['voice']> => {
  const file = await open(path).catch(() => null);
  if (file === null) return null;
  try {
    return await readPages(createWindow(file));
  } catch {
    return null;
  } finally {
    await file.close().catch(() => undefined);
  }
};

type Window = (at: number, length: number) => Promise<Buffer>;

/** Bytes of a file, read in large pieces; shorter than asked for at its end. */
const createWindow = (file: FileHandle): Window => {
  const buffer = Buffer.alloc(windowSize);
  let start = 0;
  let filled = 0;
  return async (at, length) => {
    if (at < start || at + length > start + filled) {
      start = at;
      filled = (await file.read(buffer, 0, windowSize, at)).bytesRead;
    }
    return buffer.subarray(at - start, Math.min(filled, at - start + length));
  };
};

const readPages = async (bytes: Window): Promise<Attachment['voice']> => {
  const first = Buffer.from(await bytes(0, 27 + 1 + 12));
  const skipped = skippedBy(first);
  if (skipped === null) return null;
  const serial = first.readUInt32LE(14);
  const packets = createPackets();
  let samples = 0;
  let at = 0;
  for (let page = 0; page < mostPages; page += 1) {
    const head = Buffer.from(await bytes(at, 27 + 255));
    const lacing = lacingOf(head);
    if (lacing === null) return packets.voice(samples - skipped);
    if (head.readUInt32LE(14) === serial) {
      packets.add(lacing);
      samples = Math.max(samples, Number(head.readBigInt64LE(6)));
    }
    at += 27 + lacing.length + lacing.reduce((sum, size) => sum + size, 0);
  }
  return null;
};

/** Packets are cut into pieces of 255 bytes: a smaller one, be it empty, is the last of its packet. */
const createPackets = () => {
  const loudness = createLoudness();
  let count = 0;
  let size = 0;
  return {
    add: (lacing: Uint8Array): void => {
      for (const piece of lacing) {
        size += piece;
        if (piece === 255) continue;
        // The first two are the head and the tags.
        if (count >= 2) loudness.add(size);
        count += 1;
        size = 0;
      }
    },
    /** The length is only claimed by the file: so much must also fit into the packets. */
    voice: (samples: number): Attachment['voice'] => {
      const seconds = Math.round((samples / rate) * 100) / 100;
      const fits = seconds > 0 && seconds <= (count - 2) * longestPacket;
      return fits ? { seconds, waveform: loudness.samples(Math.ceil(seconds * 10)) } : null;
    },
  };
};

/** How many samples at the start are not heard; `null` where it is no Ogg Opus. */
const skippedBy = (start: Buffer): number | null => {
  const lacing = lacingOf(start.subarray(0, 28));
  if (lacing === null || start.length < 40) return null;
  return start.toString('latin1', 28, 36) === 'OpusHead' ? start.readUInt16LE(38) : null;
};

/** The sizes of the pieces of a page, `null` where none begins here. */
const lacingOf = (head: Buffer): Buffer | null => {
  if (head.length < 27 || head.toString('latin1', 0, 4) !== 'OggS') return null;
  const count = head[26] ?? 0;
  return head.length < 27 + count ? null : head.subarray(27, 27 + count);
};
