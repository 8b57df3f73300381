import { labelOf } from '../fleet/label-selector.ts';
import type { Board, NodeSlot } from './board.ts';
import { conflicts } from './host-ports.ts';
import { repellersOf, type Newcomer } from './newcomer.ts';
import { matchesNodeAffinity } from './node-affinity.ts';
import { refused, unproven, type Objection } from './objection.ts';
import { spreadObjection } from './topology-spread.ts';
import { CORDON_TAINT, tolerates, untoleratedTaint } from './tolerations.ts';
import { volumeObjection } from './volume-objections.ts';

/**
 * Why a node does not take a pod; undefined if it does. A pod with a feature that is not modelled stays unproven; where
 * the doubt is elsewhere, a certain refusal beats it: whatever the unknown means, the node stays refused.
 */
export function objectionTo(board: Board, newcomer: Newcomer, slot: NodeSlot): Objection | undefined {
  const [unknown] = newcomer.profile.unproven;
  if (unknown !== undefined) return unproven(unknown);
  const certain = newcomer.everywhere.find(({ kind }) => kind === 'refused');
  if (certain) return certain;
  const fixed = fixedObjection(newcomer, slot);
  if (fixed) return fixed;
  const changing = portObjection(newcomer, slot) ?? resourceObjection(newcomer, slot);
  if (changing) return changing;
  const volume = hasVolumes(newcomer) ? volumeObjection(board, newcomer.claims, slot) : undefined;
  if (volume?.kind === 'refused') return volume;
  return (
    spreadObjection(newcomer.spread, slot) ??
    affinityObjection(board, newcomer, slot) ??
    volume ??
    newcomer.everywhere[0] ??
    doubtAbout(board, slot)
  );
}

function hasVolumes({ claims }: Newcomer): boolean {
  return (
    claims.bound.length + claims.toBind.length + claims.csiVolumes.length + claims.inlineDisks.length > 0
  );
}

/** What does not change while pods move. */
function fixedObjection(newcomer: Newcomer, slot: NodeSlot): Objection | undefined {
  const { staticVerdicts } = newcomer;
  if (!staticVerdicts) return workOutFixed(newcomer, slot);
  const known = (staticVerdicts[slot.signature] ??= workOutFixed(newcomer, slot) ?? 'fits');
  return known === 'fits' ? undefined : known;
}

function workOutFixed({ profile: { spec } }: Newcomer, slot: NodeSlot): Objection | undefined {
  if (slot.unschedulable && !tolerates(spec.tolerations, CORDON_TAINT)) return refused('cordoned');
  if (untoleratedTaint(slot.taints, spec.tolerations)) return refused('taint');
  return matchesNodeAffinity(spec, slot) ? undefined : refused('node affinity');
}

function portObjection({ profile }: Newcomer, slot: NodeSlot): Objection | undefined {
  return profile.hostPorts.some((port) => conflicts(slot.ports, port)) ? refused('host port') : undefined;
}

/** Only what is asked for is looked at, so a pod without requests fits into a node that is over-full. */
function resourceObjection(
  { profile }: Newcomer,
  { allocatable, pods, used }: NodeSlot,
): Objection | undefined {
  if (!allocatable) return undefined;
  if (pods.size + 1 > (allocatable.get('pods') ?? 0)) return refused('insufficient pods');
  for (const [resource, wanted] of profile.requests) {
    if (wanted === 0) continue;
    const free = (allocatable.get(resource) ?? 0) - (used.get(resource) ?? 0);
    if (wanted > free) return refused(`insufficient ${resource}`);
  }
  return undefined;
}

function affinityObjection(board: Board, newcomer: Newcomer, slot: NodeSlot): Objection | undefined {
  if (!attracted(newcomer, slot)) return refused('pod affinity');
  if (newcomer.antiAffinity.some(({ topologyKey, counter }) => holdsAny(counter.counts, slot, topologyKey))) {
    return refused('pod anti-affinity');
  }
  const repelled = repellersOf(board, newcomer).some(({ counts, topologyKey }) =>
    holdsAny(counts, slot, topologyKey),
  );
  return repelled ? refused("another pod's anti-affinity") : undefined;
}

/** The first pod of a group that matches its own terms may start anywhere with the right labels. */
function attracted({ affinity, matchesItself }: Newcomer, slot: NodeSlot): boolean {
  if (affinity.some(({ topologyKey }) => labelOf(slot.labels, topologyKey) === undefined)) return false;
  if (affinity.every(({ topologyKey, counter }) => holdsAny(counter.counts, slot, topologyKey))) return true;
  return matchesItself && affinity.every(({ counter }) => counter.counts.size === 0);
}

function holdsAny(counts: ReadonlyMap<string, number>, { labels }: NodeSlot, topologyKey: string): boolean {
  const domain = labelOf(labels, topologyKey);
  return domain !== undefined && counts.has(domain);
}

function doubtAbout(board: Board, slot: NodeSlot): Objection | undefined {
  const feature = slot.unproven[0] ?? first(slot.doubts) ?? first(board.doubts);
  return feature === undefined ? undefined : unproven(feature);
}

function first(map: ReadonlyMap<string, number>): string | undefined {
  for (const key of map.keys()) return key;
  return undefined;
}
