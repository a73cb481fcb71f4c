import names from 'emojibase-data/en/shortcodes/iamcal.json' with { type: 'json' };

const emojis = new Map(
  Object.entries(names).flatMap(([hex, name]) => [name].flat().map((one) => [one, fromHex(hex)] as const)),
);

/** A reaction of Slack, which names it, as an emoji; the name itself where nobody knows it. */
export const emojiNamed = (name: string): string => {
  const [, plain = name, tone] = /^(.+)::skin-tone-([2-6])$/.exec(name) ?? [];
  const emoji = emojis.get(plain);
  if (emoji === undefined) return `:${name}:`;
  return tone === undefined ? emoji : `${emoji.replace('\uFE0F', '')}${skin(Number(tone))}`;
};

/** https://unicode.org/reports/tr51/#Emoji_Modifiers_Table; Slack counts from 2. */
const skin = (tone: number): string => String.fromCodePoint(0x1f3fb + tone - 2);

/** Asks for the coloured look where a character has a plain one too. */
function fromHex(hex: string): string {
  const points = hex.split('-').map((point) => Number.parseInt(point, 16));
  const emoji = String.fromCodePoint(...points);
  return points.length === 1 && !/\p{Emoji_Presentation}/u.test(emoji) ? `${emoji}\uFE0F` : emoji;
}
