import type { Content } from '../content.ts';
import type { Note } from '../post.ts';
import { note } from './blocks.ts';
import { lengthOf } from './file.ts';

/** What is no message of the contact's: one line each. */

type Of<Kind extends Content['kind']> = Extract<Content, { kind: Kind }>;

const systemLabels: Readonly<Record<Of<'system'>['change'], string>> = {
  number: '🔁 The contact has a new number',
  userId: '🔁 The contact has a new WhatsApp id',
  identity: '🔐 The security code of the contact has changed',
  other: 'ℹ️ WhatsApp says',
};

export const renderSystem = ({ change, now, text }: Of<'system'>): Note => {
  const shown = /^\d{1,20}$/.test(now) ? `+${now}` : now;
  return note(systemLabels[change], [shown, text].filter((part) => part !== '').join(' · '));
};

export const renderCallPermission = ({ isGranted, until }: Of<'callPermission'>): Note => {
  if (!isGranted) return note('📞 The contact does not want to be called');
  return until === null
    ? note('📞 The contact may be called')
    : note('📞 The contact may be called until', '', { at: until });
};

export const renderCall = ({ phase, outcome, isOurs, seconds }: Of<'call'>): Note => {
  const who = isOurs ? 'from us' : 'from the contact';
  const length = seconds === null ? '' : lengthOf(seconds);
  const ended = outcome.toLowerCase() === 'completed' ? '' : outcome.toLowerCase();
  const detail = (...parts: readonly string[]): string => parts.filter((part) => part !== '').join(' · ');
  switch (phase.toLowerCase()) {
    case 'connect':
      return note('📞 Call', detail(who, outcome));
    case 'terminate':
      return note('📞 Call ended', detail(who, length, ended));
    default:
      return note('📞 Call', detail(who, phase, outcome, length));
  }
};

export const renderUnsupported = ({ what, why, isPlaceholder }: Of<'unsupported'>): Note => {
  if (isPlaceholder) return note('⏳ A message that is not available yet', 'it may still come');
  const kind = kindOf(what);
  if (why === '') return note('🚫 WhatsApp does not hand on this kind of message', kind);
  return note('🚫 WhatsApp did not hand on this message', kind === '' ? why : `${kind} · ${why}`);
};

/** What Meta calls it, in words: `poll_creation` is a poll. */
export const kindOf = (what: string): string =>
  what.toLowerCase() === 'unknown' ? '' : what.replace(/_creation$/i, '').replaceAll('_', ' ');
