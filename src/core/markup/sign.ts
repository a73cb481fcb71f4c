/** The character (code point) that ends before `index`; `''` at the start. */
export const charBefore = (text: string, index: number): string => {
  const unit = text.charCodeAt(index - 1);
  return isLowHalf(unit) ? text.slice(Math.max(0, index - 2), index) : text.charAt(index - 1);
};

/** The character (code point) behind the sign at `index`; `''` at the end. */
export const charAfter = (text: string, index: number): string => {
  const unit = text.charCodeAt(index + 2);
  return isLowHalf(unit) ? text.slice(index + 1, index + 3) : text.charAt(index + 1);
};

const isLowHalf = (unit: number): boolean => unit >= 0xdc00 && unit <= 0xdfff;

/** White space, or the start or end of the line. */
export const isGap = (sign: string): boolean => sign === '' || (!isVisibleAscii(sign) && /\s/.test(sign));

const isVisibleAscii = (sign: string): boolean => sign > ' ' && sign < '\u007F';

/** A letter or digit of any script, or a mark that belongs to one: vowel signs do, the sign that makes an emoji colourful does not. */
export const isWord = (sign: string): boolean =>
  sign < '\u0080'
    ? /[A-Za-z\d]/.test(sign)
    : /[\p{L}\p{N}\p{Mn}\p{Mc}]/u.test(sign) && !/[\uFE00-\uFE0F]/.test(sign);
