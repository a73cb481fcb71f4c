/** What becomes of the lines that stand together: one list, one quote. */
const makers = {
  bullet: ({ children }) => ({ kind: 'bullets', children: [{ kind: 'item', children }] }),
  number: ({ from, children }) => ({ kind: 'numbers', from, children: [{ kind: 'item', children }] }),
};

/** Nodes of Discord's Markdown with their lines gathered as Discord shows them. */
export const gather = (nodes) => {
  const gathered = [];
  for (const node of nodes) {
    const next = makers[node.kind]?.(node) ?? node;
    const last = gathered.at(-1);
    const goesOn = last?.kind === next.kind && ['bullets', 'numbers', 'quote'].includes(next.kind);
    if (!goesOn) gathered.push({ ...next });
    else if (next.kind === 'quote') last.children = [...last.children, lineFeed, ...next.children];
    else last.children = [...last.children, ...next.children];
  }
  return gathered;
};

const lineFeed = { kind: 'text', text: '\n' };
