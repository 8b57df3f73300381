import { countsOf } from '../../fleet/workload-counts.ts';
import type { PodSpec } from '../../fleet/pod.ts';
import { movingRoots, NEEDS_WORKLOADS, readyPods } from '../facts/roots.ts';
import type { PreflightCheck } from '../preflight-check.ts';

/** From so many Ready pods on, more than half of them on one node is a matter of spreading. */
const PODS_MIN = 3;

/** Told by where the pods are, not by what is written: the scheduler spreads softly by default. */
export const noSpread: PreflightCheck = {
  id: 'no-spread',
  number: 18,
  title: 'Most pods of a workload are on one node',
  why: 'Nothing asks the scheduler to spread them, so one drain, or one failure, takes most of the workload.',
  severities: ['warning'],
  gate: false,
  needs: NEEDS_WORKLOADS,

  inspect(fleet) {
    return movingRoots(fleet).flatMap(({ root }) => {
      if (root.kind !== 'workload' || countsOf(root.workload) === undefined) return [];
      if (asksForSpread(root.template.spec)) return [];
      const ready = readyPods(fleet).get(root.ref) ?? [];
      const byNode = Map.groupBy(ready, ({ spec }) => spec.nodeName ?? '');
      const [node, most] = [...byNode].toSorted(([, a], [, b]) => b.length - a.length)[0] ?? [];
      const crowded = most && ready.length >= PODS_MIN && byNode.size > 1 && most.length > ready.length / 2;
      if (!crowded) return [];
      return {
        severity: 'warning',
        objects: [root.ref, `Node/${node}`],
        message: `${most.length} of ${ready.length} Ready pods of ${root.ref} are on ${node}.`,
        fix: SPREAD,
      };
    });
  },
};

const SPREAD = [
  'topologySpreadConstraints:',
  '  - maxSkew: 1',
  '    topologyKey: kubernetes.io/hostname',
  '    whenUnsatisfiable: ScheduleAnyway',
  '    nodeTaintsPolicy: Honor',
  '    labelSelector: {matchLabels: <the selector of the workload>}',
  '    matchLabelKeys: [pod-template-hash]',
].join('\n');

function asksForSpread({ topologySpreadConstraints = [], affinity }: PodSpec): boolean {
  const apart = affinity?.podAntiAffinity;
  return (
    topologySpreadConstraints.length > 0 ||
    (apart?.requiredDuringSchedulingIgnoredDuringExecution ?? []).length > 0 ||
    (apart?.preferredDuringSchedulingIgnoredDuringExecution ?? []).length > 0
  );
}
