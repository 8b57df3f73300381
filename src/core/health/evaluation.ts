import { binomialTail } from './binomial-tail.ts';
import { CONCURRENT_RULES, REQUESTS_MIN } from './gate-rules.ts';
import type { ConcurrentRule } from './gate-rules.ts';
import type { Measured } from './measured.ts';
import { badOf } from './sample.ts';
import type { CohortSample, RequestCounts, RequestMetric, Sample } from './sample.ts';

/** Requests and bad ones among them, whole numbers. */
export interface Tally {
  readonly n: number;
  readonly bad: number;
}

/** What one sample says of one metric, NEW against OLD. */
export type Evaluation =
  | {
      readonly kind: 'judged';
      readonly at: number;
      readonly patched: Tally;
      readonly unpatched: Tally;
      readonly violates: readonly ConcurrentRule['name'][];
    }
  /** Nothing could be compared, and nothing is wrong with that: too few requests, or nobody in one of the cohorts. */
  | { readonly kind: 'not-judged'; readonly at: number; readonly why: string }
  /** There should have been a number and there is none. */
  | { readonly kind: 'missing'; readonly at: number; readonly isError: boolean; readonly why: string };

/** `expected`: requests that each pod should have had in the window, by the baseline. */
export function evaluate(sample: Sample, metric: RequestMetric, expected: number): Evaluation {
  const { at } = sample;
  if (sample.whole) return ofWhole(sample, sample.whole, metric, expected);
  const fresh = readCohort(sample.patched, metric, at, expected);
  const old = readCohort(sample.unpatched, metric, at, expected);
  // Whoever has pods must be heard, even where nothing can be compared: a source that is down is no quiet hour.
  if (fresh.kind === 'missing') return fresh;
  if (old.kind === 'missing') return old;
  if (fresh.kind === 'nobody') {
    const why =
      sample.warming > 0 ? 'its pods on patched nodes warm up' : 'none of its pods is on a patched node';
    return { kind: 'not-judged', at, why };
  }
  if (fresh.kind === 'not-judged') return fresh;
  if (fresh.n < REQUESTS_MIN) {
    const why = `only ${fresh.n} requests on patched nodes, ${REQUESTS_MIN} are needed`;
    return { kind: 'not-judged', at, why };
  }
  if (old.kind === 'nobody') {
    return { kind: 'not-judged', at, why: 'none of its pods is left on an unpatched node to compare with' };
  }
  if (old.kind === 'not-judged') return old;
  return { kind: 'judged', at, patched: fresh, unpatched: old, violates: violated(fresh, old) };
}

/** A source that knows no pods compares nothing here (T2 does), but it must be heard. */
function ofWhole(
  { at, patched, unpatched }: Sample,
  whole: Measured<RequestCounts>,
  metric: RequestMetric,
  expected: number,
): Evaluation {
  const pods = patched.pods + unpatched.pods;
  const read = readCohort({ pods, requests: whole, use: NOT_ASKED }, metric, at, expected);
  if (read.kind === 'missing') return read;
  return {
    kind: 'not-judged',
    at,
    why: 'the source knows no pods: patched ones cannot be told from the others',
  };
}

const NOT_ASKED = { kind: 'not-offered', why: 'it is not asked here' } as const;

type Unread = Extract<Evaluation, { kind: 'missing' | 'not-judged' }>;
type CohortReading = ({ readonly kind: 'tally' } & Tally) | { readonly kind: 'nobody' } | Unread;

/** The series of pods that nobody calls do not even exist: only where requests were to be expected is that a gap. */
function readCohort(
  { pods, requests }: CohortSample,
  metric: RequestMetric,
  at: number,
  expected: number,
): CohortReading {
  if (pods === 0) return { kind: 'nobody' };
  const read = tallyOf(requests, metric, at);
  if (requests.kind !== 'no-data' || expected * pods >= REQUESTS_MIN) return read;
  return { kind: 'not-judged', at, why: 'it had too few requests before the rollout, too' };
}

function tallyOf(
  answer: Measured<RequestCounts>,
  metric: RequestMetric,
  at: number,
): ({ readonly kind: 'tally' } & Tally) | Unread {
  switch (answer.kind) {
    case 'measured': {
      const bad = badOf(answer.value, metric);
      if (bad === undefined)
        return { kind: 'missing', at, isError: false, why: 'the source does not say how many were slow' };
      const n = Math.round(answer.value.n);
      // Two counters that are not scraped at one instant may disagree by a little; more bad ones than requests are none.
      return { kind: 'tally', n, bad: Math.min(n, Math.max(0, Math.round(bad))) };
    }
    case 'not-offered':
      return { kind: 'not-judged', at, why: answer.why };
    case 'no-data':
      return { kind: 'missing', at, isError: false, why: answer.why };
    case 'error':
      return { kind: 'missing', at, isError: true, why: answer.why };
  }
}

/** The rules of T1 that this comparison violates. The dear one of the conditions, the tail, comes last. */
function violated(patched: Tally, unpatched: Tally): readonly ConcurrentRule['name'][] {
  const [fresh, old] = [rateOf(patched), rateOf(unpatched)];
  const candidates = CONCURRENT_RULES.filter(
    (rule) => patched.bad >= rule.badMin && fresh - old >= rule.difference && fresh >= rule.factor * old,
  );
  if (candidates.length === 0) return [];
  const chance = binomialTail(
    patched.bad,
    patched.bad + unpatched.bad,
    patched.n / (patched.n + unpatched.n),
  );
  return candidates.filter(({ alpha }) => chance < alpha).map(({ name }) => name);
}

export function rateOf({ n, bad }: Tally): number {
  return n > 0 ? bad / n : 0;
}
