/** What is shown of a message of which Discord leaves nothing to see. */
export const empty = '-# Empty message';

const isBlank = (content: string): boolean => !/[^\s\p{Cf}]/u.test(content);

/**
 * What may be said in the place of a text that Discord refuses for this reason, with nothing of it lost; `null`: nothing
 * may. Words that AutoMod of the server does not want are not smuggled past it: that message is a dead letter.
 */
export const insteadOf = (code: number | null, content: string): string | null => {
  // https://docs.discord.com/developers/topics/opcodes-and-status-codes: an empty message, a harmful link.
  if (code === 50006) return content === empty ? null : empty;
  return code === 240000 ? disarmed(content) : null;
};

/** All that a text may have become on its way. */
export const formsOf = (content: string): readonly string[] => {
  const harmless = disarmed(content);
  return [content, ...(harmless === null ? [] : [harmless]), ...(isBlank(content) ? [empty] : [])];
};

/**
 * With links that can be read and not be followed; `null` where there are none, or it would be too long. As code, since
 * what stands in an address is not escaped.
 */
const disarmed = (content: string): string | null => {
  const plain = content.replace(/<?http(s?:\/\/[^\s<>"`]*)>?/gi, '`hxxp$1`');
  const whole = `${plain}\n-# ⚠️ Discord takes a link in this message for harmful: links begin with hxxp here.`;
  return plain === content || whole.length > 2_000 ? null : whole;
};
