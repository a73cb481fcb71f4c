import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import type { FileType } from '../../src/core/content.ts';
import { createLoudness } from '../../src/media/loudness.ts';
import { nameFile } from '../../src/media/name.ts';
import { readVoice } from '../../src/media/ogg.ts';
import { sampleFiles } from './files.ts';
import { voiceNote } from './files/sound.ts';
import { build, say, serve } from './world.ts';

const write = (bytes: Buffer): string => {
  const folder = mkdtempSync(join(tmpdir(), 'look-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'file');
  writeFileSync(path, bytes);
  return path;
};

const docx = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

test.each([
  ['photo', 'image', 'photo.jpg', 'image/jpeg', null],
  ['picture', 'image', 'photo.png', 'image/png', null],
  ['gif', 'image', 'photo.gif', 'image/gif', null],
  ['sticker', 'sticker', 'sticker.webp', 'image/webp', null],
  ['animatedSticker', 'sticker', 'sticker.webp', 'image/webp', null],
  ['voice', 'voice', 'voice-message.ogg', 'audio/ogg', 3],
  ['mp3', 'audio', 'audio.mp3', 'audio/mpeg', 2.01],
  ['aac', 'audio', 'audio.aac', 'audio/aac', null],
  ['video', 'video', 'video.mp4', 'video/mp4', 3],
  ['pdf', 'document', 'document.pdf', 'application/pdf', null],
  ['docx', 'document', 'document.docx', docx, null],
] as const)('media › %s is known by what is in it', async (sample, type, name, mimeType, seconds) => {
  const server = await serve((_, response) => say(response, sampleFiles[sample]().bytes, 'text/html'));
  const { fetch } = build();
  const file = await fetch({ url: `${server.url}/x`, mimeType: 'text/html' }, type);
  expect(file).toMatchObject({ name, mimeType, seconds });
  expect(file.blob.type).toBe(mimeType);
});

test.each([
  ['a claim that can do no harm is believed', 'a,b\n', 'x.csv', 'text/csv; charset=utf-8', 'text/csv'],
  ['an extension is one too', 'a,b\n', 'x.csv', '', 'text/csv'],
  ['notes are plain text', '# Notes\n', 'x.md', 'text/markdown', 'text/plain'],
  ['a customer may send JSON', '{"a":1}', 'x.json', 'application/json', 'application/json'],
  ['a text that begins like JSON is a file', '{\\bf Dear Ana}', 'x.tex', '', 'application/octet-stream'],
  ['a page is bytes', '<html>hi</html>', 'x.html', 'text/html', 'application/octet-stream'],
  [
    'a drawing with scripts is bytes',
    '<?xml version="1.0"?><svg/>',
    'x.svg',
    'image/svg+xml',
    'application/octet-stream',
  ],
  ['a script is bytes', 'alert(1)', 'x.js', 'text/javascript', 'application/octet-stream'],
  [
    'a claim of text on bytes is not believed',
    'a\u0000b\u0001',
    'x.txt',
    'text/plain',
    'application/octet-stream',
  ],
  ['a claim of a photo on text is not believed', 'hello', 'x.jpg', 'image/jpeg', 'application/octet-stream'],
])('media › %s', async (_, body, name, claim, mimeType) => {
  const server = await serve((_, response) => say(response, body));
  const { fetch } = build();
  const file = await fetch({ url: `${server.url}/x`, name, mimeType: claim }, 'document');
  expect(file).toMatchObject({ name, mimeType });
});

const jpg = { extension: 'jpg', mimeType: 'image/jpeg' };
const pdf = { extension: 'pdf', mimeType: 'application/pdf' };
const exe = { extension: 'exe', mimeType: 'application/x-msdownload' };
const zip = { extension: 'zip', mimeType: 'application/zip' };
const bytes = { extension: '', mimeType: 'application/octet-stream' };

test.each([
  ['IMG_2041.JPEG', jpg, 'IMG_2041.JPEG'],
  ['photo.png', jpg, 'photo.jpg'],
  ['photo', jpg, 'photo.jpg'],
  ['photo.jpg.exe', exe, 'photo.jpg.exe'],
  ['photo.jpg', exe, 'photo.jpg.exe'],
  ['invoice.exe', pdf, 'invoice.exe.pdf'],
  ['report.docx', zip, 'report.docx'],
  ['../../etc/passwd', bytes, 'passwd'],
  ['C:\\Windows\\system.ini', bytes, 'system.ini'],
  ['.htaccess', bytes, 'htaccess'],
  ['...', pdf, 'photo.pdf'],
  ['a\nb:c*?.pdf', pdf, 'a b c.pdf'],
  ['\u202Efdp.exe', exe, 'fdp.exe'],
  ['\u200Egpj.\u200Fexe', exe, 'gpj.exe'],
  ['', jpg, 'photo.jpg'],
  ['', bytes, 'photo.bin'],
  ['\u200B', jpg, 'photo.jpg'],
  ['Rechnung Nr. 5 vom 3. Mai', pdf, 'Rechnung Nr. 5 vom 3. Mai.pdf'],
  ['שלום.pdf', pdf, 'שלום.pdf'],
])('media › a file that is called %j is named as it may be', (given, kind, name) => {
  expect(nameFile(given, 'image', kind)).toBe(name);
});

test('media › whatever a file is called, its name is one short line without a path', () => {
  const types: readonly FileType[] = ['image', 'document', 'voice'];
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 3_000 }), fc.constantFrom(...types), (given, type) => {
      const name = nameFile(given, type, pdf);
      expect(name).toMatch(/^[^./\\][^/\\\n\r\p{Cc}\p{Bidi_Control}]{0,99}$/u);
      expect(name.toLowerCase()).toMatch(/\.pdf$/);
    }),
  );
  expect(nameFile('x'.repeat(5_000), 'image', jpg)).toHaveLength(84);
});

