import { objectName, type Workload } from '../../fleet/workload.ts';
import { isPodReady, controllerOf } from '../../fleet/pod.ts';
import type { Fleet } from '../fleet.ts';
import type { PreflightCheck } from '../preflight-check.ts';

/** Without these a new node looks Ready and cannot run a pod. */
const VITAL = [
  'aws-node',
  'kube-proxy',
  'ebs-csi-node',
  'efs-csi-node',
  'cilium',
  'calico-node',
  'eks-pod-identity-agent',
];

/** A pod that is missing on a node which is replaced anyway counts for nothing. */
export const dsUnhealthy: PreflightCheck = {
  id: 'ds-unhealthy',
  number: 78,
  title: 'A DaemonSet is not healthy',
  why: 'Every new node starts with its pods; what does not run on the old ones will not run there.',
  severities: ['blocker', 'warning'],
  gate: false,
  needs: ['daemonSets', 'pods'],

  inspect(fleet) {
    return fleet.get('daemonSets').flatMap((daemonSet) => {
      const { kind, metadata } = daemonSet;
      const reason = ailmentOf(fleet, daemonSet);
      if (!reason) return [];
      const name = objectName(kind, metadata.namespace, metadata.name);
      return {
        severity: VITAL.includes(metadata.name) ? 'blocker' : 'warning',
        objects: [name],
        message: `${name} ${reason}.`,
        fix: `Repair it first: kubectl -n ${metadata.namespace ?? ''} describe daemonset ${metadata.name}`,
      };
    });
  },
};

function ailmentOf(fleet: Fleet, { metadata, spec, status }: Workload): string | undefined {
  const wanted = status?.desiredNumberScheduled ?? 0;
  const ready = status?.numberReady ?? 0;
  if (ready < wanted && sickElsewhere(fleet, metadata.uid)) return `has ${ready} of ${wanted} pods ready`;
  if ((status?.numberMisscheduled ?? 0) > 0)
    return `has ${status?.numberMisscheduled} pods where none should be`;
  const outdated = wanted - (status?.updatedNumberScheduled ?? wanted);
  if (spec.updateStrategy?.type === 'OnDelete' && outdated > 0) {
    return `updates OnDelete and has ${outdated} old pods: new nodes get another version than the rest`;
  }
  return undefined;
}

/** On a node that stays, on most of those that go, or on none because it was never made. */
function sickElsewhere(fleet: Fleet, uid: string): boolean {
  const targets = new Set(fleet.snapshot.targets);
  const sick = fleet.get('pods').filter((pod) => controllerOf(pod)?.uid === uid && !isPodReady(pod));
  const here = sick.filter(({ spec }) => targets.has(spec.nodeName ?? ''));
  return here.length < sick.length || here.length === 0 || here.length > targets.size / 2;
}
