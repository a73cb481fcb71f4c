import { expect, test } from 'vitest';
import { isOpen, type OpeningHours } from '../../src/inbox/hours.ts';

const office: OpeningHours = { days: [1, 2, 3, 4, 5], from: 480, until: 1080, zone: 'Europe/Berlin' };
const night: OpeningHours = { days: [5], from: 1320, until: 360, zone: 'America/New_York' };
const always: OpeningHours = { days: [0, 1, 2, 3, 4, 5, 6], from: 0, until: 1440, zone: 'Asia/Kathmandu' };

test.each<[string, OpeningHours, string, boolean]>([
  ['the first minute of a Monday', office, '2026-11-23T07:00:00Z', true],
  ['the minute before it', office, '2026-11-23T06:59:59Z', false],
  ['the last minute of a Friday', office, '2026-11-27T16:59:59Z', true],
  ['the minute after it', office, '2026-11-27T17:00:00Z', false],
  ['a Sunday noon', office, '2026-11-22T12:00:00Z', false],
  ['eight o’clock in summer', office, '2026-07-06T06:00:00Z', true],
  ['eight o’clock of winter in summer', office, '2026-07-06T16:30:00Z', false],
  ['the Monday after the clocks went forward', office, '2026-03-30T06:00:00Z', true],
  ['the Friday before', office, '2026-03-27T06:30:00Z', false],
  ['a Friday night', night, '2026-11-28T03:00:00Z', true],
  ['the Saturday morning after it', night, '2026-11-28T10:59:00Z', true],
  ['the end of that', night, '2026-11-28T11:00:00Z', false],
  ['the Saturday night', night, '2026-11-29T04:00:00Z', false],
  ['the Friday morning', night, '2026-11-27T10:00:00Z', false],
  ['midnight of whoever never closes', always, '2026-11-22T18:15:00Z', true],
  ['the minute before it', always, '2026-11-22T18:14:00Z', true],
])('hours › %s', (_what, hours, at, open) => {
  expect(isOpen(hours, Date.parse(at))).toBe(open);
});

test('hours › the night on which clocks go back is an hour longer, and the one on which they go forward shorter', () => {
  const nights: OpeningHours = { days: [0, 1, 2, 3, 4, 5, 6], from: 0, until: 360, zone: 'Europe/Berlin' };
  const minutesOpen = (day: string): number => {
    const noon = Date.parse(`${day}T12:00:00Z`);
    return Array.from({ length: 1440 }, (_, minute) => noon - minute * 60_000).filter((at) =>
      isOpen(nights, at),
    ).length;
  };
  expect(minutesOpen('2026-10-24')).toBe(360);
  expect(minutesOpen('2026-10-25')).toBe(420);
  expect(minutesOpen('2026-03-29')).toBe(300);
});
