import type { Labels } from '../../controllers/kinds/label-selector.ts';
import type { PersistentVolume } from '../../controllers/kinds/persistent-volume.ts';
import { each, SKIP, unsuitable, type Filter } from '../filter.ts';
import { claimsOf } from '../pod-claims.ts';

/** The old and the present names of zone and region. */
const PRESENT_NAME: Readonly<Record<string, string>> = {
  'failure-domain.beta.kubernetes.io/zone': 'topology.kubernetes.io/zone',
  'failure-domain.beta.kubernetes.io/region': 'topology.kubernetes.io/region',
  'topology.kubernetes.io/zone': 'topology.kubernetes.io/zone',
  'topology.kubernetes.io/region': 'topology.kubernetes.io/region',
};

/** A zone label of a volume counts like affinity; a node without any zone or region label passes. */
export const volumeZone: Filter = {
  name: 'VolumeZone',
  prepare(pod, snapshot) {
    const wanted = claimsOf(pod, snapshot).bound.flatMap(({ spec }) => {
      const volume = snapshot.volume(spec.volumeName ?? '');
      return volume ? placesOf(volume) : [];
    });
    if (wanted.length === 0) return SKIP;
    return each(({ labels }) =>
      hasPlace(labels) && !wanted.every(({ key, values }) => values.has(placeOf(labels, key) ?? ''))
        ? unsuitable('node(s) had no available volume zone')
        : undefined,
    );
  },
};

/** `a__b` means either. */
function placesOf({ metadata }: PersistentVolume): { key: string; values: Set<string> }[] {
  return Object.entries(metadata.labels ?? {})
    .filter(([key]) => PRESENT_NAME[key] !== undefined)
    .map(([key, value]) => ({ key, values: new Set(value.split('__')) }));
}

function hasPlace(labels: Labels): boolean {
  return Object.keys(PRESENT_NAME).some((key) => labels[key] !== undefined);
}

function placeOf(labels: Labels, key: string): string | undefined {
  return labels[key] ?? labels[PRESENT_NAME[key] ?? key];
}
