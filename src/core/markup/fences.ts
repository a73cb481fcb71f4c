type Piece =
  { readonly kind: 'text'; readonly text: string } | { readonly kind: 'code'; readonly text: string };

const fence = '```';

/**
 * Cuts out what stands between two fences over several lines. A fence that opens and closes on one line stays where
 * it is, for WhatsApp shows it within the line. One with nothing to show is text.
 */
export const fencesOf = (text: string): readonly Piece[] => {
  const pieces: Piece[] = [];
  let start = 0;
  for (const { from, to } of blocksOf(text)) {
    if (from > start) pieces.push(...textPiece(text.slice(start, from), start > 0, true));
    pieces.push({ kind: 'code', text: withoutEnds(text.slice(from + fence.length, to - fence.length)) });
    start = to;
  }
  if (start < text.length) pieces.push(...textPiece(text.slice(start), start > 0, false));
  return pieces;
};

/** Where the code over several lines begins and ends, fences included. */
const blocksOf = (text: string): readonly { readonly from: number; readonly to: number }[] => {
  const blocks: { from: number; to: number }[] = [];
  let open = text.indexOf(fence);
  while (open >= 0) {
    const close = text.indexOf(fence, open + fence.length);
    if (close < 0) break;
    const inner = text.slice(open + fence.length, close);
    if (inner.trim() === '') {
      // Nothing to show: what looked like the end may be the begin of another one.
      open = close;
      continue;
    }
    if (inner.includes('\n')) blocks.push({ from: open, to: close + fence.length });
    open = text.indexOf(fence, close + fence.length);
  }
  return blocks;
};

/** The line feeds next to a block are the block's own line ends. */
const textPiece = (text: string, followsBlock: boolean, precedesBlock: boolean): readonly Piece[] => {
  const after = followsBlock && text.startsWith('\n') ? text.slice(1) : text;
  if (after === '') return [];
  const whole = precedesBlock && after.endsWith('\n') ? after.slice(0, -1) : after;
  return [{ kind: 'text', text: whole }];
};

const withoutEnds = (code: string): string => code.replace(/^\n/, '').replace(/\n$/, '');
