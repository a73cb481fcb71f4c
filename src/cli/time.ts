/** `2026-11-23 19:12:05`, in UTC; whoever shows it says so once. */
export const timeText = (at: number): string => new Date(at).toISOString().slice(0, 19).replace('T', ' ');

/** Likewise for machines, `null` stays. */
export const isoTime = (at: number | null): string | null =>
  at === null ? null : new Date(at).toISOString();
