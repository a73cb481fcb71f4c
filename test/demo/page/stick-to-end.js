/** Keeps the newest in sight, until the reader scrolls up; from the end on, it is kept again. */
export const stickToEnd = (list) => {
  let isAtEnd = true;
  const follow = () => {
    if (isAtEnd) list.scrollTop = list.scrollHeight;
  };
  list.addEventListener('scroll', () => {
    isAtEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 40;
  });
  new ResizeObserver(follow).observe(list);
  new MutationObserver(follow).observe(list, { childList: true, subtree: true, characterData: true });
  return () => {
    isAtEnd = true;
    follow();
  };
};
