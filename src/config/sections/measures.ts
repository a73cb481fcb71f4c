import { z } from 'zod';

/** A time as people write it; `durationMs` reads it. */
export const duration = (what: string) =>
  z
    .string()
    .regex(/^[1-9]\d{0,6}[smhd]$/)
    .describe(`${what}: a number and s, m, h or d, as in 30s, 15m, 24h or 7d.`);

/** A size as people write it; `sizeBytes` reads it. */
export const size = (what: string) =>
  z
    .string()
    .regex(/^[1-9]\d{0,5}(?:KB|MB|GB)$/)
    .describe(`${what}: a number and KB, MB or GB, as in 500KB, 16MB or 2GB.`);
