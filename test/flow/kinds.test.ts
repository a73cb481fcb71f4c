import { expect, test } from 'vitest';
import { messageWebhook, textWebhook, type Message } from '../sandbox/waconnect.ts';
import { discordThreads, refusals, shownPosts, slackThreads } from './shown.ts';
import { createWorld, discordChannel, eventually, everyone, slackChannel, type World } from './world.ts';

const send = async (world: World, ...messages: readonly Message[]): Promise<void> => {
  for (const message of messages) {
    const { status } = await world.provider.send(messageWebhook({ from: '15550100001', ...message }));
    expect(status).toBe(200);
  }
};
const text = (id: string, words: string): Message => ({ id, type: 'text', content: { text: words } });
const reaction = (id: string, messageId: string, emoji: string | null): Message => ({
  id,
  type: 'reaction',
  content: { messageId, emoji },
});

/** Both platforms show the same in the contact's thread. */
const bothShow = (world: World, check: (posts: ReturnType<typeof shownPosts>[number]) => void) =>
  eventually(() => {
    for (const posts of shownPosts(world)) check(posts);
    expect(refusals(world)).toEqual([]);
  });

test('flow › a reaction stands on its message, is replaced, and goes when it is taken back', async () => {
  const world = await createWorld();
  await send(world, text('m1', 'on its way'), text('m2', 'arrived'), reaction('r1', 'm2', '👍🏽'));
  await bothShow(world, ([first, second]) => {
    expect(first?.reactions).toEqual([]);
    expect(second?.reactions).toHaveLength(1);
  });
  const [slack, discord] = shownPosts(world);
  expect(slack?.[1]?.reactions).toEqual(['+1::skin-tone-4']);
  expect(discord?.[1]?.reactions).toEqual(['👍🏽']);
  await send(world, reaction('r2', 'm2', '❤️'));
  await eventually(() => {
    const [onSlack, onDiscord] = shownPosts(world);
    expect(onSlack?.[1]?.reactions).toEqual(['heart']);
    expect(onDiscord?.[1]?.reactions.map((emoji) => emoji.replace('\uFE0F', ''))).toEqual(['❤']);
  });
  await send(world, reaction('r3', 'm2', null), text('m3', 'thanks'));
  await bothShow(world, (posts) => {
    expect(posts.map(({ text: shown }) => shown)).toEqual(['on its way', 'arrived', 'thanks']);
    expect(posts.flatMap(({ reactions }) => reactions)).toEqual([]);
  });
});

test('flow › a reaction that cannot be put on the message is a line', async () => {
  const world = await createWorld();
  await send(world, text('m1', 'hello'), reaction('r1', 'nobody knows', '👍'));
  await bothShow(world, (posts) => {
    expect(posts).toHaveLength(2);
    expect(posts[1]?.text).toContain('👍');
  });
  const [root] = world.slack.threads(slackChannel);
  const [thread] = world.discord.threads(discordChannel);
  const slackPost = root?.replies[0]?.ts ?? '';
  const discordPost = thread?.messages[0]?.id ?? '';
  world.slack.deleteMessage(slackChannel, slackPost);
  world.discord.deleteMessage(thread?.thread.id ?? '', discordPost);
  await send(world, reaction('r2', 'm1', '🎉'));
  await bothShow(world, (posts) => {
    expect(posts.at(-1)?.text).toMatch(/🎉.*hello/);
  });
});

test('flow › an edit changes the post and keeps the former words in reach, and a deletion strikes it', async () => {
  const world = await createWorld();
  await send(
    world,
    text('m1', 'come at 10'),
    text('m2', 'the door is open'),
    {
      id: 'e1',
      type: 'edit',
      content: { originalMessageId: 'm1', message: { type: 'text', text: { body: 'come at 11' } } },
    },
    text('m3', 'ok?'),
  );
  await bothShow(world, (posts) => {
    expect(posts).toHaveLength(3);
    expect(posts[0]?.text).toMatch(/^come at 11\n.*Edited/);
    expect(posts[0]?.text).toContain('come at 10');
  });
  await send(world, { id: 'd1', type: 'revoke', content: { originalMessageId: 'm2' } });
  await bothShow(world, (posts) => {
    expect(posts).toHaveLength(3);
    expect(posts[1]?.text).toMatch(/the door is open.*\n.*Deleted/);
  });
  // What was edited can be deleted too, and nothing of the way there is lost.
  await send(world, { id: 'd2', type: 'revoke', content: { originalMessageId: 'm1' } });
  await bothShow(world, (posts) => {
    expect(posts[0]?.text).toMatch(/come at 11[\s\S]*Deleted/);
    expect(posts[0]?.text).toContain('come at 10');
  });
});

