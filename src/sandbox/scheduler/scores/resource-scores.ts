import type { Pod } from '../../controllers/kinds/pod.ts';
import type { NodeState } from '../node-state.ts';
import { requestsOf } from '../pod-resources.ts';
import type { Score } from '../score.ts';

/** What a pod that asks for none is taken to use: 100 millicores and 200 MB. */
const ASSUMED: Readonly<Record<string, number>> = { cpu: 100, memory: 200 * 1024 * 1024 };

/** The emptier the node would be, the better. */
export const leastAllocated: Score = {
  name: 'NodeResourcesFit',
  weight: 1,
  rate: (pod, nodes) =>
    nodes.map((node) => {
      const used = fractions(pod, node);
      return used.reduce((sum, fraction) => sum + (1 - fraction) * 100, 0) / used.length;
    }),
};

/** Cpu and memory should be used in like parts. */
export const balancedAllocation: Score = {
  name: 'NodeResourcesBalancedAllocation',
  weight: 1,
  rate: (pod, nodes) =>
    nodes.map((node) => {
      const [cpu = 0, memory = 0] = fractions(pod, node);
      return (1 - Math.abs(cpu - memory) / 2) * 100;
    }),
};

function fractions(pod: Pod, node: NodeState): number[] {
  return ['cpu', 'memory'].map((name) => {
    const size = node.allocatable.get(name) ?? 0;
    const used = [...node.pods, pod].reduce((sum, other) => sum + usedBy(other, name), 0);
    return size === 0 ? 1 : Math.min(1, used / size);
  });
}

function usedBy(pod: Pod, name: string): number {
  return requestsOf(pod).get(name) || (ASSUMED[name] ?? 0);
}
