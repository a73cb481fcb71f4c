/** Rejects as soon as there is no time left; the call itself may still be carried out. */
export const unless = async <Result>(signal: AbortSignal, call: () => Promise<Result>): Promise<Result> => {
  signal.throwIfAborted();
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const abort = (): void => {
    reject(signal.reason as Error);
  };
  signal.addEventListener('abort', abort, { once: true });
  try {
    return await Promise.race([call(), aborted]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
};
