import { vi } from 'vitest';

/**
 * Waits for what must become true; says what was there instead when it does not. What is waited for is there at once or,
 * on a machine that stalls, after seconds: how long is never a matter of speed.
 */
export const eventually = async (check: () => void | Promise<void>, withinMs = 15_000): Promise<void> => {
  await vi.waitFor(check, { timeout: withinMs, interval: 20 });
};
