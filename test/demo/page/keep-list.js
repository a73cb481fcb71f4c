/** What each node was made of. */
const prints = new WeakMap();

/**
 * Brings the children of `list` in line with `items`, and rebuilds only those that have changed: what the reader has
 * unfolded, focused or selected elsewhere stays as it is.
 *
 * @template Item
 * @param {HTMLElement} list
 * @param {readonly Item[]} items each with an `id`
 * @param {(item: Item) => HTMLElement} make
 */
export const keepList = (list, items, make) => {
  const before = new Map([...list.children].map((node) => [node.dataset.key, node]));
  const nodes = items.map((item) => {
    const print = JSON.stringify(item);
    const old = before.get(item.id);
    if (old !== undefined && prints.get(old) === print) return old;
    const node = make(item);
    node.dataset.key = item.id;
    prints.set(node, print);
    if (old?.contains(document.activeElement)) queueMicrotask(() => node.querySelector('button')?.focus());
    return node;
  });
  const isSame = nodes.length === list.children.length && nodes.every((node, i) => node === list.children[i]);
  if (!isSame) list.replaceChildren(...nodes);
};
