import { objectName, type Workload } from '../../fleet/workload.ts';
import type { Observation, PreflightCheck } from '../preflight-check.ts';

/** Tags by which the cluster autoscaler finds the groups it may scale. */
const DISCOVERY_TAG = 'k8s.io/cluster-autoscaler/enabled';

/** One that is scaled to zero does nothing; one outside the cluster cannot be seen, but for the tag on the group. */
export const caRacing: PreflightCheck = {
  id: 'ca-racing',
  number: 98,
  title: 'The cluster autoscaler scales this group too',
  why: 'It takes an empty new node or a drained old one for waste and removes it, or changes the size that drover set.',
  severities: ['warning', 'info'],
  gate: false,
  needs: ['deployments'],
  uses: ['group'],

  inspect(fleet) {
    const group = fleet.find('group');
    const tagged = group !== undefined && DISCOVERY_TAG in group.tags;
    const autoscalers = fleet.get('deployments').filter(isClusterAutoscaler).filter(isRunning);
    const found = autoscalers.map(({ kind, metadata }) =>
      objectName(kind, metadata.namespace, metadata.name),
    );
    if (found.length === 0 && !tagged) return [];
    // Without the tag it may still be told of the group by name, so that a running one is never passed over.
    const observation: Observation = {
      severity: found.length > 0 ? 'warning' : 'info',
      objects: [...found, ...(group ? [`AutoScalingGroup/${group.name}`] : [])],
      message:
        found.length > 0
          ? `${found.join(', ')} runs. drover marks new nodes with cluster-autoscaler.kubernetes.io/scale-down-disabled for the time of the rollout; if the group's size changes all the same, the rollout stops.`
          : `${group?.name ?? 'The group'} is tagged for a cluster autoscaler, and none runs in this cluster.`,
      fix: 'Nothing has to be done. Do not scale the autoscaler to zero: pods that find no place would then wait.',
    };
    return [observation];
  },
};

function isClusterAutoscaler({ metadata, spec }: Workload): boolean {
  const names = [
    metadata.name,
    metadata.labels?.['app.kubernetes.io/name'] ?? '',
    ...spec.template.spec.containers.map(({ image = '' }) => image.split('/').at(-1)?.split(/[:@]/)[0] ?? ''),
  ];
  return names.some((name) => /(^|-)cluster-autoscaler($|-)/.test(name) && !name.includes('proportional'));
}

function isRunning({ spec }: Workload): boolean {
  return (spec.replicas ?? 1) > 0;
}
