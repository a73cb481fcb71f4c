/**
 * Slack's names of emoji, by which it takes reactions: `👍🏽` is `+1::skin-tone-4`; `null` where it has none. The names
 * are Slack's own, kept by one of its founders (https://github.com/iamcal/emoji-data).
 */
export const createEmojiNames = () => {
  let loading: Promise<Names> | undefined;
  return async (emoji: string): Promise<string | null> => {
    // Not before the first reaction: most bridges never need them.
    loading ??= load();
    return nameIn(await loading, emoji);
  };
};

type Names = ReadonlyMap<string, string>;

/** U+FE0F: the same emoji comes with it and without it. */
const asPicture = 0xfe0f;
/** U+1F3FB to U+1F3FF: https://www.unicode.org/reports/tr51/#Emoji_Modifiers_Table */
const firstTone = 0x1f3fb;

const isTone = (point: number): boolean => point >= firstTone && point <= firstTone + 4;

const keyOf = (points: readonly number[]): string =>
  points
    .filter((point) => point !== asPicture)
    .map((point) => point.toString(16))
    .join('-');

const nameIn = (names: Names, emoji: string): string | null => {
  const points = Array.from(emoji, (sign) => sign.codePointAt(0) ?? 0);
  const whole = names.get(keyOf(points));
  if (whole !== undefined) return whole;
  const name = names.get(keyOf(points.filter((point) => !isTone(point))));
  const [tone, ...others] = new Set(points.filter(isTone));
  if (name === undefined || tone === undefined) return null;
  // Two people of two tones have no name that is known: they are shown without.
  return others.length > 0 ? name : `${name}::skin-tone-${tone - firstTone + 2}`;
};

const load = async (): Promise<Names> => {
  const { default: data } = await import('emojibase-data/en/shortcodes/iamcal.json', {
    with: { type: 'json' },
  });
  return new Map(
    Object.entries<string | readonly string[]>(data).map(([code, names]) => [
      keyOf(code.split('-').map((point) => Number.parseInt(point, 16))),
      (typeof names === 'string' ? names : names[0]) ?? '',
    ]),
  );
};
