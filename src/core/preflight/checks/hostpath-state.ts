import type { Pod } from '../../fleet/pod.ts';
import { movingPods } from '../facts/moving-pods.ts';
import { byRoot, NEEDS_WORKLOADS } from '../facts/roots.ts';
import { listOf } from '../facts/words.ts';
import type { PreflightCheck } from '../preflight-check.ts';

/** Sockets, clocks and logs of the node: nothing of the pod's own is kept there. */
const HARMLESS =
  /^\/(var\/run|run|var\/log|etc\/localtime|usr\/share\/zoneinfo|sys|proc|dev|lib\/modules)(\/|$)/;

export const hostpathState: PreflightCheck = {
  id: 'hostpath-state',
  number: 49,
  title: 'A pod writes to the disk of its node',
  why: 'What it wrote there stays behind and ends with the instance.',
  severities: ['warning'],
  gate: false,
  needs: NEEDS_WORKLOADS,

  inspect(fleet) {
    const affected = movingPods(fleet).filter((pod) => writtenPaths(pod).length > 0);
    return byRoot(fleet, affected).map(({ root, pods }) => ({
      severity: 'warning',
      objects: [root.ref],
      message: `${root.ref} may write to ${listOf([...new Set(pods.flatMap(writtenPaths))])} of its node.`,
      fix: 'Use a PersistentVolumeClaim, or mount it readOnly: true if it is only read.',
    }));
  },
};

function writtenPaths({ spec }: Pod): readonly string[] {
  return (spec.volumes ?? []).flatMap(({ name, hostPath }) => {
    if (!hostPath || HARMLESS.test(hostPath.path)) return [];
    const written = [...spec.containers, ...(spec.initContainers ?? [])].some((container) =>
      container.volumeMounts?.some((mount) => mount.name === name && !mount.readOnly),
    );
    return written ? [hostPath.path] : [];
  });
}
