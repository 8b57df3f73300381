import { setTimeout as sleep } from 'node:timers/promises';

const FIRST_MS = 250;
const LONGEST_MS = 15_000;
const DOUBLINGS_MAX = 6;

/** How long to wait after so many failures in a row: doubling, and never in step with others who wait too. Real ms. */
export function backoffMs(failures: number): number {
  const base = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(failures, DOUBLINGS_MAX));
  return base / 2 + Math.random() * (base / 2);
}

/** Waits, unless it is ended before. */
export async function pause(ms: number, signal?: AbortSignal): Promise<void> {
  try {
    await sleep(ms, undefined, signal === undefined ? {} : { signal });
  } catch (error) {
    if (signal?.aborted !== true) throw error;
  }
}
