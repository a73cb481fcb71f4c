import { distance } from 'fastest-levenshtein';

/** The candidate that the word was probably meant to be, or `null` where none is near enough. */
const nearest = (word: string, candidates: Iterable<string>): string | null => {
  let best: string | null = null;
  let least = Math.min(3, Math.max(1, Math.floor(word.length / 3))) + 1;
  for (const candidate of candidates) {
    const apart = distance(plain(word), plain(candidate));
    if (apart >= least) continue;
    least = apart;
    best = candidate;
  }
  return best;
};

/** `' Did you mean "channel"?'`, or `''`: to be put after a sentence. */
export const didYouMean = (word: string, candidates: Iterable<string>): string => {
  const meant = nearest(word, candidates);
  return meant === null ? '' : ` Did you mean "${meant}"?`;
};

/** `bot_token` and `Bot-Token` are meant to be `botToken`. */
const plain = (word: string): string => word.toLowerCase().replace(/[-_ ]/g, '');
