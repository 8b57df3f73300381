import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PrometheusMetrics } from '../../../src/adapters/metrics/prometheus-metrics.ts';
import { gateTiming } from '../../../src/core/health/gate-timing.ts';
import { judge } from '../../../src/core/health/judge.ts';
import type { GateJudgement } from '../../../src/core/health/judgement.ts';
import type { CohortSample, Sample } from '../../../src/core/health/sample.ts';
import { DEFAULT_POLICY } from '../../../src/core/plan/patch-policy.ts';
import { answerQuery } from '../../../src/sandbox/metrics/answer-query.ts';
import { Burst } from '../../../src/sandbox/metrics/chance.ts';
import { exposedBy } from '../../../src/sandbox/metrics/exposition.ts';
import { openMetricsDoor } from '../../../src/sandbox/metrics/metrics-door.ts';
import type { MetricsDoor } from '../../../src/sandbox/metrics/metrics-door.ts';
import { MetricsTrouble } from '../../../src/sandbox/metrics/metrics-trouble.ts';
import { PodMeter } from '../../../src/sandbox/metrics/pod-meter.ts';
import type { MeteredPod } from '../../../src/sandbox/metrics/pod-meters.ts';
import { SeriesStore } from '../../../src/sandbox/metrics/series-store.ts';
import { createRandom } from '../../../src/sandbox/random.ts';
import { prometheusSettings } from '../../adapters/metrics/prometheus-settings.ts';

const SEEDS = 200;
const WORKLOAD = 'Deployment/shop/web';
const NAMESPACE = 'shop';
const OLD = ['web-1', 'web-2', 'web-3', 'web-4'];
const FRESH = ['web-5', 'web-6'];
const SCRAPE_MS = 15_000;
const TIMING = gateTiming(DEFAULT_POLICY, false, SCRAPE_MS);
const RATE = 60;
const START = Date.parse('2026-11-21T12:00:00Z');

/** Looks after which a window that has not ended is given up. */
const LOOKS_MAX = 45;

describe('a noisy workload that patching has no part in', () => {
  let now = START;
  let store = new SeriesStore(3_600_000);
  let door: MetricsDoor;
  let metrics: PrometheusMetrics;

  beforeAll(async () => {
    door = await openMetricsDoor({
      expose: () => '',
      answer: async (path, parameters) => Promise.resolve(answerQuery(path, parameters, store, now)),
      trouble: new MetricsTrouble(),
    });
    const clock = { now: () => now, real: () => now, monotonic: () => now, scale: 1, sleep: async () => {} };
    metrics = new PrometheusMetrics(
      prometheusSettings(door.url, { scrapeMs: SCRAPE_MS }),
      clock,
      'drover/test',
    );
  });

  afterAll(async () => {
    await metrics.close();
    await door.close();
  });

  it(`passes its window with every one of ${SEEDS} seeds`, async () => {
    const ends: Record<string, number[]> = {};
    for (let seed = 1; seed <= SEEDS; seed++) {
      const { verdict } = await runWindow(seed);
      (ends[verdict] ??= []).push(seed);
    }

    expect(Object.keys(ends)).toEqual(['PASS']);
    expect(ends['PASS']).toHaveLength(SEEDS);
  }, 600_000);

  async function runWindow(seed: number): Promise<GateJudgement> {
    store = new SeriesStore(3_600_000);
    now = START;
    const shop = new NoisyShop(seed);
    for (let passed = 0; passed < TIMING.baselineMs; passed += SCRAPE_MS) pass(shop, OLD);
    const cohort = { workload: WORKLOAD, namespace: NAMESPACE, pods: OLD };
    const found = valueOf(await metrics.find(cohort, { kind: 'known' }));
    const requests = valueOf(await metrics.past(cohort, found, { ...TIMING, lengthMs: TIMING.baselineMs }));
    const baselines = [{ workload: WORKLOAD, source: found, requests }];
    const since = now;
    const samples: Sample[] = [];
    const edge = requests.slowAboveSeconds;
    const measure = async (pods: readonly string[]): Promise<CohortSample> => ({
      pods: pods.length,
      requests:
        pods.length === 0
          ? { kind: 'not-offered', why: 'there are no such pods' }
          : await metrics.counts({ ...cohort, pods }, found, {
              lengthMs: TIMING.rateMs,
              ...(edge === undefined ? {} : { slowAboveSeconds: edge }),
            }),
      use: { kind: 'not-offered', why: 'it is not asked here' },
    });
    for (let look = 1; ; look++) {
      for (let passed = 0; passed < TIMING.everyMs; passed += SCRAPE_MS) pass(shop, [...OLD, ...FRESH]);
      const isWarm = now - since >= TIMING.warmUpMs;
      const [patched, unpatched] = await Promise.all([measure(isWarm ? FRESH : []), measure(OLD)]);
      samples.push({ workload: WORKLOAD, at: now, patched, unpatched, warming: isWarm ? 0 : FRESH.length });
      const facts = { kubernetes: { verdict: 'PASS', reasons: [] }, since, looks: look, baselines } as const;
      const judgement = judge(samples, facts, TIMING, now);
      if (['PASS', 'PAUSE', 'HALT'].includes(judgement.verdict) || look === LOOKS_MAX) return judgement;
    }
  }

  function pass(shop: NoisyShop, pods: readonly string[]): void {
    now += SCRAPE_MS;
    store.add(exposedBy(shop.step(SCRAPE_MS / 1_000, pods)), now);
  }
});

/** Pods of one workload whose errors come in bursts that they all share. */
class NoisyShop {
  readonly #errors: Burst;
  readonly #load: Burst;
  readonly #meters: Readonly<Record<string, PodMeter>>;

  constructor(seed: number) {
    const random = createRandom(seed);
    this.#errors = new Burst(0.4, random.stream('errors'));
    this.#load = new Burst(0.2, random.stream('load'));
    this.#meters = Object.fromEntries(
      [...OLD, ...FRESH].map((name) => [name, new PodMeter(random.stream(name))]),
    );
  }

  step(seconds: number, names: readonly string[]): readonly MeteredPod[] {
    const [errors, load] = [this.#errors.next(seconds), this.#load.next(seconds)];
    return names.flatMap((name) => {
      const meter = this.#meters[name];
      if (!meter) return [];
      meter.advance({
        seconds,
        requests: (RATE * seconds * load) / names.length,
        errorShare: 0.004 * errors,
        slowness: 1,
        throttledShare: 0.03,
        memoryShare: 0.4,
      });
      return [
        {
          service: `${NAMESPACE}/web`,
          namespace: NAMESPACE,
          name,
          container: 'web',
          memoryLimit: 1_000,
          meter,
        },
      ];
    });
  }
}

function valueOf<T>(answer: { readonly kind: string; readonly value?: T; readonly why?: string }): T {
  if (answer.value === undefined) throw new Error(answer.why);
  return answer.value;
}
