import type { Pod } from '../../fleet/pod.ts';
import { podName, podsByNamespace } from '../facts/moving-pods.ts';
import { movingPods } from '../facts/moving-pods.ts';
import { mountedClaims, NEEDS_VOLUMES } from '../facts/pod-volumes.ts';
import { NEEDS_WORKLOADS, workloadIndex } from '../facts/roots.ts';
import { isFinished } from '../../fleet/pod.ts';
import type { PreflightCheck } from '../preflight-check.ts';

/** Volumes that many nodes may mount at once are not meant. */
export const rwoMultiPod: PreflightCheck = {
  id: 'rwo-multi-pod',
  number: 56,
  title: 'Several pods share a volume that one node alone can mount',
  why: 'They only start again on one node together; one that is moved first hangs until the last has left.',
  severities: ['warning'],
  gate: false,
  needs: [...NEEDS_WORKLOADS, ...NEEDS_VOLUMES],

  inspect(fleet) {
    const sharers = new Map<string, Pod[]>();
    const namespaces = new Set(movingPods(fleet).map(({ metadata }) => metadata.namespace ?? ''));
    for (const pod of [...namespaces].flatMap((namespace) => podsByNamespace(fleet).get(namespace) ?? [])) {
      for (const { key, claim } of isFinished(pod) ? [] : mountedClaims(fleet, pod)) {
        const modes = claim?.spec.accessModes ?? [];
        const single = modes.every((mode) => mode === 'ReadWriteOnce' || mode === 'ReadWriteOncePod');
        if (modes.length > 0 && single) sharers.set(key, [...(sharers.get(key) ?? []), pod]);
      }
    }
    const moving = new Set(movingPods(fleet));
    return [...sharers]
      .filter(([, pods]) => pods.length > 1 && pods.some((pod) => moving.has(pod)))
      .map(([key, pods]) => {
        const [first] = pods;
        return {
          severity: 'warning',
          objects: [
            ...(first ? [workloadIndex(fleet).rootOf(first).ref] : []),
            `PersistentVolumeClaim/${key}`,
            ...pods.map(podName),
          ],
          message: `${pods.length} pods share the claim ${key}, which one node alone can mount.`,
          fix: 'Expect them all to be away until the last one has left the node; or use a ReadWriteMany volume.',
        };
      });
  },
};
