import type { Pool } from 'pg';

/** https://www.postgresql.org/support/versioning/ */
const oldest = 140_000;

interface Server {
  readonly version: number;
  readonly named: string;
  readonly fsync: string;
  readonly commit: string;
}

/** Throws a sentence for the operator where the server cannot be had, is too old, or forgets what it has acknowledged. */
export const refuseUnfit = async (pool: Pool): Promise<void> => {
  const { version, named, fsync, commit } = await ask(pool);
  if (version < oldest) {
    throw new Error(
      `The store is kept by PostgreSQL ${named}, and the bridge needs 14 or newer: update the server.`,
    );
  }
  const forgetful = [
    ...(fsync === 'on' ? [] : ['fsync']),
    ...(commit === 'off' ? ['synchronous_commit'] : []),
  ];
  if (forgetful.length > 0) {
    throw new Error(
      `PostgreSQL acknowledges what it has not yet written to its disk (${forgetful.join(' and ')} = off): a power loss would take messages along. Switch ${forgetful.join(' and ')} on.`,
    );
  }
};

const ask = async (pool: Pool): Promise<Server> => {
  try {
    const { rows } = await pool.query<Server>(
      `select current_setting('server_version_num')::integer as version, current_setting('server_version') as named,
         current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit`,
    );
    const [server] = rows;
    if (server === undefined) throw new Error('It answered nothing.');
    return server;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(
      `The store's PostgreSQL cannot be reached: ${why.replace(/\.?$/, '.')} Is "store" right, and is the server running?`,
      {
        cause: error,
      },
    );
  }
};
