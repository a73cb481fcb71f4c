import { PatternError } from './pattern-error.ts';

/**
 * A glob on phone numbers as the provider writes them: digits, country code first. People write "+49 (30) 123-45"; of
 * such a pattern only digits and wildcards are kept. Any other text stays as it is: it may be a user id.
 */
export const asDigits = (text: string): string => {
  if (!/^[+\d\s()*?-]+$/.test(text) || !/[+\d]/.test(text)) return text;
  if (/\(\s*0\s*\)/.test(text))
    throw new PatternError('leave out "(0)": it is not dialled after a country code.');
  return text.replace(/[+\s()-]/g, '');
};

/** No phone number begins with 0 once its country code is written (https://www.itu.int/rec/T-REC-E.164). */
export const refuseNational = (digits: string): void => {
  if (/^0[\d?*]*$/.test(digits))
    throw new PatternError(
      'begins with 0, as no number does that has its country code. Write "49…" for "0049…" or "0…".',
    );
};
