import { z } from 'zod';

const destination = z.object({
  status: z.enum(['up', 'broken', 'paused']),
  why: z.string(),
  owed: z.number(),
});

const readiness = z.object({
  deadLetters: z.number().default(0),
  destinations: z.record(z.string(), destination),
});

/** The part of `/readyz` that the demo shows. */
export type Readiness = z.infer<typeof readiness>;

/** Null where nobody answers, or answers something else. */
export const readReadiness = async (origin: string): Promise<Readiness | null> => {
  try {
    const answer = await fetch(`${origin}/readyz`, { signal: AbortSignal.timeout(1_000) });
    // While it stops, the bridge answers with less.
    return readiness.safeParse(await answer.json()).data ?? null;
  } catch {
    return null;
  }
};
