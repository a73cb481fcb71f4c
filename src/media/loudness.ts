/** Discord's limit: https://docs.discord.com/developers/resources/message#attachment-object */
const mostSamples = 256;
/** Twice as many as are wanted at the end: joined in pairs when it is full. */
const mostBuckets = 4 * mostSamples;

export interface Loudness {
  /** How large the next stretch of sound is, in any unit. */
  add(size: number): void;
  /** At least 1 and at most `wanted` (and 256) samples, from 0 for the quietest to 255 for the loudest. */
  samples(wanted: number): Uint8Array;
}

/** Sizes into a waveform, in the same memory however many there are. */
export const createLoudness = (): Loudness => {
  let buckets: number[] = [];
  let perBucket = 1;
  let sum = 0;
  let inside = 0;

  const add = (size: number): void => {
    sum += size;
    inside += 1;
    if (inside < perBucket) return;
    buckets.push(sum / inside);
    sum = 0;
    inside = 0;
    if (buckets.length < mostBuckets) return;
    buckets = buckets.flatMap((one, at) => (at % 2 === 0 ? [(one + (buckets[at + 1] ?? one)) / 2] : []));
    perBucket *= 2;
  };

  const samples = (wanted: number): Uint8Array => {
    const all = inside > 0 ? [...buckets, sum / inside] : buckets;
    const count = Math.max(1, Math.min(wanted, mostSamples, all.length));
    const means = Array.from({ length: count }, (_, at) => {
      const part = all.slice(
        Math.floor((at * all.length) / count),
        Math.floor(((at + 1) * all.length) / count),
      );
      return part.reduce((total, size) => total + size, 0) / Math.max(1, part.length);
    });
    const [least, most] = [Math.min(...means), Math.max(...means)];
    // Equal everywhere says nothing: a line in the middle.
    return Uint8Array.from(means, (mean) => (most === least ? 128 : ((mean - least) / (most - least)) * 255));
  };

  return { add, samples };
};
