import { z } from 'zod';

/** `platforms.discord` in the YAML. */
export const credentials = z.strictObject({
  token: z.string().min(1).describe('Token of the Discord bot.'),
  apiUrl: z
    .url({ protocol: /^https?$/ })
    .default('https://discord.com/api')
    .describe('Where the REST API is.'),
});

/** A destination on Discord. */
export const place = z.strictObject({
  channel: z
    .string()
    .regex(/^\d{17,20}$/)
    .describe(
      'Id of a text channel or a forum, in quotes: switch on developer mode, right-click the channel, copy its id.',
    ),
  // Five tags on a post, twenty characters each: https://docs.discord.com/developers/resources/channel
  tags: z
    .array(z.string().min(1).max(20))
    .max(5)
    .default([])
    .describe('Of a forum: names of tags that each new post gets, where the forum has them.'),
  identity: z
    .enum(['bot', 'contact'])
    .default('bot')
    .describe(
      "Who speaks: the bot, or the contact's name (by a webhook, for which the bot needs Manage Webhooks). Discord takes no nonce from a webhook: after an answer that was lost, a message is known again by its content alone.",
    ),
});

export type DiscordCredentials = z.infer<typeof credentials>;
export type DiscordPlace = z.infer<typeof place>;
