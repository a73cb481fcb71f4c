import { entry, type Entry, type Group } from '../entry.ts';
import { message } from '../webhook.ts';

const words = (name: string, about: string, text: string): Entry =>
  entry(name, about, message('text', { text }));
const long = (unit: string, length: number): string =>
  unit.repeat(Math.ceil(length / unit.length)).slice(0, length);

/** Texts that break programs. */
export const edges: Group = {
  name: 'edges',
  entries: [
    words('empty', 'An empty text.', ''),
    words('white-space', 'White space alone.', ' \n\t \n '),
    entry('null', 'The content is null.', message('text', null)),
    entry('null-text', 'The text is null.', message('text', { text: null })),
    entry('missing', 'There is no content.', message('text', undefined)),
    entry('empty-object', 'The content is an empty object.', message('text', {})),
    entry('empty-list', 'The content is an empty list.', message('text', [])),
    words('zero', 'A single 0.', '0'),
    words('emoji', 'One emoji.', '👍'),
    words('emoji-many', 'Emoji alone, with skin, family, flag and keycap.', '👍🏽 👨‍👩‍👧‍👦 🏳️‍🌈 🇩🇪 1️⃣ ❤️'),
    words('right-to-left', 'Arabic and Hebrew with a number.', 'مرحبا، رقم طلبي 20481 שלום'),
    words(
      'bidi',
      'Overrides that would turn what follows around.',
      'invoice\u202Egnp.exe\u202C and \u2066isolated\u2069 text',
    ),
    words('direction-marks', 'Direction marks that belong to the text.', 'שלום\u200F! \u200Eabc'),
    words('combining', 'Heaps of combining characters.', `Z${'\u0335\u0321\u0352'.repeat(20)}algo é e\u0301`),
    words('zero-width', 'Nothing but characters without a width.', '\u200B\u200C\u200D\u2060\uFEFF'),
    words(
      'zero-width-inside',
      'Characters without a width within words.',
      'pass\u200Bword \u200Band\u2060 more',
    ),
    words('hangul-filler', 'A letter that shows nothing.', '\u3164'),
    words('control', 'Control characters.', 'a\u0000b\u0007c\u001B[31mred\u001B[0m\u007Fd\u0085e'),
    words('tabs', 'Tabs between columns.', 'bell\t2\nlock\t1'),
    words('line-ends', 'All ways to end a line.', 'one\r\ntwo\rthree\u2028four\u2029five'),
    entry(
      'half-emoji',
      'Half of a surrogate pair.',
      JSON.stringify(message('text', { text: 'broken \uD83D end' })),
    ),
    words('scripts', 'Scripts of the world.', '日本語の注文です。 ภาษาไทย हिन्दी ქართული 한국어 Ελληνικά'),
    words('many-lines', 'Three hundred empty lines between two words.', `top${'\n'.repeat(300)}bottom`),
    words('stars', '4,096 stars.', '*'.repeat(4_096)),
    words('backticks', '4,096 backticks.', '`'.repeat(4_096)),
    words('brackets', '4,096 angle brackets.', '<'.repeat(4_096)),
    words('ampersands', '4,096 ampersands.', '&'.repeat(4_096)),
    words('backslashes', '4,096 backslashes.', '\\'.repeat(4_096)),
    words('emoji-4096', '4,096 code units of emoji.', '😀'.repeat(2_048)),
    words('bold-words', '4,096 characters of bold words.', long('*a* ', 4_096)),
    words('quotes', '4,096 characters of quotes.', long('> q\n', 4_096)),
    words('list', 'A list of a thousand items.', long('- item\n', 7_000)),
    words('links', 'Two hundred links.', long('https://a.example/b_c ', 4_400)),
    words('long-word', 'One word of 4,096 letters.', 'x'.repeat(4_096)),
    words(
      'long',
      '4,096 characters of words: the most that WhatsApp takes.',
      long('The quick brown fox. ', 4_096),
    ),
    words('long-bold', 'A whole message in bold.', `*${long('bold words ', 4_090)}x*`),
    words('long-code', 'A whole message in monospace.', `\`\`\`${long('code line\n', 4_080)}\`\`\``),
    words('huge', '40,000 characters, far more than WhatsApp takes.', long('The quick brown fox. ', 40_000)),
    words('too-huge', '60,000 characters: what is cut off says so.', `${long('words ', 59_990)}THE END`),
  ],
};
