import { labelOf } from '../fleet/label-selector.ts';
import type { NodeSelector, Pod } from '../fleet/pod.ts';
import type { PersistentVolume, PersistentVolumeClaim } from '../fleet/storage.ts';

/** What is known of the volumes of pods; undefined where it could not be read. */
export interface KnownVolumes {
  readonly claims: ReadonlyMap<string, PersistentVolumeClaim>;
  readonly volumes: ReadonlyMap<string, PersistentVolume>;
}

/**
 * The zones, of those asked about, in which a pod may live: by the zone of its volumes, its nodeSelector and its
 * required node affinity. Conditions on anything but the zone are taken as met.
 */
export function zonesOf(
  pod: Pod,
  zones: readonly string[],
  known: KnownVolumes | undefined,
): readonly string[] {
  const required = pod.spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  const selected = Object.entries(pod.spec.nodeSelector ?? {}).filter(([key]) => isZoneKey(key));
  return zones.filter(
    (zone) =>
      selected.every(([, value]) => value === zone) &&
      (!required || allowsZone(required, zone)) &&
      volumesOf(pod, known).every((volume) => isReachable(volume, zone)),
  );
}

export function hasClaims({ spec }: Pod): boolean {
  return (spec.volumes ?? []).some(({ persistentVolumeClaim }) => persistentVolumeClaim !== undefined);
}

function volumesOf({ metadata, spec }: Pod, known: KnownVolumes | undefined): PersistentVolume[] {
  return (spec.volumes ?? []).flatMap(({ persistentVolumeClaim }) => {
    const claim = known?.claims.get(`${metadata.namespace ?? ''}/${persistentVolumeClaim?.claimName ?? ''}`);
    return known?.volumes.get(claim?.spec.volumeName ?? '') ?? [];
  });
}

function isReachable({ metadata, spec }: PersistentVolume, zone: string): boolean {
  const required = spec.nodeAffinity?.required;
  const labels = Object.keys(metadata.labels ?? {}).filter(isZoneKey);
  const byLabel = labels.every((key) => labelOf(metadata.labels, key)?.split('__').includes(zone));
  return byLabel && (!required || allowsZone(required, zone));
}

function allowsZone({ nodeSelectorTerms }: NodeSelector, zone: string): boolean {
  return nodeSelectorTerms.some(({ matchExpressions = [] }) =>
    matchExpressions.every(({ key, operator, values = [] }) => {
      if (!isZoneKey(key)) return true;
      if (operator === 'In') return values.includes(zone);
      return operator !== 'NotIn' || !values.includes(zone);
    }),
  );
}

/** `topology.kubernetes.io/zone`, its old form, and the drivers' own, such as `topology.ebs.csi.aws.com/zone`. */
function isZoneKey(key: string): boolean {
  return key.endsWith('/zone');
}