test('flow › an edit changes the message where it stands, whatever the routes say of the new words', async () => {
  const invoices = { field: 'text', matches: (words: string) => words.includes('invoice') } as const;
  const routes = [{ ...everyone(['sales']), when: [invoices] }, everyone(['support'])];
  const world = await createWorld({ config: { routes } });
  const content = { originalMessageId: 'm1', message: { type: 'text', text: { body: 'my bill' } } };
  await send(world, text('m1', 'my invoice'), { id: 'e1', type: 'edit', content }, text('m2', 'hello'));
  await eventually(() => {
    const [slack, discord] = shownPosts(world);
    expect(slack?.map((post) => post.text)).toEqual(['hello']);
    expect(discord).toHaveLength(1);
    expect(discord?.[0]?.text).toMatch(/^my bill\n/);
  });
});

test('flow › where the operator wants it, nothing stays of what the contact deleted', async () => {
  const posts = { mapUrl: 'https://map.example/{latitude}/{longitude}', keepsRevoked: false };
  const world = await createWorld({ config: { posts } });
  await send(world, text('m1', 'my password is hunter2'));
  await send(world, { id: 'd1', type: 'revoke', content: { originalMessageId: 'm1' } });
  await bothShow(world, ([first]) => {
    expect(first?.text).toContain('Deleted');
    expect(first?.text).not.toContain('hunter2');
  });
});

test('flow › a reply quotes the first line of what it answers, with a link to it', async () => {
  const world = await createWorld();
  await send(world, text('m1', 'Is the blue one there?\nAnd the red one?'));
  await send(world, { ...text('m2', 'That one!'), context: { id: 'm1', from: '15550100001' } });
  await send(world, { ...text('m3', 'And this?'), context: { id: 'unknown', from: '15550100001' } });
  await bothShow(world, ([, second, third]) => {
    expect(second?.text).toMatch(/Is the blue one there\?.*\nThat one!$/);
    expect(second?.text).not.toContain('the red one');
    expect(third?.text).toMatch(/does not know.*\nAnd this\?$/);
  });
  const [slackThread] = world.slack.threads(slackChannel);
  const quoted = (slackThread?.replies[0]?.ts ?? '').replace('.', '');
  expect(JSON.stringify(slackThread?.replies[1]?.blocks)).toContain(`/archives/${slackChannel}/p${quoted}`);
  const [discordThread] = world.discord.threads(discordChannel);
  const [first, second] = discordThread?.messages ?? [];
  expect(second?.content).toContain(`/${discordThread?.thread.id}/${first?.id}`);
});

test('flow › the same message quoted in other terms is found by the end of its id', async () => {
  const world = await createWorld();
  const wamid = (party: string, token: string) =>
    `wamid.${Buffer.from(`\u001c\u0018\u000b${party}\u0015\u0002\u0000\u0012\u0018\u0014${token}\u0000`, 'latin1').toString('base64')}`;
  const token = '3A4A6599AEE03810144F';
  await send(world, text(wamid('15550100001', token), 'first'));
  await send(world, { ...text('m2', 'second'), context: { id: wamid('US.13491208', token) } });
  await bothShow(world, ([, second]) => {
    expect(second?.text).toMatch(/first.*\nsecond$/);
  });
});

test('flow › a message that was not available at first takes the place of its placeholder', async () => {
  const world = await createWorld();
  const ghost: Message = {
    id: 'm1',
    type: 'unsupported',
    content: { errors: [{ code: 131060, title: 'This message is unavailable.' }] },
  };
  await send(world, ghost, text('m0', 'meanwhile'), text('m1', 'I saw your ad'));
  await bothShow(world, (posts) => {
    expect(posts.map(({ text: shown }) => shown)).toEqual(['I saw your ad', 'meanwhile']);
  });
  // Both again, in the other order: repeats.
  await send(world, text('m1', 'I saw your ad'), ghost, text('m2', 'end'), reaction('r1', 'm1', '👍'));
  await bothShow(world, (posts) => {
    expect(posts.map(({ text: shown }) => shown)).toEqual(['I saw your ad', 'meanwhile', 'end']);
    expect(posts[0]?.reactions).toHaveLength(1);
  });
});

