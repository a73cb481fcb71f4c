/**
 * A panel that a button opens. It closes by Escape, by a choice, and by a click elsewhere; the arrow keys walk in it.
 *
 * @param {HTMLElement} panel
 * @returns {{ open(from: HTMLElement): void, close(): void, toggle(from: HTMLElement): void }}
 */
export const createMenu = (panel) => {
  let opener = null;
  const close = () => {
    if (opener === null) return;
    const hadFocus = panel.contains(document.activeElement);
    panel.hidden = true;
    opener.setAttribute('aria-expanded', 'false');
    if (hadFocus) opener.focus();
    opener = null;
  };
  const open = (from) => {
    close();
    opener = from;
    panel.hidden = false;
    from.setAttribute('aria-expanded', 'true');
    panel.querySelector('button')?.focus({ preventScroll: true });
  };
  const walk = (steps) => {
    const items = [...panel.querySelectorAll('button')];
    items.at((items.indexOf(document.activeElement) + steps) % items.length)?.focus();
  };
  panel.addEventListener('keydown', (event) => {
    const steps = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (steps === undefined) return;
    event.preventDefault();
    walk(steps);
  });
  panel.addEventListener('click', (event) => {
    if (event.target.closest('button') !== null) close();
  });
  document.addEventListener('keydown', ({ key }) => {
    if (key === 'Escape') close();
  });
  document.addEventListener('pointerdown', ({ target }) => {
    if (!panel.contains(target) && opener?.contains(target) === false) close();
  });
  return { open, close, toggle: (from) => (opener === null ? open(from) : close()) };
};
