import { z } from 'zod';
import { attachNames, createAttach } from './drafts/attach.ts';
import * as changes from './drafts/changes.ts';
import { draftText, type Draft } from './drafts/draft.ts';
import { draftFile, typeOf } from './drafts/files.ts';
import { draftOdd, oddNames } from './drafts/odd.ts';
import { draftNewNumber } from './drafts/quiet.ts';
import type { People, Person } from './people.ts';
import { sample, type Phones } from './phone.ts';
import type { Stage } from './stage.ts';
import type { Switches } from './switches.ts';

/** Does what the page asks for, and resolves when it is done; throws a `ZodError` for what nobody can do. */
export type Act = (wish: unknown) => Promise<void>;

/** What the page may name: the rest is refused. */
const known = <Found>(find: (id: string) => Found | undefined, otherwise: string) =>
  z.string().transform((id, { addIssue }): Found => {
    const found = find(id);
    if (found !== undefined) return found;
    addIssue({ code: 'custom', message: otherwise });
    return z.NEVER;
  });

/** Longest text: WhatsApp's own limit. */
const words = z.string().trim().min(1).max(4096);
const weather = z.enum(['up', 'slow', 'down']);

/** What a person at the page can do. */
const deedsOf = (stage: Stage, people: People, phones: Phones) => {
  const person = known(people.find, 'nobody has this number');
  const message = known(phones.find, 'there is no such message');
  const file = known(stage.media.find, 'there is no such file');
  const answers = message.nullable().default(null);
  const about = { person, message };
  return z.discriminatedUnion('do', [
    z.strictObject({ do: z.literal('write'), person, text: words, answers }),
    z.strictObject({ do: z.literal('attach'), person, which: z.enum(attachNames), answers }),
    z.strictObject({ do: z.literal('file'), person, file, caption: z.string().max(1024), answers }),
    z.strictObject({ do: z.literal('odd'), person, which: z.enum(oddNames) }),
    z.strictObject({ do: z.literal('react'), ...about, emoji: z.string().max(32).nullable() }),
    z.strictObject({ do: z.literal('edit'), ...about, text: words }),
    z.strictObject({ do: z.literal('revoke'), ...about }),
    z.strictObject({ do: z.literal('forward'), ...about, isOften: z.boolean() }),
    z.strictObject({ do: z.literal('move'), person }),
    z.strictObject({ do: z.literal('sample') }),
    z.strictObject({ do: z.literal('slack'), weather }),
    z.strictObject({ do: z.literal('discord'), weather }),
    z.strictObject({ do: z.literal('media'), weather: z.enum(['up', 'missing', 'slow']) }),
    z.strictObject({ do: z.literal('kill') }),
    z.strictObject({ do: z.literal('start') }),
  ]);
};

export const createAct = (stage: Stage, people: People, phones: Phones, switches: Switches): Act => {
  const deed = deedsOf(stage, people, phones);
  const attach = createAttach(stage.media);

  const say = (by: Person, draft: Draft, answers: changes.Earlier | null): Promise<void> =>
    phones.send(by, answers === null ? draft : changes.answering(by, draft, answers));

  const move = (before: Person): Promise<void> => {
    const after = people.move(before.id) ?? before;
    return phones.send(before, draftNewNumber(before, after));
  };

  const carryOut = (wish: z.infer<typeof deed>): Promise<void> => {
    switch (wish.do) {
      case 'write':
        return say(wish.person, draftText(wish.person, wish.text), wish.answers);
      case 'attach':
        return say(wish.person, attach(wish.person, wish.which), wish.answers);
      case 'file': {
        const sent = { type: typeOf(wish.file), file: wish.file, caption: wish.caption };
        return say(wish.person, draftFile(wish.person, stage.media, sent), wish.answers);
      }
      case 'odd':
        return phones.send(wish.person, draftOdd(wish.person, wish.which));
      case 'react':
        return phones.send(wish.person, changes.draftReaction(wish.person, wish.message.id, wish.emoji));
      case 'edit':
        return phones.send(wish.person, changes.draftEdit(wish.person, wish.message, wish.text));
      case 'revoke':
        return phones.send(wish.person, changes.draftRevoke(wish.person, wish.message.id));
      case 'forward':
        return phones.send(wish.person, changes.draftForward(wish.person, wish.message, wish.isOften));
      case 'move':
        return move(wish.person);
      case 'sample':
        return phones.send(sample.by, sample.draft);
      case 'slack':
        return switches.setSlack(wish.weather);
      case 'discord':
        return switches.setDiscord(wish.weather);
      case 'media':
        return switches.setMedia(wish.weather);
      case 'kill':
        return stage.bridge.kill();
      case 'start':
        return stage.bridge.start();
    }
  };
  return async (wish) => carryOut(deed.parse(wish));
};
