import { defineConfig } from 'vitest/config';
import { closingLine } from './closing-line.ts';

export default defineConfig({
  test: {
    root: '.',
    include: ['test/**/*.test.ts'],
    // Node itself strips the types, in tests as in production: one way to run.
    experimental: { viteModuleRunner: false },
    pool: 'forks',
    // One more than the cores of the smallest machine: many tests wait for something.
    maxWorkers: 3,
    testTimeout: 20_000,
    hookTimeout: 20_000,
    reporters: ['default', closingLine],
  },
});
