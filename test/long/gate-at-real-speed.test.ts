import { afterAll, describe, expect, it } from 'vitest';
import { playStory } from '../../src/sandbox/play/play-story.ts';
import { findProgram } from '../../src/sandbox/run/find-program.ts';
import { findScenario } from '../../src/sandbox/scenarios/catalogue.ts';
import type { Scenario } from '../../src/sandbox/scenarios/scenario.ts';
import { TRAFFIC_ANNOTATION } from '../../src/sandbox/scenarios/stage/behaviour.ts';
import type { Stage } from '../../src/sandbox/scenarios/stage/stage.ts';

/** Scenarios of the health gate, those that take longest first: the others are played beside them. */
const SCENARIOS = [
  'noisy-but-healthy',
  'bad-day-everywhere',
  'error-spike',
  'prometheus-down',
  'prometheus-stale',
  'prometheus-lies',
  'memory-leak',
  'cpu-throttle',
  'single-replica',
  'no-traffic',
  'latency-spike',
];

const SEED = 1;

/** Windows are a fifth of the usual length; nothing else about a rule changes. */
const SHORT_WINDOWS = { window: '60s', canaryWindow: '60s', extension: '3m' };
const USUAL_WINDOWS = 5;

/** From here on nodes are replaced. */
const BEGAN = /prod\/workers: started: /;

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

const hasPrometheus = ['prometheus', 'promtool'].every((program) => findProgram(program) !== undefined);

/** A few side by side (test/vitest.config.ts): as fast as the real world, a story waits most of its time. */
describe.skipIf(!hasPrometheus)('the health gate as fast as the real world', () => {
  const table: string[] = [];

  it.concurrent.each(SCENARIOS)(
    'ends %s as the scenario says, by a Prometheus that looks at the pods each second',
    async (name) => {
      const { result, story, minutes } = await playPatiently(name);
      table.push(`${name.padEnd(20)} seed ${SEED}  ${result.outcome.padEnd(10)} ${minutes} min`);
      console.log(`${name}: ended ${result.outcome} after ${minutes} min`);

      expect(story).toContain('[metrics: Prometheus]');
      expect(result.problems, story.join('\n')).toEqual([]);
      expect(result.outcome).toBe(result.expected);
    },
    HOUR_MS,
  );

  afterAll(() => console.log(table.join('\n')));
});

interface Played {
  readonly result: Awaited<ReturnType<typeof playStory>>;
  readonly story: readonly string[];
  readonly minutes: string;
}

/** A story that never began, on a machine that was too busy to start it, says nothing of the gate: it is told once more. */
async function playPatiently(name: string): Promise<Played> {
  const first = await play(name);
  if (!('why' in first)) return first;
  console.log(`${name}: did not begin (${first.why}); once more`);
  const second = await play(name);
  if ('why' in second) throw new Error(`${name} did not begin, twice: ${second.why}`);
  return second;
}

/** `why`: nothing was replaced, since it did not even begin. */
async function play(name: string): Promise<Played | { readonly why: string }> {
  const story: string[] = [];
  const begun = performance.now();
  const hasBegun = await nextStart();
  const tell = (line: string): void => {
    story.push(line);
    console.log(`${name}: ${line}`);
    if (BEGAN.test(line)) hasBegun();
  };
  try {
    const scenario = inReality(findScenario(name));
    const result = await playStory({ scenario, seed: SEED, speed: 1, tell });
    if (!story.some((line) => BEGAN.test(line))) return { why: result.problems.join('; ') };
    return { result, story, minutes: ((performance.now() - begun) / MINUTE_MS).toFixed(1) };
  } catch (error) {
    if (story.some((line) => BEGAN.test(line))) throw error;
    return { why: String(error) };
  } finally {
    hasBegun();
  }
}

/** What is dear is the start of a world, of drover and its preflight: one story begins after the other. */
let starts = Promise.resolve();

/** Answers when it is this story's turn; what it answers is to be called once the story has begun. */
async function nextStart(): Promise<() => void> {
  const before = starts;
  const { promise, resolve } = Promise.withResolvers<void>();
  starts = promise;
  await before;
  return resolve;
}

/**
 * A window that is a fifth as long keeps its evidence: what climbs in it climbs five times as fast, and as many requests
 * come, since the rules count them. At a fifth of them rule F is as good as blind to shop/web in some seeds, and T2 asks a
 * person where T1 would have halted.
 */
function inReality(scenario: Scenario): Scenario {
  const { newImage = {}, policy = {} } = scenario;
  const { leaks } = newImage;
  return {
    ...scenario,
    policy: { ...policy, ...SHORT_WINDOWS },
    newImage: {
      ...newImage,
      ...(leaks ? { leaks: { ...leaks, shareASecond: leaks.shareASecond * USUAL_WINDOWS } } : {}),
    },
    build(stage) {
      scenario.build(stage);
      stage.onceUp(() => callMoreOften(stage));
    },
  };
}

function callMoreOften({ cluster }: Stage): void {
  for (const { metadata } of cluster.list('services')) {
    const rate = Number(metadata.annotations?.[TRAFFIC_ANNOTATION] ?? 0);
    cluster.edit('services', metadata.namespace, metadata.name, (service) => {
      service.metadata.annotations = {
        ...service.metadata.annotations,
        [TRAFFIC_ANNOTATION]: String(rate * USUAL_WINDOWS),
      };
    });
  }
}
