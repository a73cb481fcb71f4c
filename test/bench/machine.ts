import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { availableParallelism, cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { figure, median } from './figures.ts';

const fsyncs = 200;

/** What figures depend on. The load tells whether others were at work on the machine meanwhile. */
export const describeMachine = (folder: string): string => {
  const model = cpus()[0]?.model ?? 'unknown processor';
  const [load = 0] = loadavg();
  return [
    `Node ${process.versions.node}, ${model}, ${availableParallelism()} cores, load before the start ${load.toFixed(1)}`,
    `fsync of 4 KiB where the stores are: ${figure(fsyncMs(folder) * 1000, 0)} µs (median of ${fsyncs})`,
  ].join('\n');
};

const fsyncMs = (folder: string): number => {
  const file = openSync(join(folder, 'fsync'), 'w');
  const page = Buffer.alloc(4096, 1);
  const times = Array.from({ length: fsyncs }, () => {
    const startedAt = performance.now();
    writeSync(file, page);
    fsyncSync(file);
    return performance.now() - startedAt;
  });
  closeSync(file);
  return median(times);
};
