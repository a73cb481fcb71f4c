/** Slack's `ts`: seconds and six digits, unique in the workspace and increasing. */
export const createTimestamps = (): (() => string) => {
  let last = 0;
  return () => {
    last = Math.max(Date.now() * 1000, last + 1);
    const digits = String(last);
    return `${digits.slice(0, -6)}.${digits.slice(-6)}`;
  };
};

/** Microseconds of a `ts`, or of the whole or broken seconds that `oldest` and `latest` may be. */
export const microsOf = (ts: string): number => {
  const [seconds = '0', fraction = ''] = ts.split('.');
  return Number(seconds) * 1_000_000 + Number(fraction.slice(0, 6).padEnd(6, '0'));
};
