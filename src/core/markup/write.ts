import type { Span } from '../markup.ts';

/** Collects spans: texts of the same look become one, an address stays alone. */
export interface Writer {
  /** No text changes nothing. */
  write(kind: 'text' | 'code' | 'link', text: string): void;
  turn(sign: '*' | '_' | '~', isOn: boolean): void;
  end(): readonly Span[];
}

export const startWriting = (): Writer => {
  const spans: Span[] = [];
  const on = { '*': false, _: false, '~': false };
  let kind: 'text' | 'code' | 'link' = 'text';
  let written = '';
  const flush = (): void => {
    if (written === '') return;
    const span: Span = {
      text: written,
      isBold: on['*'],
      isItalic: on._,
      isStruck: on['~'],
      isCode: kind === 'code',
      isLink: kind === 'link',
    };
    const last = spans.at(-1);
    if (last !== undefined && looksLike(last, span))
      spans[spans.length - 1] = { ...span, text: last.text + span.text };
    else spans.push(span);
    written = '';
  };
  return {
    write: (next, text) => {
      if (text === '') return;
      if (next !== kind || next === 'link') flush();
      kind = next;
      written += text;
    },
    turn: (sign, isOn) => {
      flush();
      on[sign] = isOn;
    },
    end: () => {
      flush();
      return spans;
    },
  };
};

const looksLike = (one: Span, other: Span): boolean =>
  one.isBold === other.isBold &&
  one.isItalic === other.isItalic &&
  one.isStruck === other.isStruck &&
  one.isCode === other.isCode &&
  !one.isLink &&
  !other.isLink;
