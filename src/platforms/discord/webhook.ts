import { Routes, WebhookType, type APIWebhook } from 'discord-api-types/v10';
import { cleanName } from '../../core/clean.ts';
import type { Ask } from './api.ts';
import { codeOf } from './errors.ts';

/** By which it is found again. */
const name = 'WaConnect bridge';

export interface Hook {
  readonly id: string;
  readonly token: string;
}

/** The webhook of a channel through which posts carry the contact's name. */
export interface Hooks {
  /** Found, or made. */
  of(channel: string, signal: AbortSignal): Promise<Hook>;
  /** Does something with it; once more with another one where it turns out to be gone. */
  use<Answer>(channel: string, signal: AbortSignal, act: (hook: Hook) => Promise<Answer>): Promise<Answer>;
}

export const createHooks = (ask: Ask): Hooks => {
  const known = new Map<string, Promise<Hook>>();

  const find = async (channel: string, signal: AbortSignal): Promise<Hook> => {
    const path = Routes.channelWebhooks(channel);
    const hooks = await ask<APIWebhook[]>('GET', path, { signal });
    const made = (hook: APIWebhook) => hook.type === WebhookType.Incoming && hook.name === name;
    const found = hooks
      .filter(made)
      .map(hookOf)
      .find((hook) => hook !== null);
    const hook = found ?? hookOf(await ask<APIWebhook>('POST', path, { body: { name }, signal }));
    if (hook === null) throw new Error('Discord made a webhook without a token');
    return hook;
  };

  // Shared by those who come at the same time, so that only one is made.
  const of = (channel: string, signal: AbortSignal): Promise<Hook> => {
    const finding = known.get(channel) ?? find(channel, signal);
    known.set(channel, finding);
    finding.catch(() => known.delete(channel));
    return finding;
  };

  const use: Hooks['use'] = async (channel, signal, act) => {
    try {
      return await act(await of(channel, signal));
    } catch (error) {
      // https://docs.discord.com/developers/topics/opcodes-and-status-codes: unknown webhook, invalid webhook token.
      if (![10015, 50027].includes(codeOf(error) ?? 0)) throw error;
      known.delete(channel);
      return act(await of(channel, signal));
    }
  };
  return { of, use };
};

/** The token is told to whoever made it, and to nobody else. */
const hookOf = ({ id, token }: APIWebhook): Hook | null => (token === undefined ? null : { id, token });

/**
 * What a webhook may be called: 1–80 characters, and neither "discord" nor "clyde" in it, which are kept legible.
 * https://docs.discord.com/developers/resources/webhook#create-webhook
 * `null`: nobody is to be named, and the bot speaks for itself.
 */
export const hookName = (author: string): string | null => {
  const name = cleanName(author);
  if (name === '') return null;
  const legible = name.replace(/dis(?=cord)|cl(?=yde)/gi, '$&·');
  // Counted in UTF-16 units, and never cut inside of a character.
  return `📱 ${legible}`
    .slice(0, 80)
    .toWellFormed()
    .replace(/\uFFFD$/, '');
};
