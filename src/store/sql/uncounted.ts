/** SQL: an attempt that does not count. The first one's time stays for as long as any counts. */
export const uncounted = `attempts = attempts - 1,
  first_attempt_at = case when attempts > 1 then first_attempt_at end`;
