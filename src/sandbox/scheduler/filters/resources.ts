import { crowdedOut, each, type Filter } from '../filter.ts';
import type { NodeState } from '../node-state.ts';
import { requestsOf, type Amounts } from '../pod-resources.ts';

/** Only what is asked is checked, so a pod that asks for nothing fits anywhere but for the number of pods. */
export const resources: Filter = {
  name: 'NodeResourcesFit',
  prepare(pod) {
    const wanted = requestsOf(pod);
    return each((node) => {
      const lacking = [...tooManyPods(node), ...insufficient(wanted, node)];
      return lacking.length === 0 ? undefined : crowdedOut(...lacking);
    });
  },
};

function tooManyPods({ pods, allocatable }: NodeState): string[] {
  return pods.length + 1 > (allocatable.get('pods') ?? 0) ? ['Too many pods'] : [];
}

function insufficient(wanted: Amounts, { allocatable, requested }: NodeState): string[] {
  return [...wanted]
    .filter(([name, amount]) => amount > 0 && amount > free(name, allocatable, requested))
    .map(([name]) => `Insufficient ${name}`);
}

function free(name: string, allocatable: Amounts, requested: Amounts): number {
  return (allocatable.get(name) ?? 0) - (requested.get(name) ?? 0);
}
