import { expect, test } from 'vitest';
import { discord } from '../../../src/platforms/discord/index.ts';
import type { Look, Sent } from '../../../src/platforms/platform.ts';
import type { Fault } from '../../sandbox/faults.ts';
import type { DiscordSandbox } from '../../sandbox/discord/index.ts';
import { card, failureOf, onlyPart, posting, words } from '../stage.ts';
import { channel, connectTo, createStand, isPost, placeOf } from './world.ts';

type Attempt = (look: Look | null) => Promise<Sent>;

/** One thing that is said, and how many of it stand there. */
interface Said {
  readonly attempt: Attempt;
  readonly standing: () => readonly string[];
}

const part = (text: string) => onlyPart(discord.format(words(text)));
const contents = (stand: DiscordSandbox, place: string): readonly string[] =>
  stand.messages(place).map(({ content }) => content);

const afterAnother = async (stand: DiscordSandbox): Promise<Said> => {
  const platform = await connectTo(stand);
  const { id } = await platform.open(placeOf(), card, posting('root'));
  const { id: after } = await platform.post(placeOf(), id, part('before'), posting('before'));
  return {
    attempt: async (look) =>
      platform.post(
        placeOf(),
        id,
        part('words'),
        posting('1', { look: look === null ? null : { ...look, after } }),
      ),
    standing: () => contents(stand, id).slice(1),
  };
};

const first = async (stand: DiscordSandbox): Promise<Said> => {
  const platform = await connectTo(stand);
  const { id } = await platform.open(placeOf(), card, posting('root'));
  return {
    attempt: async (look) => platform.post(placeOf(), id, part('words'), posting('1', { look })),
    standing: () => contents(stand, id),
  };
};

const head = async (stand: DiscordSandbox): Promise<Said> => {
  const platform = await connectTo(stand);
  return {
    attempt: async (look) => platform.open(placeOf(), card, posting('root', { look })),
    standing: () => contents(stand, channel),
  };
};

const mark = 'May be shown twice';

const faults = { shown: { kind: 'acceptThenReset' }, lost: { kind: 'reset' } } satisfies Record<
  string,
  Fault
>;

interface Row {
  readonly what: string;
  readonly create: (stand: DiscordSandbox) => Promise<Said>;
  /** For some minutes Discord knows a post by its nonce. */
  readonly nonce: 'known' | 'forgotten';
  /** What became of the first attempt, whose answer nobody heard. */
  readonly attempt: keyof typeof faults;
  readonly history: 'readable' | 'hidden';
  readonly posts: number;
  readonly doubtful: boolean;
}

const row = (
  [what, create]: readonly [string, Row['create']],
  nonce: Row['nonce'],
  attempt: Row['attempt'],
  history: Row['history'],
  posts: number,
  doubtful: boolean,
): Row => ({ what, create, nonce, attempt, history, posts, doubtful });

const aPost = ['a post', afterAnother] as const;
const theFirst = ['the first post of a thread', first] as const;
const theHead = ['the head of a thread', head] as const;

test.each<Row>([
  ...[aPost, theFirst, theHead].flatMap((said) => [
    row(said, 'known', 'shown', 'readable', 1, false),
    row(said, 'known', 'lost', 'readable', 1, false),
    row(said, 'forgotten', 'shown', 'readable', 1, false),
    row(said, 'forgotten', 'lost', 'readable', 1, false),
    row(said, 'known', 'shown', 'hidden', 1, true),
    row(said, 'forgotten', 'shown', 'hidden', 2, true),
  ]),
  row(aPost, 'forgotten', 'lost', 'hidden', 1, true),
  row(theFirst, 'forgotten', 'lost', 'hidden', 1, true),
  // Nothing at all was said in the channel meanwhile, which Discord tells without the right to read it.
  row(theHead, 'forgotten', 'lost', 'hidden', 1, false),
])(
  'discord look › $what that was $attempt, its nonce $nonce and the history $history, stands there $posts times; in doubt: $doubtful',
  async ({ create, nonce, attempt, history, posts, doubtful }) => {
    const stand = await createStand({ nonceWindowMs: nonce === 'known' ? 180_000 : 1 });
    const said = await create(stand);
    const look = { since: Date.now(), after: null, note: '' };
    stand.faults.inject({ fault: faults[attempt], when: isPost });
    expect(await failureOf(said.attempt(null))).toEqual({ kind: 'uncertain', retryAfterMs: null });
    stand.hideHistory(channel, history === 'hidden');
    const sent = await said.attempt(look);
    expect([said.standing().length, sent.doubtful]).toEqual([posts, doubtful]);
    // What may be a double says so; what Discord knew is the first one, and says nothing.
    expect(said.standing().at(-1)?.includes(mark)).toBe(doubtful && nonce === 'forgotten');
  },
);

test('discord look › where the post before was deleted meanwhile, what is there is read all the same', async () => {
  const stand = await createStand({ nonceWindowMs: 1 });
  const platform = await connectTo(stand);
  const { id } = await platform.open(placeOf(), card, posting('root'));
  const say = async (text: string, look: Look | null = null): Promise<Sent> =>
    platform.post(placeOf(), id, part(text), posting(text, { look }));
  const { id: after } = await say('deleted');
  const since = Date.now();
  stand.faults.inject({ fault: faults.shown, when: isPost });
  await failureOf(say('words'));
  stand.deleteMessage(id, after);
  expect(await say('words', { since, after, note: '' })).toMatchObject({ doubtful: false });
  expect(contents(stand, id)).toEqual(['words']);
});

test('discord look › a post that is known to show another message is not taken for one that says the same', async () => {
  const stand = await createStand({ nonceWindowMs: 1 });
  const platform = await connectTo(stand);
  const { id } = await platform.open(placeOf(), card, posting('root'));
  const since = Date.now();
  const say = async (stamp: string, looks: boolean, recorded: readonly string[] = []): Promise<Sent> => {
    const look = looks ? { since, after: null, note: '' } : null;
    const isRecorded = async (post: string): Promise<boolean> => Promise.resolve(recorded.includes(post));
    return platform.post(placeOf(), id, part('yes'), posting(stamp, { look, isRecorded }));
  };
  const { id: other } = await say('other', false);
  const { id: own } = await say('own', true, [other]);
  expect(own).not.toBe(other);
  expect(await say('own', true, [other])).toEqual({ id: own, doubtful: false });
  expect(contents(stand, id)).toEqual(['yes', 'yes']);
});

test('discord look › one that is found with its mark is known to be marked', async () => {
  const stand = await createStand({ nonceWindowMs: 1 });
  const platform = await connectTo(stand);
  const { id } = await platform.open(placeOf(), card, posting('root'));
  const { id: post } = await platform.post(placeOf(), id, part('yes'), posting('1', { mark: true }));
  const look = { since: 0, after: null, note: '' };
  const found = await platform.post(placeOf(), id, part('yes'), posting('1', { mark: true, look }));
  expect(found).toEqual({ id: post, doubtful: true });
});
