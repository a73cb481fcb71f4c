import fc from 'fast-check';
import { expect, test } from 'vitest';
import { vcardOf, vcardsIn } from '../../src/core/vcard.ts';
import { cardOf } from './events.ts';

const linesOf = (text: string): readonly string[] => text.split('\r\n');

test('vcard › a card is written as address books read it', () => {
  const card = cardOf({
    name: 'Bo; Example, Jr.',
    organisation: 'Acme\\Sub',
    phones: ['+1 555 0100'],
    emails: ['bo@example.org'],
    others: ['Home: 1 Main St', 'https://example.org'],
  });
  expect(linesOf(vcardOf([card]))).toEqual([
    'BEGIN:VCARD',
    'VERSION:3.0',
    'N:;Bo\\; Example\\, Jr.;;;',
    'FN:Bo\\; Example\\, Jr.',
    'ORG:Acme\\\\Sub',
    'TEL:+1 555 0100',
    'EMAIL;TYPE=INTERNET:bo@example.org',
    'NOTE:Home: 1 Main St\\nhttps://example.org',
    'END:VCARD',
    '',
  ]);
});

test('vcard › several cards are one file', () => {
  const text = vcardOf([cardOf({ name: 'Ana' }), cardOf({ name: 'Bo' })]);
  expect(linesOf(text).filter((line) => line === 'BEGIN:VCARD')).toHaveLength(2);
});

test('vcard › a card without a name is called by what it has', () => {
  expect(vcardOf([cardOf({ phones: ['15550100'] })])).toContain('FN:15550100\r\n');
  expect(vcardOf([cardOf({})])).toContain('FN:Contact\r\n');
});

test('vcard › a card that came as one stays as it was, and ends at its end', () => {
  const vcard = 'begin:vcard\nVERSION:3.0\nFN:Ana\u202E\nEND:VCARD\nBEGIN:VCARD\nFN:Somebody\nEND:VCARD';
  expect(linesOf(vcardOf([cardOf({ vcard })]))).toEqual([
    'BEGIN:VCARD',
    'VERSION:3.0',
    'FN:Ana',
    'END:VCARD',
    '',
  ]);
});

test('vcard › a text of several cards is read card by card, and one of a single card stays as it was', () => {
  const one = 'BEGIN:VCARD\r\nFN:Ana\r\nEND:VCARD\r\n';
  expect(vcardsIn(one)).toEqual([one]);
  expect(vcardsIn('')).toEqual(['']);
  const two = vcardsIn(`${one}begin:vcard\u2028FN:Bo\u2028END:VCARD`);
  expect(two.map((vcard) => vcardOf([cardOf({ vcard })]).match(/FN:.*/g))).toEqual([['FN:Ana'], ['FN:Bo']]);
});

test('vcard › a card within a card, or behind one without an end, takes nothing from the other', () => {
  const nested = vcardsIn('BEGIN:VCARD\nFN:Ana\nAGENT:\nBEGIN:VCARD\nFN:Bo\nEND:VCARD\nTEL:1\nEND:VCARD');
  expect(nested).toEqual(['BEGIN:VCARD\nFN:Ana\nAGENT:\nTEL:1\nEND:VCARD', 'BEGIN:VCARD\nFN:Bo\nEND:VCARD']);
  expect(vcardsIn('BEGIN:VCARD\nFN:Ana\nBEGIN:VCARD\nFN:Bo')).toEqual([
    'BEGIN:VCARD\nFN:Ana',
    'BEGIN:VCARD\nFN:Bo',
  ]);
});

test('vcard › of no text there are more cards than a person sends, and no line is lost', () => {
  const cards = vcardsIn('BEGIN:VCARD\nFN:x\nEND:VCARD\n'.repeat(1000));
  expect(cards).toHaveLength(500);
  expect(cards.join('\n').match(/FN:x/g)).toHaveLength(1000);
});

test('vcard › what only says to be one is made of what is known', () => {
  expect(vcardOf([cardOf({ name: 'Ana', vcard: 'FN:Somebody' })])).toContain('FN:Ana\r\n');
});

test('vcard › no text can begin or end a card, and no line is longer than 75 octets', () => {
  const text = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 200 }),
    fc.constantFrom('\r\nEND:VCARD\r\nBEGIN:VCARD', '\u2028END:VCARD', 'é'.repeat(100), '😀'.repeat(50)),
  );
  fc.assert(
    fc.property(text, text, text, (name, phone, other) => {
      const lines = linesOf(
        vcardOf([cardOf({ name, organisation: other, phones: [phone], others: [other] })]),
      );
      expect(lines.filter((line) => /^(BEGIN|END):VCARD$/.test(line))).toHaveLength(2);
      for (const line of lines) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
      expect(lines.join('\n')).not.toMatch(/\r/);
    }),
  );
});
