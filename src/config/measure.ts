const unitMs: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const unitBytes: Readonly<Record<string, number>> = { KB: 1e3, MB: 1e6, GB: 1e9 };

/** Milliseconds of `30s`, `15m`, `24h` or `7d`. The schema lets nothing else through. */
export const durationMs = (text: string): number =>
  Number.parseInt(text, 10) * (unitMs[text.slice(-1)] ?? Number.NaN);

/** Bytes of `500KB`, `16MB` or `2GB`. The schema lets nothing else through. */
export const sizeBytes = (text: string): number =>
  Number.parseInt(text, 10) * (unitBytes[text.slice(-2)] ?? Number.NaN);

/** Minutes since midnight of `08:00`; 1440 of `24:00`. The schema lets nothing else through. */
export const minuteOfDay = (text: string): number =>
  Number.parseInt(text.slice(0, 2), 10) * 60 + Number.parseInt(text.slice(3), 10);
