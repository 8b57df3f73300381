import type { Pod } from '../../fleet/pod.ts';
import type { PodRoot } from '../../fleet/workload-index.ts';
import { movingPods } from '../facts/moving-pods.ts';
import { byRoot, NEEDS_WORKLOADS } from '../facts/roots.ts';
import { listOf } from '../facts/words.ts';
import type { PreflightCheck } from '../preflight-check.ts';

const SAFE = 'cluster-autoscaler.kubernetes.io/safe-to-evict-local-volumes';

/**
 * A Deployment's pod loses such a directory with every update, so there it is only told; a StatefulSet, a Job or an
 * operator may keep in it what should last. In memory it is scratch by nature.
 */
export const emptydirData: PreflightCheck = {
  id: 'emptydir-data',
  number: 48,
  title: 'A pod keeps files in an emptyDir',
  why: 'They are gone when the pod moves.',
  severities: ['warning', 'info'],
  gate: false,
  needs: NEEDS_WORKLOADS,

  inspect(fleet) {
    const affected = movingPods(fleet).filter((pod) => onDisk(pod).length > 0);
    return byRoot(fleet, affected).map(({ root, pods }) => ({
      severity: mayKeepData(root) ? 'warning' : 'info',
      objects: [root.ref],
      message: `${root.ref} keeps files in emptyDir: ${listOf([...new Set(pods.flatMap(onDisk))])}.`,
      fix: `If they may be lost, say so: the annotation ${SAFE}: <names>; else use a PersistentVolumeClaim.`,
    }));
  },
};

function onDisk({ metadata, spec }: Pod): readonly string[] {
  const safe = (metadata.annotations?.[SAFE] ?? '').split(',');
  return (spec.volumes ?? [])
    .filter(({ name, emptyDir }) => emptyDir && emptyDir.medium !== 'Memory' && !safe.includes(name))
    .map(({ name }) => name);
}

function mayKeepData(root: PodRoot): boolean {
  return root.kind !== 'workload' || !['Deployment', 'ReplicaSet'].includes(root.workload.kind);
}
