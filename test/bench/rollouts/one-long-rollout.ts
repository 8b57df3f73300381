import { playStory } from '../../../src/sandbox/play/play-story.ts';
import type { StoryResult } from '../../../src/sandbox/play/play-story.ts';
import type { Scenario } from '../../../src/sandbox/scenarios/scenario.ts';
import { addNamespaces } from '../../../src/sandbox/scenarios/stage/add-ordinary-cluster.ts';
import { addNodeGroup } from '../../../src/sandbox/scenarios/stage/add-node-group.ts';
import { addDeployment } from '../../../src/sandbox/scenarios/stage/add-workload.ts';

interface LongRollout {
  readonly nodes: number;
  readonly seed: number;
  readonly speed: number;
  readonly tell: (line: string) => void;
}

/** One node group, one node at a time, with drover's default windows. */
export async function playLongRollout({ nodes, ...options }: LongRollout): Promise<StoryResult> {
  const scenario: Scenario = {
    name: `${nodes}-nodes`,
    title: `${nodes} nodes`,
    about: `${nodes} nodes with four pods each.`,
    build(stage) {
      addNodeGroup(stage, { nodes });
      addNamespaces(stage, ['kube-system', 'shop']);
      stage.onceUp(() => {
        const budget = { maxUnavailable: 2 };
        for (const name of ['web', 'cart', 'search', 'checkout'])
          addDeployment(stage, { namespace: 'shop', name, replicas: nodes, requestsPerSecond: 20, budget });
      });
    },
    expected: { outcome: 'succeeded', replaced: nodes, lossless: true, evictionsPerPodMax: 1 },
    minutesMax: nodes * 15,
  };
  return playStory({ scenario, ...options });
}
