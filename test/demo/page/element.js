/**
 * An element with attributes and children. Strings become text nodes: nothing that a customer writes is ever read as
 * HTML. `null` children are left out.
 *
 * @param {string} tag
 * @param {Record<string, string | null>} attributes `null` leaves an attribute out
 * @param {...(Node | string | null)} children
 */
export const element = (tag, attributes = {}, ...children) => {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null) node.setAttribute(name, value);
  }
  node.append(...children.filter((child) => child !== null));
  return node;
};

/** Sets the text of the element with this id, without touching the page when it is the same. */
export const setText = (id, text) => {
  const node = document.getElementById(id);
  if (node.textContent !== text) node.textContent = text;
  return node;
};
