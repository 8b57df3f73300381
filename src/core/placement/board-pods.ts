import { labelOf } from '../fleet/label-selector.ts';
import { isTerminating, type Pod } from '../fleet/pod.ts';
import { podKey, type Board, type BoundPod, type NodeSlot } from './board.ts';
import { count, newCounter } from './domain-counter.ts';
import { countPort } from './host-ports.ts';
import { countAt, groupOf } from './label-groups.ts';
import { profilePod, type PodProfile } from './pod-profile.ts';
import { csiVolumeOf, csiVolumeOfDisk } from './storage-index.ts';

/** Puts a pod on a node, whether or not it fits there. A pod of a node that nobody knows holds nothing. */
export function bindPod(board: Board, pod: Pod, nodeName: string): void {
  const slot = board.slots.get(nodeName);
  if (!slot) return;
  const { namespace = '', labels = {} } = pod.metadata;
  const bound: BoundPod = {
    key: podKey(pod),
    pod,
    slot,
    profile: profileOf(board, pod),
    group: groupOf(board, namespace, labels, isTerminating(pod)),
  };
  unbindPod(board, bound.key);
  board.pods.set(bound.key, bound);
  slot.pods.add(bound);
  tally(board, bound, 1);
}

export function unbindPod(board: Board, key: string): void {
  const bound = board.pods.get(key);
  if (!bound) return;
  board.pods.delete(key);
  bound.slot.pods.delete(bound);
  tally(board, bound, -1);
}

export function profileOf(board: Board, pod: Pod): PodProfile {
  const known = board.profiles.get(pod.spec);
  if (known && known.namespace === (pod.metadata.namespace ?? '')) return known;
  const profile = profilePod(pod, board.kubernetesMinor);
  board.profiles.set(pod.spec, profile);
  return profile;
}

function tally(board: Board, bound: BoundPod, change: 1 | -1): void {
  const { slot, profile, group } = bound;
  for (const [resource, amount] of profile.requests) add(slot.used, resource, amount * change);
  for (const port of profile.hostPorts) countPort(slot.ports, port, change);
  for (const disk of profile.inlineDisks) add(slot.inlineDisks, disk, change);
  tallyVolumes(board, bound, change);
  add(group.podsBySlot, slot.index, change);
  for (const watcher of group.watchers) countAt(watcher, slot, change);
  tallyRepellers(board, slot, profile, change);
  tallyDoubts(board, slot, profile.unproven, change);
}

function tallyDoubts(board: Board, slot: NodeSlot, features: readonly string[], change: 1 | -1): void {
  for (const feature of features) {
    add(slot.doubts, feature, change);
    if (feature.startsWith('pod.spec.affinity')) add(board.doubts, feature, change);
  }
}

function tallyVolumes(board: Board, { slot, profile, pod }: BoundPod, change: 1 | -1): void {
  const keys = profile.claims.map((name) => `${pod.metadata.namespace ?? ''}/${name}`);
  for (const key of new Set(keys)) add(board.storage.claimUsers, key, change);
  const volumes = [
    ...keys.map((key) => csiVolumeOf(board.storage, key)),
    ...profile.inlineDisks.map(csiVolumeOfDisk),
  ];
  for (const volume of volumes) {
    if (!volume) continue;
    const ofDriver = slot.volumes.get(volume.driver) ?? new Map<string, number>();
    slot.volumes.set(volume.driver, ofDriver);
    add(ofDriver, volume.handle, change);
  }
}

/** Required anti-affinity of pods that are there keeps others out of the whole domain. */
function tallyRepellers(board: Board, slot: NodeSlot, profile: PodProfile, change: 1 | -1): void {
  for (const term of profile.antiAffinity) {
    const domain = labelOf(slot.labels, term.topologyKey);
    if (domain === undefined) continue;
    let repeller = board.repellers.get(term.key);
    if (!repeller) {
      repeller = { term, counter: newCounter(term.topologyKey) };
      board.repellers.set(term.key, repeller);
      board.repellersInOrder.push(repeller);
    }
    count(repeller.counter, domain, change);
  }
}

function add<K>(map: Map<K, number>, key: K, change: number): void {
  const next = (map.get(key) ?? 0) + change;
  if (next === 0) map.delete(key);
  else map.set(key, next);
}
