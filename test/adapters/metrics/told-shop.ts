import type { Told } from './a-prometheus.ts';

/** Points each 15 s over the last 40 minutes. */
const STEP_SECONDS = 15;
const STEPS = 160;

const EDGES = ['0.1', '0.25', '0.5', '1', '+Inf'];

interface Shown {
  readonly pod: string;
  /** Requests a second, of each code. */
  readonly rates: Readonly<Record<string, number>>;
  /** The share of requests up to each of the edges. */
  readonly shares?: readonly number[];
  /** Seconds before now of its youngest point. */
  readonly endedAgo?: number;
}

/** What pods of the namespace `shop` would have been scraped of, up to `now` (epoch seconds). */
export function toldPods(now: number, pods: readonly Shown[]): readonly Told[] {
  return pods.flatMap(({ pod, rates, shares, endedAgo = 0 }) => {
    const labels = { namespace: 'shop', pod };
    const all = Object.values(rates).reduce((sum, rate) => sum + rate, 0);
    const end = now - endedAgo;
    return [
      ...Object.entries(rates).map(([code, rate]) =>
        counter('http_requests_total', { ...labels, code }, rate, end),
      ),
      ...(shares ?? []).map((share, index) =>
        counter(
          'http_request_duration_seconds_bucket',
          { ...labels, le: EDGES[index] ?? '' },
          all * share,
          end,
        ),
      ),
    ];
  });
}

export function counter(
  metric: string,
  labels: Readonly<Record<string, string>>,
  rate: number,
  end: number,
): Told {
  return told(metric, labels, end, (step) => String(step * STEP_SECONDS * rate));
}

export function told(
  metric: string,
  labels: Readonly<Record<string, string>>,
  end: number,
  value: (step: number) => string,
): Told {
  return {
    metric,
    type: 'counter',
    labels,
    points: Array.from({ length: STEPS }, (_, step) => ({
      at: end - (STEPS - 1 - step) * STEP_SECONDS,
      value: value(step),
    })),
  };
}
