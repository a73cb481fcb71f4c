/** What of a text stays the same on every platform: no white space, no marks, no case. */
export const lettersOf = (text: string): string =>
  text.replace(/[^\p{L}\p{N}\p{M}\p{Extended_Pictographic}]/gu, '').toLowerCase();
