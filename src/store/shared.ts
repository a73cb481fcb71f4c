import type { Joined, Owed } from './claimed.ts';

/**
 * A store on which several processes work at once: any of them accepts, and one at a time posts, by a lease. What
 * `outbox` and `threads` write is kept only while the lease is this process's; otherwise they reject with a `LeaseLost`.
 */
export interface SharedStore {
  /** Takes the lease where nobody has it, `null`: another process has. What that one had in hand may stand there. */
  acquire(): Promise<Lease | null>;
  /** It lasts for its whole time again; `false`: it is lost. */
  renew(): Promise<boolean>;
  /** Others may have it at once, and are told. */
  release(): Promise<void>;
  /** What became owed, and which conversations were joined, since `after`, whoever did it. */
  news(after: number): Promise<News>;
  /** Calls `onNews` when there may be news, or the lease may be free: as a hint, which may be missed. Until `close`. */
  listen(onNews: () => void): void;
}

export interface Lease {
  /** So long it lasts, counted from before it was asked for: whoever is not sure of more posts nothing afterwards. */
  readonly lastsMs: number;
  /** What came before is told by `takeOver`. */
  readonly newsUpTo: number;
}

export interface News {
  readonly upTo: number;
  readonly owed: readonly Owed[];
  readonly joined: readonly Joined[];
}

/** Another process posts by now, or may: nothing was kept. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost';
  constructor() {
    super('Another process may be posting by now: this one has lost the lease of the outbox.');
  }
}
