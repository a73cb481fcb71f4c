import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

export interface Server {
  readonly port: number;
  stop(): Promise<void>;
}

/** One of the two servers, in a process of its own. */
export const startServer = async (
  serverArguments: readonly string[],
  nodeArguments: readonly string[],
): Promise<Server> => {
  const child = fork(join(import.meta.dirname, 'server.ts'), serverArguments, {
    execArgv: [...nodeArguments],
  });
  const exited = once(child, 'exit');
  const early = exited.then(() => {
    throw new Error(`The server "${serverArguments.join(' ')}" ended before it listened.`);
  });
  const [{ port }] = (await Promise.race([once(child, 'message'), early])) as [{ port: number }];
  return {
    port,
    stop: async () => {
      early.catch(() => undefined);
      child.disconnect();
      await exited;
    },
  };
};
