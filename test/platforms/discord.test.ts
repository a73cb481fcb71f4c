import fc from 'fast-check';
import { expect, test } from 'vitest';
import { eventually } from '../eventually.ts';
import { translate, translateChange, translateWithFile } from '../../src/platforms/discord/errors.ts';
import { escapeAtoms } from '../../src/platforms/discord/escape.ts';
import { discord } from '../../src/platforms/discord/index.ts';
import { looksOf, maskedLinks, plainText, type ChannelOptions } from '../sandbox/discord/index.ts';
import { platformContract, type Stage } from './contract.ts';
import { channel, connectTo, createStand, isPost, openThread, placeOf, textsIn } from './discord/world.ts';
import { card, posting, words } from './stage.ts';

const isForumPost = ({ method }: { readonly method: string }): boolean =>
  method === 'POST /channels/:id/threads';

const createStage = async (
  channelOptions: ChannelOptions = {},
  identity: 'bot' | 'contact' = 'bot',
): Promise<Stage> => {
  const stand = await createStand({}, channelOptions);
  const platform = await connectTo(stand);
  await eventually(() => {
    expect(platform.state().status).toBe('up');
  }, 10_000);
  // The head of a forum's thread is the first of its messages.
  const threads = () =>
    stand.threads(channel).map(({ thread, starter, messages }) => ({
      id: thread.id,
      starter,
      messages: messages.filter(({ id }) => id !== thread.id),
    }));
  const everything = () => [
    ...stand.messages(channel),
    ...threads().flatMap(({ starter, messages }) => [...(starter === null ? [] : [starter]), ...messages]),
  ];
  const find = (thread: string, post: string) => {
    const message = stand.messages(thread).find(({ id }) => id === post);
    if (message === undefined) throw new Error(`there is no post ${post}`);
    return message;
  };
  return {
    platform,
    place: placeOf({ identity }),
    threads: () =>
      threads().map(({ starter, messages }) => [
        starter === null ? '' : plainText(starter),
        ...messages.map(plainText),
      ]),
    strays: () =>
      stand
        .messages(channel)
        .map(plainText)
        .filter((text) => !text.startsWith('👤')),
    pings: () =>
      everything().flatMap((message) => [
        ...(message.mention_everyone || message.mentions.length > 0 ? [message.content] : []),
        // Only the bridge hides addresses behind words, and only in small print.
        ...maskedLinks(message).flatMap(({ look, url }) => (look.includes('n') ? [] : [url])),
      ]),
    refusals: () => stand.refusals,
    looks: (thread, post) => looksOf(find(thread, post)),
    reactions: (thread, post) => find(thread, post).reactions,
    files: () =>
      threads()
        .flatMap(({ messages }) => messages)
        .flatMap(({ attachments }) => attachments)
        .map(({ filename, bytes }) => ({ name: filename, text: new TextDecoder().decode(bytes) })),
    opens: (link) => {
      const [, guild, thread = '', post] =
        /^https:\/\/discord\.com\/channels\/(\d+)\/(\d+)(?:\/(\d+))?$/.exec(link) ?? [];
      if (guild !== stand.guildId) return null;
      if (post !== undefined) return plainText(find(thread, post));
      const starter = threads().find(({ id }) => id === thread)?.starter ?? null;
      return starter === null ? null : plainText(starter);
    },
    loseAnswer: () => {
      const when = (call: { readonly method: string }): boolean => isPost(call) || isForumPost(call);
      stand.faults.inject({ fault: { kind: 'acceptThenReset' }, when });
    },
    limitOnce: () => {
      stand.faults.inject({ fault: { kind: 'rateLimited', retryAfterSeconds: 7 }, when: isPost });
    },
    refuseFile: () => {
      stand.faults.inject({ fault: { kind: 'error', code: 40005 }, when: isPost });
    },
    deleteThread: (id) => {
      stand.deleteThread(id);
    },
    deletePost: (thread, post) => {
      const isHead = thread === post && channelOptions.type === undefined;
      stand.deleteMessage(isHead ? channel : thread, post);
    },
    breakPlace: () => {
      stand.denyChannel(channel, 50001);
    },
    mendPlace: () => {
      stand.denyChannel(channel, null);
    },
    revokeToken: () => {
      stand.revokeToken();
    },
    restoreToken: () => {
      stand.restoreToken();
    },
    down: () => stand.down(),
    up: () => stand.up(),
  };
};

