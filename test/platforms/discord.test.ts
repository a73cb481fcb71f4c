import fc from 'fast-check';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { Log } from '../../src/core/log.ts';
import { translate } from '../../src/platforms/discord/errors.ts';
import { escapeAtoms } from '../../src/platforms/discord/escape.ts';
import { discord } from '../../src/platforms/discord/index.ts';
import {
  plainText,
  startDiscord,
  type DiscordOptions,
  type DiscordSandbox,
} from '../sandbox/discord/index.ts';
import { platformContract, type Stage } from './contract.ts';

const channel = '112233445566778899';
const quiet: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const card = { name: 'Ana', address: '+15550100', account: 'Acme', number: '1', at: 0 };

const createStand = async (options: DiscordOptions = {}): Promise<DiscordSandbox> => {
  const stand = await startDiscord({ limits: 'none', ...options });
  stand.addChannel(channel);
  onTestFinished(() => stand.close());
  return stand;
};

const connectTo = async (stand: DiscordSandbox, token = stand.token) => {
  const platform = await discord.connect({ token, apiUrl: stand.apiUrl }, quiet);
  onTestFinished(() => platform.close());
  return platform;
};

const createStage = async (): Promise<Stage> => {
  const stand = await createStand();
  const platform = await connectTo(stand);
  await vi.waitFor(() => {
    expect(platform.state().status).toBe('up');
  }, 10_000);
  const isPost = ({ method }: { readonly method: string }): boolean =>
    method === 'POST /channels/:id/messages';
  return {
    platform,
    place: { channel },
    threads: () =>
      stand
        .threads(channel)
        .map(({ starter, messages }) => [
          starter === null ? '' : plainText(starter),
          ...messages.map(plainText),
        ]),
    strays: () =>
      stand
        .messages(channel)
        .map(plainText)
        .filter((text) => !text.startsWith('👤')),
    pings: () => {
      const everywhere = [channel, ...stand.threads(channel).map(({ thread }) => thread.id)];
      return everywhere
        .flatMap((place) => stand.messages(place))
        .flatMap((message) =>
          message.mention_everyone || message.mentions.length > 0 ? [message.content] : [],
        );
    },
    refusals: () => stand.refusals,
    loseAnswer: () => {
      stand.faults.inject({ fault: { kind: 'acceptThenReset' }, when: isPost });
    },
    limitOnce: () => {
      stand.faults.inject({ fault: { kind: 'rateLimited', retryAfterSeconds: 7 } });
    },
    deleteThread: (id) => {
      stand.deleteThread(id);
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

platformContract(discord, createStage);

const openThread = async (stand: DiscordSandbox) => {
  const platform = await connectTo(stand);
  const signal = AbortSignal.timeout(10_000);
  const { id } = await platform.open({ channel }, card, { stamp: 'root', look: null, mark: false, signal });
  const say = async (
    text: string,
    stamp: string,
    look: { since: number; after: string | null } | null = null,
  ) => {
    const [part] = discord.format({ blocks: [{ kind: 'words', text }] });
    if (part === undefined) throw new Error('no part');
    return platform.post({ channel }, id, part, { stamp, look, mark: false, signal });
  };
  return { id, say, platform };
};
const textsIn = (stand: DiscordSandbox): readonly string[] =>
  stand.threads(channel)[0]?.messages.map(plainText) ?? [];

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
  const signal = AbortSignal.timeout(10_000);
  stand.faults.inject({ fault: { kind: 'acceptThenReset' }, when: isStart });
  await expect(
    platform.open({ channel }, card, { stamp: 'root', look: null, mark: false, signal }),
  ).rejects.toThrow();
  const look = { since: Date.now() - 1_000, after: null };
  await platform.open({ channel }, card, { stamp: 'root', look, mark: false, signal });
  expect(stand.threads(channel)).toHaveLength(1);
  expect(stand.messages(channel)).toHaveLength(1);
});

test('discord › when the nonce is forgotten the thread is read, and nothing is shown twice', async () => {
  const stand = await createStand({ nonceWindowMs: 1 });
  const { say } = await openThread(stand);
  const { id: first } = await say('ok', '1');
  const isPost = ({ method }: { readonly method: string }): boolean =>
    method === 'POST /channels/:id/messages';
  stand.faults.inject({ fault: { kind: 'acceptThenReset' }, when: isPost });
  await expect(say('  ok *then*\n', '2')).rejects.toThrow();
  await say('  ok *then*\n', '2', { since: Date.now(), after: first });
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
  await vi.waitFor(() => {
    expect([platform.state().status, stand.sessions()]).toEqual(['up', 1]);
  }, 10_000);
  stand.reconnectGateway();
  await say('meanwhile', '1');
  await vi.waitFor(() => {
    expect([platform.state().status, stand.sessions(), stand.resumes()]).toEqual(['up', 1, 1]);
  }, 15_000);
  stand.dropGateway();
  await say('again', '2');
  await vi.waitFor(() => {
    expect([platform.state().status, stand.resumes()]).toEqual(['up', 2]);
  }, 15_000);
  expect(textsIn(stand)).toEqual(['meanwhile', 'again']);
}, 40_000);

test('discord › a wrong token is told, and the process lives', async () => {
  const platform = await connectTo(await createStand(), 'wrong');
  await vi.waitFor(() => {
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

/** As Discord reads: an address to its end as it is, and a backslash before any sign as that sign. */
const read = (markdown: string): string =>
  markdown.replaceAll(
    /(https?:\/\/[^\s<]+)|\\([^0-9A-Za-z\s])/g,
    (_all, link?: string, sign?: string) => link ?? sign ?? '',
  );

test('discord › whatever is escaped reads as it was written', () => {
  const unit = fc.oneof(
    fc.string({
      unit: fc.constantFrom(...Array.from('\\*_~`|[]()<>@#-+.1 \nabc:/')),
      minLength: 1,
      maxLength: 1,
    }),
    fc.constantFrom('https://a.b/c_d*e', `https://${'a*'.repeat(600)}`, 'http://', '👍', '\n- ', '\n12. '),
  );
  fc.assert(
    fc.property(fc.array(unit, { maxLength: 60 }), (units) => {
      // A space more between an address and `<`: without it the address would swallow the escape.
      const asShown = units
        .join('')
        .replaceAll(/(https?:\/\/[^\s<]{1,1000}[^<.,:;"')\]\s][.,:;"')\]]*)</g, '$1 <');
      expect(read(escapeAtoms(units.join('')).join(''))).toBe(asShown);
    }),
  );
});

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
        for (const { preview } of discord.format({ blocks: [{ kind: 'words', text }] })) {
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
  const [part] = discord.format({ blocks: [{ kind: 'raw', text }] });
  expect(part?.preview.match(/\|\|/g)).toHaveLength(2);
  expect(part?.preview.match(/```/g)).toHaveLength(2);
});
