import { createAttach } from './drafts/attach.ts';
import { draftEdit, draftReaction, draftRevoke } from './drafts/changes.ts';
import { draftText, type Draft } from './drafts/draft.ts';
import type { MediaHost } from './media-host.ts';
import { ana, jonas, marcus, type Person } from './people.ts';

/** What agents read of a message in the end. */
export interface Wanted {
  /** Letters of its post. */
  readonly text: string;
  /** How the name of its file ends. */
  readonly file: string | null;
  readonly reaction: string | null;
}

export interface Said {
  readonly by: Person;
  readonly draft: Draft;
  /** `null`: it is about an earlier message, whose `wanted` says what becomes of it. */
  readonly wanted: Wanted | null;
  /** WaConnect did not hear the first answer, and sends the same webhook once more. */
  readonly repeated: boolean;
}

const repeated = { repeated: true };

/** Three people write as people do; each person's in the order written. */
export const writeScript = (host: MediaHost): readonly Said[] => {
  const attach = createAttach(host);
  const photo = attach(ana, 'photo');
  const voice = attach(jonas, 'voice');
  const bells = draftText(marcus, 'Two brass bells, please');
  const wrong = draftText(jonas, 'Falscher Chat, Entschuldigung!');
  return [
    say(ana, 'Hi! My order 20481 should have been here yesterday.'),
    say(ana, 'Could you have a look?', repeated),
    say(ana, 'Two lines:\n1. The parcel is “on its way”\n2. It is not here'),
    shows(ana, photo, { text: 'The view from the quay', file: '.png', reaction: '👍' }),
    about(ana, draftReaction(ana, photo.id, '❤️')),
    about(ana, draftReaction(ana, photo.id, '👍')),
    say(ana, 'Thank you 🙏'),
    say(marcus, '<!channel> @everyone [free money](http://bad.example)'),
    say(marcus, '*bold* _italic_ `code` ~gone~ snake_case'),
    say(marcus, 'مرحبا، do you ship to Amman?'),
    shows(marcus, bells, { text: 'Three brass bells, please' }),
    about(marcus, draftEdit(marcus, earlier(bells), 'Three brass bells, please')),
    say(jonas, 'Guten Tag, ist die Rechnung für März schon da?'),
    shows(jonas, voice, { text: '', file: '.ogg' }),
    say(jonas, `Ich habe ${'sehr '.repeat(30)}lange gewartet.`, repeated),
    shows(jonas, wrong, { text: 'Deleted' }),
    about(jonas, draftRevoke(jonas, wrong.id)),
    say(jonas, 'Danke & schöne Grüße <3'),
  ];
};

const shows = (by: Person, draft: Draft, wanted: Partial<Wanted>, more = { repeated: false }): Said => ({
  ...{ by, draft, wanted: { text: '', file: null, reaction: null, ...wanted } },
  ...more,
});

const say = (by: Person, text: string, more = { repeated: false }): Said =>
  shows(by, draftText(by, text), { text }, more);

const about = (by: Person, draft: Draft): Said => ({ by, draft, wanted: null, repeated: false });

const earlier = ({ id, does }: Draft) => {
  if (does.kind !== 'message') throw new Error('only a message is written anew');
  return { id, shown: does.shown, said: does.said };
};
