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

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

const hasPrometheus = ['prometheus', 'promtool'].every((program) => findProgram(program) !== undefined);

/** A few side by side (test/vitest.config.ts): as fast as the real world, a story waits most of its time. */
describe.skipIf(!hasPrometheus)('the health gate as fast as the real world', () => {
  const table: string[] = [];

  it.concurrent.each(SCENARIOS)(
    'ends %s as the scenario says, by a Prometheus that looks at the pods each second',
    async (name) => {
      const begun = performance.now();
      const story: string[] = [];
      const tell = (line: string): void => {
        story.push(line);
        console.log(`${name}: ${line}`);
      };
      const result = await playStory({ scenario: inReality(findScenario(name)), seed: SEED, speed: 1, tell });
      const minutes = ((performance.now() - begun) / MINUTE_MS).toFixed(1);
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
