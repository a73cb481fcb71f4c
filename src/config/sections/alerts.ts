import { z } from 'zod';
import { duration } from './measures.ts';

/** Beginning with Sunday, as `OpeningHours` counts them. */
export const dayNames = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;

const hours = z.strictObject({
  days: z
    .array(z.enum(dayNames))
    .min(1)
    .default(['mon', 'tue', 'wed', 'thu', 'fri'])
    .describe(`Days of the week: ${dayNames.join(', ')}.`),
  from: z
    .string()
    .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/)
    .describe('When they begin, as in 08:00.'),
  until: z
    .string()
    .regex(/^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/)
    .describe('When they end, as in 18:00 or 24:00. Before "from": on the next day.'),
  zone: z.string().min(1).describe('Time zone of these hours, as in Europe/Berlin.'),
});

const wrongSignatures = z.strictObject({
  count: z.int().min(1).max(10_000).default(20).describe('So many webhooks with a wrong signature …'),
  within: duration('… within so long').default('5m'),
});

/** When operators are told that something is odd. */
export const alerts = z.strictObject({
  silence: duration('Tell it when no webhook has come for so long. Never unless given').optional(),
  hours: hours
    .optional()
    .describe('When webhooks are to be expected: other times are no silence. Always unless given.'),
  wrongSignatures: wrongSignatures
    .prefault({})
    .describe('Tell it when so many webhooks have come with a wrong signature.'),
});
