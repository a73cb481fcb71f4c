import { DatabaseSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';
import { findProblem } from './problem.ts';

const look = (file: string): string | null => {
  try {
    return findProblem(new DatabaseSync(file, { readOnly: true }));
  } catch (error) {
    return error instanceof Error && /malformed|not a database/.test(error.message) ? error.message : null;
  }
};

const problem = look(String(workerData));
if (problem !== null) parentPort?.postMessage(problem);
