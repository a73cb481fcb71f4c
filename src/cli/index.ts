import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import type { DeliveriesOptions } from './deliveries.ts';
import type { RetryOptions } from './retry.ts';
import type { TraceOptions } from './trace.ts';

const defaultFile = 'config/bridge.yaml';

/** What a person typed → an exit code: 0 all is well, 1 it is not, 2 the words are not understood. */
export const run = async (words: readonly string[]): Promise<number> => {
  let code = 0;
  const program = new Command('bridge')
    .description(
      'Puts every WhatsApp message that WaConnect receives into a thread of its contact, in Slack or Discord.',
    )
    .exitOverride()
    .showHelpAfterError();

  program
    .command('serve')
    .description('Receives webhooks and posts them, until it is stopped by SIGTERM or Ctrl-C.')
    .addOption(ofConfig())
    .action(async ({ config }: { config: string }) => {
      const { serve } = await import('./serve.ts');
      code = await serve(config);
    });

  program
    .command('check')
    .description('Says every mistake in a configuration, or where its routes lead.')
    .argument('[file]', 'the configuration', defaultFile)
    .action(async (file: string) => {
      const { check } = await import('./check.ts');
      code = await check(file);
    });

  program
    .command('explain')
    .description(
      'Says which route takes a webhook, to which destinations, and shows the posts; sends nothing.',
    )
    .argument('<file>', 'the configuration')
    .argument('<event>', "a webhook's body as a JSON file")
    .action(async (file: string, event: string) => {
      const { explain } = await import('./explain.ts');
      code = explain(file, event);
    });

  program
    .command('deliveries')
    .description('Shows what waits to be posted, and what could not be posted: the dead letters.')
    .option('--waiting', 'only what waits')
    .option('--dead', 'only dead letters')
    .option('--destination <name>', 'only those of this destination')
    .option('--json', 'for machines')
    .addOption(ofConfig())
    .action(async (options: DeliveriesOptions) => {
      const { deliveries } = await import('./deliveries.ts');
      code = await deliveries(options);
    });

  program
    .command('trace')
    .description(
      'Says what became of a message, step by step, with times. Shows no text unless --text is given.',
    )
    .argument('<about>', "a message's id, a contact's phone number or user name, or a delivery's number")
    .option('--last <count>', 'how many events at the most, the newest', wholeNumber, 20)
    .option('--text', 'what the contact wrote, too')
    .option('--json', 'for machines')
    .addOption(ofConfig())
    .action(async (about: string, options: TraceOptions) => {
      const { trace } = await import('./trace.ts');
      code = await trace(about, options);
    });

  program
    .command('retry')
    .description('Tries dead letters again.')
    .argument('[numbers...]', 'as "deliveries --dead" shows them', wholeNumbers)
    .option('--dead', 'all of them')
    .option('--destination <name>', 'with --dead: all of this destination')
    .addOption(ofConfig())
    .action(async (numbers: readonly number[] | undefined, options: RetryOptions) => {
      const { retry } = await import('./retry.ts');
      code = await retry(numbers ?? [], options);
    });

  program
    .command('drop')
    .description('Gives dead letters up for good; they stay in the store, with the reason.')
    .argument('<numbers...>', 'as "deliveries --dead" shows them', wholeNumbers)
    .requiredOption('--why <text>', 'the reason')
    .addOption(ofConfig())
    .action(async (numbers: readonly number[], options: { config: string; why: string }) => {
      const { drop } = await import('./drop.ts');
      code = await drop(numbers, options);
    });

  program
    .command('backup')
    .description('Copies the store into a new file, while the bridge runs.')
    .argument('<file>', 'where to; it must not exist')
    .addOption(ofConfig())
    .action(async (file: string, options: { config: string }) => {
      const { backup } = await import('./backup.ts');
      code = await backup(file, options);
    });

  try {
    await program.parseAsync(words, { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  }
};

const ofConfig = (): Option => new Option('-c, --config <file>', 'the configuration').default(defaultFile);

const wholeNumber = (word: string): number => {
  const number = Number(word);
  if (!/^\d+$/.test(word) || number < 1 || !Number.isSafeInteger(number))
    throw new InvalidArgumentError('It must be a whole number, 1 or more.');
  return number;
};

const wholeNumbers = (word: string, before: readonly number[] | undefined): readonly number[] => [
  ...(before ?? []),
  wholeNumber(word),
];
