import { describe, expect, it } from 'vitest';
import { playSlowly } from './play-slowly.ts';
import type { SlowPlay, SlowStage } from './play-slowly.ts';

/** What each request takes on the slow network. A turn with a node in work is eight requests one after the other, and more. */
const REQUEST_SECONDS = 1;

/** Less than a turn, of eight requests and more: one that is missing in the count, or is counted and not taken, is found. */
const NODE_TOLERANCE = 7;

/** Of the run, as a share of what the slow network costs it. */
const RUN_TOLERANCE = 0.05;

describe.each<SlowStage>([
  { nodes: 3, podsPerNode: 1 },
  { nodes: 5, podsPerNode: 1 },
  { nodes: 3, podsPerNode: 3 },
  { nodes: 12, podsPerNode: 1 },
])('what drover itself takes with $nodes nodes and $podsPerNode pods of each workload a node', (stage) => {
  it('is predicted to within a turn for each node, and to within a twentieth for the run', async () => {
    const quick = await playSlowly(stage, 0);
    const slow = await playSlowly(stage, REQUEST_SECONDS * 1000);

    const taken = longer(nodeSeconds(slow), nodeSeconds(quick));
    const predicted = longer(predictedSeconds(slow), predictedSeconds(quick));
    expect(taken).toHaveLength(stage.nodes);
    for (const [index, seconds] of taken.entries()) {
      expect(seconds).toBeGreaterThan(60 * REQUEST_SECONDS);
      expect(Math.abs((predicted[index] ?? 0) - seconds), `node ${index + 1}`).toBeLessThan(NODE_TOLERANCE);
    }
    const ofRun = slow.total - quick.total;
    const predictedOfRun = (slow.prediction.minutes.p50 - quick.prediction.minutes.p50) * 60;
    expect(Math.abs(predictedOfRun - ofRun) / ofRun).toBeLessThan(RUN_TOLERANCE);
  });
});

function longer(slow: readonly number[], quick: readonly number[]): readonly number[] {
  return slow.map((seconds, index) => seconds - (quick[index] ?? 0));
}

function nodeSeconds({ results }: SlowPlay): readonly number[] {
  return results.map(({ startedAt, endedAt }) => (endedAt - startedAt) / 1000);
}

function predictedSeconds({ prediction }: SlowPlay): readonly number[] {
  return prediction.perNode.map(({ seconds }) => seconds);
}
