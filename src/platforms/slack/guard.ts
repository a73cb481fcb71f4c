/** What of an event emitter is needed here. */
interface Emitter {
  listeners(event: string): readonly ((...given: unknown[]) => unknown)[];
  removeAllListeners(event: string): unknown;
  on(event: string, listener: (...given: unknown[]) => void): unknown;
}

/**
 * Tells what the listeners of an event reject with. Socket Mode's own are async and nobody waits for them, so that a
 * frame that is no envelope, or an acknowledgement of a socket that closes just now, would end the process.
 */
export const guard = (emitter: Emitter, event: string, onRejected: (error: unknown) => void): void => {
  const listeners = emitter.listeners(event);
  emitter.removeAllListeners(event);
  for (const listener of listeners)
    emitter.on(event, (...given) => {
      const call = async (): Promise<void> => {
        await listener(...given);
      };
      call().catch(onRejected);
    });
};
