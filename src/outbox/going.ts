/** What an attempt is given by its writer: when to speak, and when to stop. */
export interface Going {
  /** Whether the attempt runs beside its conversation, where nothing may be said: others may be speaking there. */
  readonly isBeside: boolean;
  /** Resolves when the place takes another verb. The first one was waited for before the claim. */
  turn(): Promise<void>;
  /**
   * Waits for what is not the platform's doing (a download) while others speak; afterwards until it is this one's
   * turn again. `null` where too many wait already. The signal fires when the bridge stops.
   */
  aside<Result>(wait: (signal: AbortSignal) => Promise<Result>): Promise<Result | null>;
  /** So many of those that were reached come into the post; the others are free again. */
  lead(followers: number): void;
  /** Fires when the bridge begins to stop. */
  readonly stopping: AbortSignal;
  /** There is no time left: what has not ended by now is uncertain. */
  readonly signal: AbortSignal;
}
