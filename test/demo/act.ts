import { z } from 'zod';
import { awkwardNames, draftAwkward, draftText } from './awkward.ts';
import { people, type Person } from './people.ts';
import { sample, type Phones } from './phone.ts';
import type { Stage } from './stage.ts';
import type { Switches } from './switches.ts';

const person = z.string().transform((id, { addIssue }): Person => {
  const found = people.find((one) => one.id === id);
  if (found !== undefined) return found;
  addIssue({ code: 'custom', message: 'nobody has this number' });
  return z.NEVER;
});
const weather = z.enum(['up', 'slow', 'down']);

/** What a person at the page can do; longest text: WhatsApp's own limit. */
const deed = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('write'), person, text: z.string().trim().min(1).max(4096) }),
  z.strictObject({ do: z.literal('awkward'), person, which: z.enum(awkwardNames) }),
  z.strictObject({ do: z.literal('sample') }),
  z.strictObject({ do: z.literal('slack'), weather }),
  z.strictObject({ do: z.literal('discord'), weather }),
  z.strictObject({ do: z.literal('kill') }),
  z.strictObject({ do: z.literal('start') }),
]);

/** Does what the page asks for, and resolves when it is done; throws a `ZodError` for what nobody can do. */
export type Act = (wish: unknown) => Promise<void>;

export const createAct = (stage: Stage, phones: Phones, switches: Switches): Act => {
  const carryOut = (wish: z.infer<typeof deed>): Promise<void> => {
    switch (wish.do) {
      case 'write':
        return phones.send(wish.person, draftText(wish.person, wish.text));
      case 'awkward':
        return phones.send(wish.person, draftAwkward(wish.person, wish.which));
      case 'sample':
        return phones.send(sample.by, sample.draft);
      case 'slack':
        return switches.setSlack(wish.weather);
      case 'discord':
        return switches.setDiscord(wish.weather);
      case 'kill':
        return stage.bridge.kill();
      case 'start':
        return stage.bridge.start();
    }
  };
  return async (wish) => carryOut(deed.parse(wish));
};
