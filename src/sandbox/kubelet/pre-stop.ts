import type { Container } from '../controllers/kinds/pod.ts';

/** World ms that a preStop hook takes; one whose length cannot be told takes none. */
export function preStopMs(lifecycle: Container['lifecycle']): number {
  const { sleep, exec } = lifecycle?.preStop ?? {};
  if (sleep) return sleep.seconds * 1000;
  const seconds = /(?:^|[\s;&"'(])sleep\s+(\d+(?:\.\d+)?)/.exec((exec?.command ?? []).join(' '))?.[1];
  return seconds === undefined ? 0 : Number(seconds) * 1000;
}
