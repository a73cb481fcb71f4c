import { SlackRefusal } from './refusal.ts';

/** What the bot may do unless told. */
export const allScopes = [
  ...['chat:write', 'chat:write.customize', 'channels:history', 'channels:read'],
  ...['reactions:write', 'files:write', 'files:read', 'users:read'],
];

// The page of each method: https://docs.slack.dev/reference/methods
const needed: Readonly<Record<string, string>> = {
  'chat.postMessage': 'chat:write',
  'chat.postEphemeral': 'chat:write',
  'chat.update': 'chat:write',
  'chat.delete': 'chat:write',
  'conversations.history': 'channels:history',
  'conversations.replies': 'channels:history',
  'conversations.info': 'channels:read',
  'conversations.join': 'channels:join',
  'reactions.add': 'reactions:write',
  'reactions.remove': 'reactions:write',
  'files.getUploadURLExternal': 'files:write',
  'files.completeUploadExternal': 'files:write',
  'files.delete': 'files:write',
  'files.info': 'files:read',
  'users.info': 'users:read',
};

export interface Scopes {
  readonly granted: () => readonly string[];
  readonly set: (scopes: readonly string[]) => void;
  /** Throws `missing_scope`. */
  readonly need: (scope: string) => void;
  readonly needFor: (method: string) => void;
}

/** What the app was installed with. */
export const createScopes = (): Scopes => {
  let granted: readonly string[] = allScopes;
  const need = (scope: string): void => {
    if (granted.includes(scope)) return;
    throw new SlackRefusal('missing_scope', [], false, { needed: scope, provided: granted.join(',') });
  };
  return {
    granted: () => granted,
    set: (scopes) => {
      granted = scopes;
    },
    need,
    needFor: (method) => {
      const scope = needed[method];
      if (scope !== undefined) need(scope);
    },
  };
};
