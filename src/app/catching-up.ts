import { isDeepStrictEqual } from 'node:util';
import type { ApiConfig } from '../config/config.ts';
import { createCatchUp, type CatchUp, type CatchUpOptions, type CatchUpState } from '../inbox/catch-up.ts';
import { createApi } from '../waconnect/api.ts';

/** Catch-up as the configuration has it now, while this process is the one that catches up. */
export interface CatchingUp {
  /** Begins, where there is a way to ask. */
  begin(config: ApiConfig | null): Promise<void>;
  /** Ends, or begins anew, where this is another way to ask; nothing where it has not begun. */
  follow(config: ApiConfig | null): Promise<void>;
  missed(why: string): void;
  /** Ends, until `begin`. */
  rest(): Promise<void>;
  state(): CatchUpState | { readonly status: 'off'; readonly why: string };
}

export const createCatchingUp = (options: Omit<CatchUpOptions, 'api' | 'config'>): CatchingUp => {
  let config: ApiConfig | null = null;
  let current: CatchUp | null = null;
  let hasBegun = false;

  const follow: CatchingUp['follow'] = async (next) => {
    if (!hasBegun || isDeepStrictEqual(config, next)) return;
    config = next;
    await current?.stop();
    // It may have come to rest meanwhile.
    if (!hasBegun) return;
    current = next === null ? null : createCatchUp({ ...options, config: next, api: createApi(next) });
    current?.start();
  };

  return {
    begin: async (next) => {
      hasBegun = true;
      await follow(next);
    },
    follow,
    missed: (why) => current?.missed(why),
    rest: async () => {
      hasBegun = false;
      config = null;
      const former = current;
      current = null;
      await former?.stop();
    },
    state: () =>
      current?.state() ?? {
        status: 'off',
        why: hasBegun ? 'There is no waconnect.api.key.' : 'Another process catches up.',
      },
  };
};
