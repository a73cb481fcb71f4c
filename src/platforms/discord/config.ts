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
      'Id of a text channel, in quotes: switch on developer mode, right-click the channel, copy its id.',
    ),
});

export type DiscordCredentials = z.infer<typeof credentials>;
export type DiscordPlace = z.infer<typeof place>;
