import { defineConfig } from 'vitest/config';
import { closingLine } from './closing-line.ts';
import { LongestFirst } from './longest-first.ts';

export default defineConfig({
  test: {
    root: '.',
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/demo/prepare-chromium.ts', 'test/flow/prepare-postgres.ts'],
    // Node itself strips the types, in tests as in production: one way to run.
    experimental: { viteModuleRunner: false },
    pool: 'forks',
    // No module has a state of its own: a process for each file would cost more than the tests.
    isolate: false,
    // More than the cores of the smallest machine: many tests wait for something.
    maxWorkers: 4,
    sequence: { sequencer: LongestFirst },
    testTimeout: 20_000,
    hookTimeout: 20_000,
    // What is waited for is there at once or, on a machine that stalls, after seconds: never a matter of speed.
    expect: { poll: { timeout: 15_000, interval: 20 } },
    reporters: ['default', closingLine],
  },
});
