import type { Reporter } from 'vitest/node';

/** Ends a run with one plain line that any reader of logs understands: `tests: 3 passed, 0 failed, 1 skipped`. */
export const closingLine: Reporter = {
  onTestRunEnd: (modules) => {
    const states = modules.flatMap((module) =>
      [...module.children.allTests()].map((test) => test.result().state),
    );
    const count = (state: string): number => states.filter((found) => found === state).length;
    process.stdout.write(
      `tests: ${count('passed')} passed, ${count('failed')} failed, ${count('skipped')} skipped\n`,
    );
  },
};
