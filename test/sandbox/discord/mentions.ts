import type { Fields } from './bodies.ts';
import type { DiscordMessage } from './guild.ts';

interface AllowedMentions {
  readonly parse?: readonly string[] | null;
  readonly users?: readonly string[] | null;
  readonly roles?: readonly string[] | null;
}

/**
 * Who a message pings. Without `allowed_mentions` everything in the content does; the bot counts as
 * allowed to ping everyone, so that a message which tries is seen to.
 */
export const readMentions = (
  body: Fields,
  content: string,
): Pick<DiscordMessage, 'mentions' | 'mention_roles' | 'mention_everyone'> => {
  const allowed = (body['allowed_mentions'] as AllowedMentions | null | undefined) ?? undefined;
  const may = (kind: string): boolean => allowed?.parse?.includes(kind) ?? allowed === undefined;
  const idsIn = (pattern: RegExp): string[] => [
    ...new Set([...content.matchAll(pattern)].flatMap((match) => match[1] ?? [])),
  ];
  const users = idsIn(/<@!?(\d{17,19})>/g);
  const roles = idsIn(/<@&(\d{17,19})>/g);
  return {
    mentions: users.filter((id) => may('users') || allowed?.users?.includes(id) === true),
    mention_roles: roles.filter((id) => may('roles') || allowed?.roles?.includes(id) === true),
    mention_everyone: /@(everyone|here)/.test(content) && may('everyone'),
  };
};
