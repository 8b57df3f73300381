import { labelOf } from '../fleet/label-selector.ts';
import type { PersistentVolume } from '../fleet/storage.ts';
import type { Board, NodeSlot } from './board.ts';
import { matchesNodeSelector } from './node-affinity.ts';
import { refused, unproven, type Objection } from './objection.ts';
import type { CsiVolume } from './storage-index.ts';
import { bindingObjection } from './volume-binding.ts';
import type { ClaimRules } from './volume-claims.ts';

const ZONE = 'topology.kubernetes.io/zone';
const REGION = 'topology.kubernetes.io/region';
const BETA_ZONE = 'failure-domain.beta.kubernetes.io/zone';
const BETA_REGION = 'failure-domain.beta.kubernetes.io/region';
const TOPOLOGY_KEYS = [BETA_ZONE, BETA_REGION, ZONE, REGION];
const GA_KEYS: Readonly<Record<string, string>> = { [BETA_ZONE]: ZONE, [BETA_REGION]: REGION };

export function volumeObjection(board: Board, claims: ClaimRules, slot: NodeSlot): Objection | undefined {
  if (claims.inlineDisks.some((disk) => slot.inlineDisks.has(disk))) return refused('disk in use');
  for (const volume of claims.bound) {
    if (!reaches(volume, slot)) return refused('volume affinity');
    if (!inZone(volume, slot)) return refused('volume zone');
  }
  const binding = claims.toBind.length > 0 ? bindingObjection(board.storage, claims.toBind, slot) : undefined;
  return binding?.kind === 'refused' ? binding : (limitObjection(board, claims.csiVolumes, slot) ?? binding);
}

/** A volume's node affinity looks at labels; the name of the node does not count. */
function reaches({ spec }: PersistentVolume, { labels }: NodeSlot): boolean {
  const required = spec.nodeAffinity?.required;
  return !required || matchesNodeSelector(required, { name: '', labels });
}

/** Zone and region labels of a volume bind nodes that have such labels at all; `a__b` is either. */
function inZone({ metadata }: PersistentVolume, { labels }: NodeSlot): boolean {
  if (TOPOLOGY_KEYS.every((key) => labelOf(labels, key) === undefined)) return true;
  return TOPOLOGY_KEYS.every((key) => {
    const wanted = labelOf(metadata.labels, key);
    if (wanted === undefined) return true;
    const zones = wanted.split('__').map((zone) => zone.trim());
    if (zones.includes('')) return true;
    const actual = labelOf(labels, key) ?? labelOf(labels, GA_KEYS[key] ?? key);
    return actual !== undefined && zones.includes(actual);
  });
}

/** No limit where a node's CSINode is missing, does not list the driver, or names no count. */
function limitObjection(board: Board, wanted: readonly CsiVolume[], slot: NodeSlot): Objection | undefined {
  const limits = board.storage.limits.get(slot.name);
  if (!limits || wanted.length === 0) return undefined;
  let doubt: Objection | undefined;
  for (const driver of new Set(wanted.map((volume) => volume.driver))) {
    const limit = limits.get(driver);
    if (limit === undefined) continue;
    const { certain, possible } = slotsNeeded(board, wanted, slot, driver);
    if (certain > limit) return refused('volume limit');
    if (possible > limit) doubt = unproven('volumeAttachment of a volume the pod brings or nobody knows');
  }
  return doubt;
}

/**
 * Attachments after the pod came. A volume that pods of the node use already costs nothing more. Whether a leftover
 * attachment of a volume that the pod brings, or of a volume that is gone, is counted too is not known.
 */
function slotsNeeded(board: Board, wanted: readonly CsiVolume[], slot: NodeSlot, driver: string) {
  const used = slot.volumes.get(driver) ?? new Map<string, number>();
  const left = (board.storage.attached.get(slot.name) ?? []).filter((each) => each.driver === driver);
  const handles = new Set(left.map(({ handle }) => handle).filter((handle) => !used.has(handle)));
  const fresh = wanted.filter((each) => each.driver === driver && !used.has(each.handle));
  const doubtful = [...handles].filter(
    (handle) => handle.startsWith('no such volume') || fresh.some((each) => each.handle === handle),
  );
  const possible = used.size + handles.size + fresh.length;
  return { certain: possible - doubtful.length, possible };
}
