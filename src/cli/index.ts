import { Command, CommanderError } from 'commander';

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
    .option('-c, --config <file>', 'the configuration', defaultFile)
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
      code = check(file);
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

  try {
    await program.parseAsync(words, { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  }
};
