import { describe, expect, it } from 'vitest';
import { playStories, type StoryResult } from '../../conformance/play-stories.ts';
import { readStories } from '../../conformance/read-stories.ts';
import { startBareWorld } from '../../conformance/start-bare-world.ts';
import { PLANTED_FAULTS, type PlantedFault } from '../../../src/sandbox/kubernetes/planted-faults.ts';

/** Stories that speak of the rule; each must fail when it is broken. */
const WITNESSES: Readonly<Record<PlantedFault, readonly string[]>> = {
  'two-budgets-answer-429': ['evict-two-budgets'],
  'uid-precondition-ignored': ['configmap-delete-preconditions', 'node-delete-preconditions'],
  'version-conflict-ignored': [
    'configmap-update-conflict',
    'lease-acquire',
    'node-put-conflict',
    'deployment-scale',
  ],
  'unready-pods-are-healthy': ['evict-unready-healthy-budget', 'evict-unready-unhealthy-budget'],
  'watch-starts-at-now': ['watch-from-version', 'watch-without-version'],
};

/** Broken rules make stories wait for what will never come; here not for long. */
const PATIENCE = 0.15;

async function playUnder(faults: readonly PlantedFault[], names: readonly string[]): Promise<StoryResult[]> {
  const world = await startBareWorld({ plantedFaults: faults });
  try {
    const stories = readStories().filter(({ story }) => names.includes(story));
    return await playStories(world, stories, { jobs: names.length, patience: PATIENCE });
  } finally {
    await world.stop();
  }
}

function verdicts(results: readonly StoryResult[]): Record<string, string> {
  return Object.fromEntries(
    results.map(({ story, problem }) => [story, problem === undefined ? 'holds' : 'fails']),
  );
}

function all(names: readonly string[], verdict: string): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, verdict]));
}

describe('a planted fault', () => {
  it('has witnesses among the stories that hold without it', { timeout: 60_000 }, async () => {
    const names = Object.values(WITNESSES).flat();

    const results = await playUnder([], names);

    expect(verdicts(results)).toEqual(all(names, 'holds'));
  });

  it.each(PLANTED_FAULTS)('is noticed by each of its witnesses: %s', { timeout: 60_000 }, async (fault) => {
    const results = await playUnder([fault], WITNESSES[fault]);

    expect(verdicts(results)).toEqual(all(WITNESSES[fault], 'fails'));
  });
});
