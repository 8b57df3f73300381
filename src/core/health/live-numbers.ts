import type { GateRecord } from './gate-record.ts';
import { tallyWords } from './number-words.ts';
import { unpackSample } from './packed-sample.ts';
import type { CohortSample } from './sample.ts';

/** Workloads that are shown; the rest is counted. */
const SHOWN_MAX = 5;

/** What the last look at each workload saw, for people who ask how the window stands. */
export function liveNumbers(record: GateRecord): readonly string[] {
  const last = new Map(record.samples.map((packed) => [packed[0], packed]));
  const lines = [...last.values()]
    .map(unpackSample)
    .map(({ workload, patched, unpatched, whole }) =>
      whole
        ? `${workload}: ${requestWords(whole)} in all`
        : `${workload}: ${words(patched)} on patched nodes, ${words(unpatched)} on the others`,
    );
  const more = lines.length - SHOWN_MAX;
  return more > 0 ? [...lines.slice(0, SHOWN_MAX), `and ${more} more workloads`] : lines;
}

function words({ pods, requests }: CohortSample): string {
  return pods === 0 ? 'no warm pods' : requestWords(requests);
}

function requestWords(requests: CohortSample['requests']): string {
  if (requests.kind !== 'measured') return `no number (${requests.why})`;
  return `errors ${tallyWords({ n: requests.value.n, bad: requests.value.bad })}`;
}