platformContract(discord, () => createStage());
platformContract({ ...discord, name: 'discord, in a forum' }, () => createStage({ type: 15 }));
platformContract({ ...discord, name: 'discord, as the contact' }, () => createStage({}, 'contact'));

test('discord › an archived thread is woken, not opened twice', async () => {
  const stand = await createStand();
  const { id, say } = await openThread(stand);
  stand.archiveThread(id);
  await say('good morning', '1');
  expect(textsIn(stand)).toEqual(['good morning']);
  expect(stand.threads(channel)).toHaveLength(1);
});

test('discord › a thread whose opening was broken off in the middle is opened once', async () => {
  const stand = await createStand();
  const platform = await connectTo(stand);
  const isStart = ({ method }: { readonly method: string }): boolean => method.endsWith('/threads');
  stand.faults.inject({ fault: { kind: 'acceptThenReset' }, when: isStart });
  await expect(platform.open(placeOf(), card, posting('root'))).rejects.toThrow();
  const look = { since: Date.now() - 1_000, after: null, note: '' };
  await platform.open(placeOf(), card, posting('root', { look }));
  expect(stand.threads(channel)).toHaveLength(1);
  expect(stand.messages(channel)).toHaveLength(1);
});

test('discord › when the nonce is forgotten the thread is read, and nothing is shown twice', async () => {
  const stand = await createStand({ nonceWindowMs: 1 });
  const { say } = await openThread(stand);
  const { id: first } = await say('ok', '1');
  stand.faults.inject({ fault: { kind: 'acceptThenReset' }, when: isPost });
  await expect(say('  ok *then*\n', '2')).rejects.toThrow();
  await say('  ok *then*\n', '2', { look: { since: Date.now(), after: first, note: '' } });
  expect(textsIn(stand).map((text) => text.trim())).toEqual(['ok', 'ok *then*']);
});

test('discord › the same post again is answered with the message that is there', async () => {
  const stand = await createStand();
  const { say } = await openThread(stand);
  const first = await say('once', 'the same stamp');
  expect(await say('once', 'the same stamp')).toEqual(first);
  expect(textsIn(stand)).toEqual(['once']);
});

test('discord › a limit that does not say when it ends is no loop', async () => {
  const stand = await createStand();
  const { say } = await openThread(stand);
  const before = stand.calls.length;
  stand.faults.inject({ fault: { kind: 'rateLimited' }, times: Infinity });
  await expect(say('words', '1')).rejects.toMatchObject({ failure: { kind: 'retry', retryAfterMs: 5_000 } });
  expect(stand.calls.length - before).toBe(1);
});

test('discord › after a single 401 the token is tried again', async () => {
  const stand = await createStand();
  const { say } = await openThread(stand);
  stand.faults.inject({ fault: { kind: 'error', code: 0, status: 401 } });
  await expect(say('one', '1')).rejects.toMatchObject({ failure: { kind: 'broken', scope: 'platform' } });
  await say('one', '1');
  expect(textsIn(stand)).toEqual(['one']);
});

test('discord › the gateway comes back after a reconnect, and posts go on meanwhile', async () => {
  const stand = await createStand();
  const { say, platform } = await openThread(stand);
  await eventually(() => {
    expect([platform.state().status, stand.sessions()]).toEqual(['up', 1]);
  }, 10_000);
  stand.reconnectGateway();
  await say('meanwhile', '1');
  await eventually(() => {
    expect([platform.state().status, stand.sessions(), stand.resumes()]).toEqual(['up', 1, 1]);
  }, 15_000);
  stand.dropGateway();
  await say('again', '2');
  await eventually(() => {
    expect([platform.state().status, stand.resumes()]).toEqual(['up', 2]);
  }, 15_000);
  expect(textsIn(stand)).toEqual(['meanwhile', 'again']);
}, 40_000);

