import { isDeepStrictEqual } from 'node:util';
import type { ApiConfig } from '../config/config.ts';
import { createCatchUp, type CatchUp, type CatchUpOptions, type CatchUpState } from '../inbox/catch-up.ts';
import { createApi } from '../waconnect/api.ts';

/** Catch-up as the configuration has it now. */
export interface CatchingUp {
  /** Begins, ends, or begins anew where this is another way to ask. */
  follow(config: ApiConfig | null): Promise<void>;
  missed(why: string): void;
  stop(): Promise<void>;
  state(): CatchUpState | { readonly status: 'off'; readonly why: string };
}

export const createCatchingUp = (options: Omit<CatchUpOptions, 'api' | 'config'>): CatchingUp => {
  let config: ApiConfig | null = null;
  let current: CatchUp | null = null;
  return {
    follow: async (next) => {
      if (isDeepStrictEqual(config, next)) return;
      config = next;
      await current?.stop();
      current = next === null ? null : createCatchUp({ ...options, config: next, api: createApi(next) });
      current?.start();
    },
    missed: (why) => current?.missed(why),
    stop: async () => current?.stop(),
    state: () => current?.state() ?? { status: 'off', why: 'There is no waconnect.api.key.' },
  };
};
