import { z } from 'zod';

/** `platforms.slack` in the YAML. */
export const credentials = z.strictObject({
  botToken: z.string().startsWith('xoxb-').describe('Bot User OAuth Token of the Slack app (xoxb-…).'),
  appToken: z
    .string()
    .startsWith('xapp-')
    .optional()
    .describe(
      'App-level token (xapp-…, scope connections:write) for Socket Mode. Optional while nothing is read from Slack.',
    ),
  apiUrl: z
    .url({ protocol: /^https?$/ })
    .default('https://slack.com/api/')
    .describe('Where the Web API is.'),
});

/** A destination on Slack. */
export const place = z.strictObject({
  channel: z
    .string()
    .regex(/^[CG][A-Z0-9]{2,}$/)
    .describe(
      "Channel id (C… or G…): open the channel's details in Slack, it stands at the bottom. Invite the bot.",
    ),
  postsPerSecond: z
    .number()
    .positive()
    .max(100)
    .default(1)
    .describe('How fast posts go into this channel. Slack takes one a second per channel.'),
  burst: z.int().min(1).max(100).default(4).describe('How many posts may go at once after a quiet time.'),
  identity: z
    .enum(['bot', 'contact'])
    .default('bot')
    .describe(
      "In whose name posts appear: the bot's, or the contact's with a 📱 before it, which needs the scope chat:write.customize.",
    ),
});

export type SlackCredentials = z.infer<typeof credentials>;
export type SlackPlace = z.infer<typeof place>;
