import { parentPort } from 'node:worker_threads';
import { runChecks } from './run-checks.ts';
import type { TrafficModel } from './generated-traffic.ts';

interface Task {
  readonly id: number;
  readonly model: TrafficModel;
  readonly checks: number;
  readonly seed: number;
}

parentPort?.on('message', ({ id, model, checks, seed }: Task) => {
  parentPort?.postMessage({ id, tallied: runChecks(model, checks, seed) });
});