test('discord › a wrong token is told, and the process lives', async () => {
  const platform = await connectTo(await createStand(), 'wrong');
  await eventually(() => {
    expect(platform.state()).toMatchObject({
      status: 'down',
      why: expect.stringContaining('platforms.discord.token'),
    });
  }, 10_000);
});

const answer = (code: number, status = 400) => ({ name: `DiscordAPIError[${code}]`, code, status });

test.each<[string, unknown, object]>([
  [
    'a limit of one route',
    { name: 'RateLimitError[/x]', retryAfter: 9_000, global: false },
    { kind: 'retry', scope: 'conversation', retryAfterMs: 9_000 },
  ],
  [
    'the global limit',
    { name: 'RateLimitError[/x]', retryAfter: 900, global: true },
    { kind: 'retry', scope: 'platform' },
  ],
  ['HTTP 503', { name: 'HTTPError', status: 503 }, { kind: 'uncertain' }],
  ['a timeout', new DOMException('aborted', 'AbortError'), { kind: 'uncertain' }],
  ['a reset', Object.assign(new Error('x'), { code: 'ECONNRESET' }), { kind: 'uncertain' }],
  ['"other side closed"', Object.assign(new Error('x'), { code: 'UND_ERR_SOCKET' }), { kind: 'uncertain' }],
  [
    'a refused connection',
    Object.assign(new Error('x'), { code: 'ECONNREFUSED' }),
    { kind: 'broken', scope: 'platform' },
  ],
  ['unknown channel', answer(10003, 404), { kind: 'broken', scope: 'destination' }],
  ['missing access', answer(50001, 403), { kind: 'broken', scope: 'destination' }],
  ['missing permissions', answer(50013, 403), { kind: 'broken', scope: 'destination' }],
  ['another 403', answer(1, 403), { kind: 'broken', scope: 'destination' }],
  ['a wrong kind of channel', answer(50024), { kind: 'broken', scope: 'destination' }],
  ['a place for no messages', answer(50008), { kind: 'broken', scope: 'destination' }],
  ['a forum that wants a tag', answer(40067), { kind: 'broken', scope: 'destination' }],
  ['a tag that is gone', answer(10087, 404), { kind: 'retry', scope: 'conversation' }],
  ['too many webhooks', answer(30007), { kind: 'broken', scope: 'destination' }],
  ['too large a body', { name: 'HTTPError', status: 413 }, { kind: 'refused' }],
  ['a locked thread', answer(160005), { kind: 'threadLost' }],
  ['too many threads', answer(160006), { kind: 'retry', scope: 'conversation' }],
  ['401', answer(0, 401), { kind: 'broken', scope: 'platform' }],
  ['an invalid form', answer(50035), { kind: 'refused' }],
  ['an empty message', answer(50006), { kind: 'refused' }],
  ['AutoMod', answer(200000), { kind: 'refused' }],
  ['a write limit', answer(20028, 429), { kind: 'retry' }],
  ['an error nobody knows', answer(999999), { kind: 'retry', scope: 'conversation' }],
])('discord › %s is understood', (_what, error, failure) => {
  expect(translate(error, 'posting').failure).toMatchObject(failure);
});

test('discord › whatever is escaped reads as it was written', () => {
  const unit = fc.oneof(
    fc.string({
      unit: fc.constantFrom(...Array.from('\\*_~`|[]()<>@#-+.1 \nabc:/')),
      minLength: 1,
      maxLength: 1,
    }),
    fc.constantFrom('https://a.b/c_d*e', `https://${'a*'.repeat(60)}`, 'http://', '👍', '\n- ', '\n12. '),
  );
  fc.assert(
    fc.property(fc.array(unit, { maxLength: 60 }), (units) => {
      const content = escapeAtoms(units.join('')).join('');
      expect(looksOf({ content })).toEqual(units.join('') === '' ? [] : [{ text: units.join(''), look: '' }]);
    }),
  );
});