test('voice › a voice message tells its length and where it is loud', async () => {
  const voice = await readVoice(write(voiceNote(3)));
  expect(voice?.seconds).toBe(3);
  expect(voice?.waveform).toHaveLength(30);
  expect([Math.min(...voice!.waveform), Math.max(...voice!.waveform)]).toEqual([0, 255]);
  // The tune pauses after its first note.
  expect(Math.max(...voice!.waveform.slice(3, 4))).toBeLessThan(Math.max(...voice!.waveform.slice(0, 2)));
});

test('voice › an hour of it is told in 256 samples', async () => {
  const voice = await readVoice(write(voiceNote(3_600)));
  expect([voice?.seconds, voice?.waveform.length]).toEqual([3_600, 256]);
});

test('voice › a tune for a voice message is one at the other end of the bridge', async () => {
  const server = await serve((_, response) => say(response, voiceNote(3)));
  const { fetch } = build();
  expect((await fetch({ url: `${server.url}/x` }, 'voice')).voice?.seconds).toBe(3);
  expect((await fetch({ url: `${server.url}/x` }, 'document', 'b')).voice).toBeNull();
});

test('voice › what is no voice message, or a broken one, is none', async () => {
  expect(await readVoice('/does/not/exist')).toBeNull();
  expect(await readVoice(write(sampleFiles.mp3().bytes))).toBeNull();
  expect(await readVoice(write(Buffer.from('OggS')))).toBeNull();
  const claimsADay = voiceNote(3);
  claimsADay.writeBigInt64LE(86_400n * 48_000n, claimsADay.lastIndexOf('OggS') + 6);
  expect(await readVoice(write(claimsADay))).toBeNull();
});

test('voice › no bytes at all make it fail', async () => {
  const sound = voiceNote(1);
  const path = write(sound);
  await fc.assert(
    fc.asyncProperty(
      fc.nat(sound.length),
      fc.uint8Array({ maxLength: 40 }),
      fc.boolean(),
      async (at, noise, cut) => {
        writeFileSync(
          path,
          Buffer.concat([sound.subarray(0, at), noise, cut ? Buffer.alloc(0) : sound.subarray(at)]),
        );
        const voice = await readVoice(path);
        if (voice === null) return;
        expect(voice.seconds).toBeGreaterThan(0);
        expect(voice.waveform.length).toBeGreaterThan(0);
        expect(voice.waveform.length).toBeLessThanOrEqual(256);
      },
    ),
    { numRuns: 200 },
  );
});

test('voice › pages without end do not keep the bridge busy', async () => {
  const empty = Buffer.alloc(27);
  empty.write('OggS', 'latin1');
  const page = voiceNote(1).subarray(0, 28 + 19);
  const began = performance.now();
  expect(await readVoice(write(Buffer.concat([page, Buffer.alloc(27 * 500_000, empty)])))).toBeNull();
  expect(performance.now() - began).toBeLessThan(5_000);
});

test('voice › equal packets are a line in the middle', () => {
  const loudness = createLoudness();
  for (let nth = 0; nth < 5_000; nth += 1) loudness.add(40);
  expect([...new Set(loudness.samples(300))]).toEqual([128]);
  expect(loudness.samples(300)).toHaveLength(256);
});

test('voice › a long message keeps its shape', () => {
  const loudness = createLoudness();
  for (let nth = 0; nth < 100_000; nth += 1) loudness.add(nth < 75_000 ? 20 : 80);
  const samples = loudness.samples(100);
  expect(samples.slice(0, 74).every((sample) => sample === 0)).toBe(true);
  expect(samples.slice(76).every((sample) => sample === 255)).toBe(true);
});