test('flow › a placeholder that comes after its message is not shown', async () => {
  const world = await createWorld();
  await send(
    world,
    text('m1', 'here'),
    { id: 'm1', type: 'unsupported', content: { errors: [{ code: 131060 }] } },
    text('m2', 'end'),
  );
  await bothShow(world, (posts) => {
    expect(posts.map(({ text: shown }) => shown)).toEqual(['here', 'end']);
  });
});

test('flow › a contact known by phone and by user id comes into one thread once they are the same', async () => {
  const world = await createWorld();
  await send(world, text('m1', 'by phone'));
  const anonymous = { from: undefined, contactWaId: undefined, fromUserId: 'US.1349120865530274' };
  await send(world, { ...text('m2', 'by user id'), besides: anonymous });
  await eventually(() => {
    expect(slackThreads(world)).toHaveLength(2);
    expect(discordThreads(world)).toHaveLength(2);
  });
  await send(world, { ...text('m3', 'by both'), besides: { fromUserId: 'US.1349120865530274' } });
  await send(world, { ...text('m4', 'by user id again'), besides: anonymous });
  await eventually(() => {
    for (const [first, second] of [slackThreads(world), discordThreads(world)]) {
      expect(first?.map((post) => post.split('\n')[0])).toEqual([
        expect.stringContaining('Ana Example'),
        'by phone',
        'by both',
        'by user id again',
      ]);
      expect(second?.slice(1)).toEqual(['by user id']);
    }
  });
  // The post that brought them together says where the other thread is.
  for (const [first] of [slackThreads(world), discordThreads(world)]) expect(first?.[2]).toContain('🔗');
});

test('flow › a message of a group is in the thread of the group, and says who wrote it', async () => {
  const world = await createWorld();
  const inGroup = (from: string, name: string, message: Message): Message => ({
    ...message,
    from,
    name,
    besides: { groupId: 'group-1' },
  });
  await send(
    world,
    inGroup('15550100001', 'Ana Example', text('m1', 'who comes?')),
    inGroup('15550100002', 'Ben Example', text('m2', 'I do')),
  );
  await eventually(() => {
    for (const threads of [slackThreads(world), discordThreads(world)]) {
      expect(threads).toHaveLength(1);
      expect(threads[0]?.[1]).toMatch(/Ana Example.*15550100001[\s\S]*who comes\?/);
      expect(threads[0]?.[2]).toMatch(/Ben Example.*15550100002[\s\S]*I do/);
    }
  });
});

test('flow › an event of an unknown kind is told to the operators once a day, and to no agent', async () => {
  const world = await createWorld({
    config: { operators: 'sales', routes: [everyone(['support'])] },
  });
  const odd = (id: string) => ({
    event: 'account.review',
    accountId: 'acc',
    message: { messageId: id, from: '15550100001' },
  });
  for (const id of ['1', '2', '3']) expect((await world.provider.send(odd(id))).status).toBe(200);
  await world.provider.send({
    event: 'message.status',
    accountId: 'acc',
    message: { messageId: 'm1', status: 'read' },
  });
  await world.provider.send(textWebhook({ from: '15550100001', text: 'hello' }));
  await eventually(() => {
    expect(slackThreads(world)).toHaveLength(1);
    expect(slackThreads(world)[0]?.slice(1)).toEqual(['hello']);
    expect(discordThreads(world)).toHaveLength(1);
    expect(discordThreads(world)[0]).toHaveLength(2);
    expect(discordThreads(world)[0]?.[1]).toContain('account.review');
  });
});

test('flow › the head of a thread counts the messages and follows the name', async () => {
  const world = await createWorld({ cardsEveryMs: 200 });
  await send(world, text('m1', 'one'), text('m2', 'two'), { ...text('m3', 'three'), name: 'Ana Married' });
  await eventually(() => {
    for (const [root] of [slackThreads(world)[0] ?? [], discordThreads(world)[0] ?? []]) {
      expect(root).toContain('Ana Married');
      expect(root).toMatch(/3 messages/);
    }
    expect(world.discord.threads(discordChannel)[0]?.thread.name).toContain('Ana Married');
  });
  expect(refusals(world)).toEqual([]);
});

test('flow › a message that was written long before it is shown says so', async () => {
  const world = await createWorld();
  await send(world, { ...text('m1', 'still there?'), at: new Date(Date.now() - 3_600_000) });
  await bothShow(world, ([first]) => {
    expect(first?.text).toMatch(/^still there\?\n.*written/);
  });
});
