import type { Paragraph, Span } from '../../core/markup.ts';

/** The words of a contact as they look in Slack, in letters: with the marks of its own mrkdwn. */
export const plainParagraph = (paragraph: Paragraph, isStruck: boolean): string => {
  switch (paragraph.kind) {
    case 'lines':
      return plainSpans(paragraph.spans, isStruck);
    case 'quote':
      return plainSpans(paragraph.spans, isStruck)
        .split('\n')
        .map((line) => `> ${line}`)
        .join('\n');
    case 'list':
      return paragraph.items
        .map((item, index) => `${bulletOf(paragraph.from, index)} ${plainSpans(item, isStruck)}`)
        .join('\n');
    case 'code':
      return isStruck ? `~\`${paragraph.text}\`~` : `\`\`\`\n${paragraph.text}\n\`\`\``;
  }
};

const bulletOf = (from: number | null, index: number): string => (from === null ? '•' : `${from + index}.`);

const marks = [
  { mark: '*', style: 1 },
  { mark: '_', style: 2 },
  { mark: '~', style: 4 },
] as const;
type Mark = (typeof marks)[number];

/** Neighbours share their marks, as far as these can be closed in order. Linear: few marks are opened twice. */
const plainSpans = (spans: readonly Span[], isStruck: boolean): string => {
  const styles = spans.map((span) => styleOf(span, isStruck));
  const open: Mark[] = [];
  let written = '';
  for (const [index, { text, isCode }] of spans.entries()) {
    if (text === '') continue;
    const style = styles[index] ?? 0;
    // Whatever was opened inside of a mark that ends, ends with it.
    while (open.some((mark) => (mark.style & ~style) !== 0)) written += open.pop()?.mark ?? '';
    const fresh = marks.filter((mark) => (mark.style & style) !== 0 && !open.includes(mark));
    if (fresh.length > 1) sortByEnd(fresh, styles, index);
    for (const mark of fresh) written += mark.mark;
    open.push(...fresh);
    written += isCode ? `\`${text}\`` : text;
  }
  return `${written}${open
    .toReversed()
    .map(({ mark }) => mark)
    .join('')}`;
};

const styleOf = ({ isBold, isItalic, isStruck }: Span, isAllStruck: boolean): number =>
  (isBold ? 1 : 0) | (isItalic ? 2 : 0) | (isStruck || isAllStruck ? 4 : 0);

/** What lasts longest is opened first. */
const sortByEnd = (fresh: Mark[], styles: readonly number[], from: number): void => {
  const ends = new Map<Mark, number>();
  for (const mark of fresh) {
    let end = from;
    while (((styles[end + 1] ?? 0) & mark.style) !== 0) end += 1;
    ends.set(mark, end);
  }
  fresh.sort((one, other) => (ends.get(other) ?? 0) - (ends.get(one) ?? 0));
};
