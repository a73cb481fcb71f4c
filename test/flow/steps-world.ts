import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { sampleFiles } from '../media/files.ts';
import { plainText as discordText, startDiscord } from '../sandbox/discord/index.ts';
import { startMediaHost } from '../sandbox/media.ts';
import { plainText as slackText, startSlack } from '../sandbox/slack/index.ts';
import { createWaConnect, messageWebhook, type Message } from '../sandbox/waconnect.ts';
import { edit, text } from './media-world.ts';
import { createBridgeProcess, type BridgeProcess } from './process.ts';
import { newStoreText } from './store.ts';
import { discordChannel, secret, slackChannel } from './world.ts';

/** A post as agents see it, by what its message is called here. */
export interface Stood {
  readonly name: string;
  readonly text: string;
  readonly isMarked: boolean;
  readonly reactions: readonly string[];
  readonly files: readonly string[];
}

export interface Ran {
  /** What the process did until its end, or until the end of the scenario. */
  readonly steps: readonly string[];
  /** By platform: the posts of each thread. */
  readonly threads: Readonly<Record<string, readonly (readonly Stood[])[]>>;
  readonly refusals: readonly string[];
}

const hook = join(import.meta.dirname, 'steps-hook.ts');
const longestMs = 60_000;

const reply: Message = { ...text('m3', 'm3 the third'), context: { id: 'm1', from: '15550100001' } };
const reaction: Message = { id: 'r1', type: 'reaction', content: { messageId: 'm2', emoji: '👍' } };
const document: Message = {
  id: 'm4',
  type: 'document',
  content: { mediaId: 'm4', mimeType: 'application/pdf', filename: 'm4.pdf', caption: 'm4 the file' },
};

/**
 * Two messages, and when they are shown a quote, a reaction, an edit and a file; the process kills itself at this step,
 * is started again without the hook, and WaConnect repeats what had no answer.
 */
export const runUntilStep = async (killedAt: number): Promise<Ran> => {
  const folder = mkdtempSync(join(tmpdir(), 'steps-'));
  const file = join(folder, 'steps');
  writeFileSync(file, '');
  const slack = await startSlack({ limits: 'none' });
  const discord = await startDiscord({ limits: 'none' });
  const media = await startMediaHost();
  const { bytes, mimeType } = sampleFiles.pdf();
  media.put('m4', bytes, mimeType);
  slack.addChannel(slackChannel);
  discord.addChannel(discordChannel);
  const store = newStoreText('bridge.db');
  const yaml = (port: number): string => `
server: { host: 127.0.0.1, port: ${port} }
waconnect:
  secrets: ["${secret}"]
  api: { key: "${media.apiKey}" }
  media: { url: "${media.url}", hosts: [127.0.0.1], insecure: true }
store: "${store}"
platforms:
  slack: { botToken: "${slack.botToken}", appToken: "${slack.appToken}", apiUrl: "${slack.apiUrl}" }
  discord: { token: "${discord.token}", apiUrl: "${discord.apiUrl}" }
destinations:
  support: { platform: slack, channel: ${slackChannel}, postsPerSecond: 100, burst: 10 }
  sales: { platform: discord, channel: "${discordChannel}" }
routes: [{ to: [support, sales] }]
`;
  const bridge = await createBridgeProcess(folder, yaml);
  const over = new AbortController();

  const threads = (): Ran['threads'] => ({
    slack: slack.threads(slackChannel).map(({ replies }) =>
      replies.map((message) => ({
        ...readText(slackText(message)),
        reactions: message.reactions.map(({ name }) => name),
        files: (message.files ?? []).map(({ name }) => name),
      })),
    ),
    discord: discord.threads(discordChannel).map(({ messages }) =>
      messages.map((message) => ({
        ...readText(discordText(message)),
        reactions: message.reactions,
        files: message.attachments.map(({ filename }) => filename),
      })),
    ),
  });
  const shows = (...names: readonly string[]): boolean =>
    Object.values(threads()).every((some) => {
      const shown = some.flat().map(({ name }) => name);
      return names.every((name) => shown.includes(name));
    });
  const send = async (...messages: readonly Message[]): Promise<void> => {
    const provider = createWaConnect({ url: bridge.url, secret, delaysMs: Array<number>(100).fill(100) });
    for (const message of messages) {
      const { status } = await provider.send(messageWebhook({ from: '15550100001', ...message }));
      if (status !== 200) throw new Error(`${message.id} was not taken`);
    }
  };

  // Killed at its very start, perhaps.
  const started = bridge.start({ file: hook, env: { STEP_AT: String(killedAt), STEPS_FILE: file } });
  await started.catch(() => undefined);
  const keeping = keepAlive(bridge, over.signal);
  try {
    await send(text('m1', 'm1 the first'), text('m2', 'm2 the second'));
    await until('the first two are shown', () => shows('m1', 'm2'));
    await send(reply, reaction, edit('e1', 'm1', 'm1 mended'), document);
    await until('all is shown', () => shows('m1', 'm2', 'm3', 'm4'));
    await until('nothing is owed', async () => (await owed(bridge)) === 0);
    const steps = readFileSync(file, 'utf8').split('\n').slice(0, -1);
    return { steps, threads: threads(), refusals: [...slack.refusals, ...discord.refusals] };
  } finally {
    over.abort();
    await keeping;
    await bridge.kill();
    await Promise.all([slack.close(), discord.close(), media.close()]);
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
};

const readText = (shown: string): Pick<Stood, 'name' | 'text' | 'isMarked'> => ({
  // A quote and the line of a file stand above the words.
  name: /(?:^|\n)(m\d) /.exec(shown)?.[1] ?? 'a line',
  text: shown,
  isMarked: /may be shown twice/i.test(shown),
});

const keepAlive = async (bridge: BridgeProcess, signal: AbortSignal): Promise<void> => {
  while (!signal.aborted) {
    if (!bridge.isRunning()) await bridge.start();
    await after(10);
  }
};

const until = async (what: string, isTrue: () => boolean | Promise<boolean>): Promise<void> => {
  const latest = performance.now() + longestMs;
  while (!(await isTrue())) {
    if (performance.now() > latest) throw new Error(`waited in vain until ${what}`);
    await after(20);
  }
};

/** What the bridge has still to show; `null` while nobody can say. */
const owed = async ({ url }: BridgeProcess): Promise<number | null> => {
  try {
    const answer = await fetch(new URL('/readyz', url));
    const { destinations } = (await answer.json()) as {
      destinations: Record<string, { owed?: number | null }>;
    };
    const each = Object.values(destinations).map((one) => one.owed ?? null);
    return each.includes(null) ? null : each.reduce<number>((sum, one) => sum + (one ?? 0), 0);
  } catch {
    return null;
  }
};
