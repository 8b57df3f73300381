import type { WorldClock } from '../clock.ts';
import { answerQuery } from './answer-query.ts';
import type { HttpAnswer } from './answer-query.ts';
import { exposedBy, exposedByNodes, openMetricsText } from './exposition.ts';
import type { Exposed } from './exposition.ts';
import { openMetricsDoor } from './metrics-door.ts';
import type { MetricsTrouble } from './metrics-trouble.ts';
import { STEP_MS } from './pod-meters.ts';
import type { PodMeters } from './pod-meters.ts';
import { runPrometheus } from './run-prometheus.ts';
import { SeriesStore } from './series-store.ts';

export interface MetricsServer {
  readonly url: string;
  /** Who answers: a real Prometheus behind the door, or the sandbox's own endpoint. */
  readonly kind: 'prometheus' | 'own';
  /** Real ms between two scrapes. */
  readonly scrapeMs: number;
  close(): Promise<void>;
}

interface Parts {
  readonly clock: WorldClock;
  readonly meters: Pick<PodMeters, 'step' | 'pods' | 'nodes'>;
  readonly trouble: MetricsTrouble;
  /** Whether a real Prometheus is looked for. */
  readonly real: boolean;
}

/** World ms that pods are taken to have run before anybody looks: there is a past to compare with. */
const PAST_MS = 32 * 60_000;

/** World ms between two points of that past. */
const PAST_STEP_MS = 15_000;

/** A scrape each 15 world seconds, but no more often and no more rarely (real ms) than this. */
const SCRAPE_WORLD_MS = 15_000;
const SCRAPE_MIN_MS = 500;
const SCRAPE_MAX_MS = 1_000;

/** Real ms that the own endpoint remembers. */
const KEPT_MS = 45 * 60_000;

/** The metrics of a world that is at rest, from now on served. Its pods get half an hour of past. */
export async function startMetrics({ clock, meters, trouble, real }: Parts): Promise<MetricsServer> {
  const scrapeMs = Math.min(SCRAPE_MAX_MS, Math.max(SCRAPE_MIN_MS, SCRAPE_WORLD_MS / clock.speed));
  const store = new SeriesStore(KEPT_MS);
  const past = makePast(meters, clock.speed);
  for (const { at, exposed } of past) store.add(exposed, at);
  const steps = clock.every(STEP_MS, () => meters.step(STEP_MS));
  const now = (): readonly Exposed[] => exposedNow(meters);
  const own = async (path: string, parameters: URLSearchParams): Promise<HttpAnswer> =>
    Promise.resolve(answerQuery(path, parameters, store, Date.now()));
  let answer = own;
  const door = await openMetricsDoor({
    expose: () => openMetricsText(now()),
    answer: async (path, parameters) => answer(path, parameters),
    trouble,
  });
  const prometheus = real
    ? await runPrometheus({ target: door.url, scrapeMs, past: pastText(past) })
    : undefined;
  if (prometheus) answer = async (path, parameters) => ask(`${prometheus.url}${path}`, parameters);
  const scraping = prometheus ? undefined : scrape(store, now, trouble, scrapeMs);
  return {
    url: door.url,
    kind: prometheus ? 'prometheus' : 'own',
    scrapeMs,
    async close() {
      steps.cancel();
      clearInterval(scraping);
      await prometheus?.close();
      await door.close();
    },
  };
}

function exposedNow(meters: Parts['meters']): readonly Exposed[] {
  return [...exposedBy(meters.pods()), ...exposedByNodes(meters.nodes())];
}

interface Then {
  /** Epoch ms of real time. */
  readonly at: number;
  readonly exposed: readonly Exposed[];
}

function makePast(meters: Parts['meters'], speed: number): readonly Then[] {
  const now = Date.now();
  const count = PAST_MS / PAST_STEP_MS;
  return Array.from({ length: count }, (_, index) => {
    meters.step(PAST_STEP_MS);
    return { at: now - ((count - 1 - index) * PAST_STEP_MS) / speed, exposed: exposedNow(meters) };
  });
}

/** All points of a series must stand together. */
function pastText(past: readonly Then[]): string {
  const points = past.flatMap(({ at, exposed }) => exposed.map((one, order) => ({ at, one, order })));
  const sorted = points.toSorted((a, b) => a.order - b.order || a.at - b.at);
  return openMetricsText(
    sorted.map(({ one }) => one),
    (index) => (sorted[index]?.at ?? 0) / 1_000,
  );
}

function scrape(
  store: SeriesStore,
  now: () => readonly Exposed[],
  trouble: MetricsTrouble,
  everyMs: number,
): NodeJS.Timeout {
  const look = (): void => store.add(trouble.now === 'stale' ? [] : now(), Date.now());
  look();
  return setInterval(look, everyMs);
}

async function ask(url: string, parameters: URLSearchParams): Promise<HttpAnswer> {
  const answer = await fetch(url, { method: 'POST', body: parameters });
  return { status: answer.status, body: await answer.text() };
}
