import type { Finding } from '../mistakes/finding.ts';
import { didYouMean } from '../mistakes/nearest.ts';
import { showable } from '../mistakes/secrecy.ts';
import { childOf, find, positionOf, type Written } from '../yaml/written.ts';

/** What is wrong with when operators are told, and whether there are any. */
export const lintAlerts = (root: Written): readonly Finding[] => [
  ...lintListener(root),
  ...lintHours(root),
  ...lintZone(root),
];

/** Silence shows nowhere else: an alarm that nobody hears is none. */
const lintListener = (root: Written): readonly Finding[] => {
  const path = ['alerts', 'silence'];
  const silence = find(root, path);
  if (silence === undefined || find(root, ['operators']) !== undefined) return [];
  const message =
    'there is nobody to tell: "operators" names no destination. Write "operators: NAME" at the top level of the file, or remove this line.';
  return [{ at: silence.keyAt, path, message }];
};

const lintHours = (root: Written): readonly Finding[] => {
  const path = ['alerts', 'hours'];
  const hours = find(root, path);
  if (hours === undefined) return [];
  const from = textOf(childOf(hours, 'from'));
  const alone = find(root, ['alerts', 'silence']) === undefined;
  const findings: Finding[] = [];
  if (alone)
    findings.push({
      at: hours.keyAt,
      path,
      message: 'stands without "silence", and nothing else asks for hours. Add "silence: 2h", or remove it.',
    });
  if (from !== null && from === textOf(childOf(hours, 'until')))
    findings.push({
      at: positionOf(root, [...path, 'until']),
      path: [...path, 'until'],
      message:
        'is the same as "from", so that no time is left. For the whole day write from: "00:00" and until: "24:00".',
    });
  return findings;
};

const lintZone = (root: Written): readonly Finding[] => {
  const path = ['alerts', 'hours', 'zone'];
  const zone = textOf(find(root, path));
  if (zone === null || zone === '' || isZone(zone)) return [];
  const shown = showable(root, path);
  const meant = shown === null ? '' : didYouMean(shown, Intl.supportedValuesOf('timeZone'));
  const said =
    shown === null ? 'is no time zone that is known.' : `"${shown}" is no time zone that is known.`;
  const message = said + (meant === '' ? ' Names are as in Europe/Berlin, America/New_York or UTC.' : meant);
  return [{ at: positionOf(root, path), path, message }];
};

const isZone = (zone: string): boolean => {
  try {
    return Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
};

const textOf = (written: Written | undefined): string | null =>
  written?.kind === 'scalar' && typeof written.value === 'string' && written.expansion !== 'failed'
    ? written.value
    : null;
