import { describe, expect, it } from 'vitest';
import { playStory } from '../../src/sandbox/play/play-story.ts';
import { findScenario } from '../../src/sandbox/scenarios/catalogue.ts';
import type { Scenario } from '../../src/sandbox/scenarios/scenario.ts';

/** Scenarios of the health gate. At this speed a real Prometheus, where there is one, looks at the pods each second. */
const SCENARIOS = [
  'latency-spike',
  'error-spike',
  'memory-leak',
  'cpu-throttle',
  'single-replica',
  'no-traffic',
  'prometheus-down',
  'prometheus-stale',
  'prometheus-lies',
  'bad-day-everywhere',
  'noisy-but-healthy',
];

/** Windows are a fifth of the usual length; nothing else about a rule changes. */
const SHORT_WINDOWS = { window: '60s', canaryWindow: '60s', extension: '3m' };
const USUAL_WINDOWS = 5;

const HOUR_MS = 3_600_000;

describe('the health gate as fast as the real world', () => {
  it.each(SCENARIOS)(
    'ends %s as the scenario says',
    async (name) => {
      const story: string[] = [];
      const tell = (line: string): void => void story.push(line);
      const result = await playStory({ scenario: inReality(findScenario(name)), seed: 1, speed: 1, tell });
      console.log(`${story[1] ?? ''} ${name}: ${result.outcome}`);

      expect(result.problems, story.join('\n')).toEqual([]);
      expect(result.outcome).toBe(result.expected);
    },
    HOUR_MS,
  );
});

/** What climbs within a window must climb as much faster as the window is shorter. */
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
  };
}