test.each<[number | null, number, object]>([
  [40005, 413, { kind: 'fileRefused' }],
  [50045, 400, { kind: 'fileRefused' }],
  [50046, 400, { kind: 'fileRefused' }],
  [30015, 400, { kind: 'fileRefused' }],
  [50013, 403, { kind: 'fileRefused' }],
  [null, 413, { kind: 'fileRefused' }],
  [50001, 403, { kind: 'broken', scope: 'destination' }],
  [null, 503, { kind: 'uncertain', retryAfterMs: null }],
])(
  'discord › where a file is sent along, %s (HTTP %s) may concern the file alone',
  (code, status, failure) => {
    const error = code === null ? { name: 'HTTPError', status } : answer(code, status);
    expect(translateWithFile(error, 'posting').failure).toEqual(failure);
  },
);

test.each([10003, 10008, 50005, 50083, 160005, 30046, 50162])(
  'discord › where a post is changed, %s concerns that post alone',
  (code) => {
    expect(translateChange(answer(code), 'changing').failure).toEqual({ kind: 'gone' });
  },
);

/** What Discord's Markdown takes for more than text at the start of a line. */
const actsAtLineStart = /^[^\S\n]*(?:#{1,3}\s|-#\s|>{1,3}\s|[-*+]\s|\d+[.)]\s)/m;

test('discord › wherever a long text is cut, no piece of it becomes a heading, a list, a quote or small print', () => {
  const unit = fc.constantFrom(
    '# ',
    '-# ',
    '> ',
    '>>> ',
    '- ',
    '+ ',
    '12. ',
    '3) ',
    'word ',
    'longword',
    '#',
    '-',
    '>',
    '1.',
    ' ',
    '\n',
  );
  fc.assert(
    fc.property(
      fc.array(unit, { minLength: 5, maxLength: 30 }),
      fc.integer({ min: 1, max: 1_900 }),
      (units, shift) => {
        const text = `${'x'.repeat(shift)}${units.join('').repeat(40)}`;
        for (const { preview } of discord.format(words(text))) {
          expect(preview).not.toMatch(actsAtLineStart);
        }
      },
    ),
  );
});

test('discord › 64 KiB of anything are escaped in one pass', () => {
  const started = process.cpuUsage();
  for (const nasty of ['*', '[a](', '\\', 'http://', '1.', '\n- ', '<@'])
    escapeAtoms(nasty.repeat(65_536 / nasty.length));
  // Cubic and quadratic escapers take minutes here; a bound far from both cannot flicker.
  expect(process.cpuUsage(started).user / 1000).toBeLessThan(3_000);
});

test('discord › JSON as it came cannot end its code block, nor the spoiler around it', () => {
  const text = '{"a": "|| [bank](https://evil.example) ||| ``` x"}';
  const [part] = discord.format({ blocks: [{ kind: 'raw', title: 'As it came', text }] });
  expect(part?.preview.match(/\|\|/g)).toHaveLength(2);
  expect(part?.preview.match(/```/g)).toHaveLength(2);
});

test('discord › the title of what came stands right above it, wherever the parts are cut', () => {
  for (let length = 1_700; length <= 1_900; length += 1) {
    const raw = { kind: 'raw', title: 'As it came', text: '{"a": 1}' } as const;
    const previews = discord.format({ blocks: [...words('x'.repeat(length)).blocks, raw] });
    const whole = previews.map(({ preview }) => preview).filter((preview) => preview.includes('As it came'));
    expect(whole).toEqual([expect.stringContaining('-# As it came\n||```json\n{"a": 1}\n```||')]);
  }
});

test('discord › what came is coloured as JSON where it is JSON, and nowhere else', () => {
  const fences = ['{"a": 1}', '[1]', ' {}', 'former words', '"{"', '', 'js\n{}'].map(
    (text) => discord.format({ blocks: [{ kind: 'raw', title: 'It', text }] })[0]?.preview.split('\n')[1],
  );
  expect(fences).toEqual(['||```json', '||```json', '||```json', '||```', '||```', '||```', '||```']);
});
