import { labelOf, type Labels } from '../fleet/label-selector.ts';
import { isTerminating, type Pod, type PodSpec } from '../fleet/pod.ts';
import { heldSpec } from './held-spec.ts';
import { boundPod, type Board, type BoundPod, type NodeSlot } from './board.ts';
import { count, newCounter } from './domain-counter.ts';
import { countPort } from './host-ports.ts';
import { addRepeller, countAt, groupOf } from './label-groups.ts';
import { profilePod, type PodProfile } from './pod-profile.ts';
import { podSignature } from './pod-signature.ts';
import { holdsTheSame, sameForPlacement, sharesForPlacement } from './same-for-placement.ts';
import { csiVolumeOf, csiVolumeOfDisk } from './storage-index.ts';

/** Puts a pod on a node, whether or not it fits there. A pod of a node that nobody knows holds nothing. */
export function bindPod(board: Board, pod: Pod, nodeName: string): void {
  const slot = board.slots.get(nodeName);
  if (!slot) return;
  const { namespace = '', labels = NO_LABELS } = pod.metadata;
  const bound: BoundPod = {
    pod,
    slot,
    profile: holdingsOf(board, pod),
    group: groupOf(board, namespace, labels, isTerminating(pod)),
  };
  unbindPod(board, pod);
  const ofNamespace = board.pods.get(namespace) ?? new Map<string, BoundPod>();
  board.pods.set(namespace, ofNamespace.set(pod.metadata.name, bound));
  slot.pods.add(bound);
  tally(board, bound, 1);
}

const NO_LABELS: Labels = {};

/** Takes off the pod of this name, which may be known from another reading. */
export function unbindPod(board: Board, pod: Pod): void {
  const bound = boundPod(board, pod);
  if (!bound) return;
  board.pods.get(pod.metadata.namespace ?? '')?.delete(pod.metadata.name);
  bound.slot.pods.delete(bound);
  tally(board, bound, -1);
}

/** Pods of a DaemonSet hold the same on every node, and differ in the name of the node that they are meant for. */
function holdingsOf(board: Board, running: Pod): PodProfile {
  const spec = heldSpec(running);
  const pod = spec === running.spec ? running : { ...running, spec };
  const known = board.profilesByContainers.get(pod.spec.containers);
  const isSame =
    known?.profile.namespace === (pod.metadata.namespace ?? '') && holdsTheSame(known.spec, pod.spec);
  return isSame ? known.profile : profileOf(board, pod);
}

/** Pods that placement treats alike share one profile; those of one owner mostly are, so the last of them is tried first. */
export function profileOf(board: Board, { metadata, spec }: Pod): PodProfile {
  const { namespace = '' } = metadata;
  const known = board.profilesByContainers.get(spec.containers);
  if (known?.profile.namespace === namespace && sharesForPlacement(known.spec, spec)) return known.profile;
  const owner = metadata.ownerReferences?.[0]?.uid ?? '';
  const ofOwner = board.profilesByOwner.get(owner);
  const profile =
    ofOwner?.namespace === namespace && sameForPlacement(ofOwner.spec, spec)
      ? ofOwner
      : findProfile(board, namespace, spec);
  board.profilesByOwner.set(owner, profile);
  board.profilesByContainers.set(spec.containers, { spec, profile });
  return profile;
}

function findProfile(board: Board, namespace: string, spec: PodSpec): PodProfile {
  const signature = podSignature(namespace, spec);
  const profile = board.profiles.get(signature) ?? profilePod(namespace, spec, board.kubernetesMinor);
  board.profiles.set(signature, profile);
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
  if (profile.claims.length + profile.inlineDisks.length === 0) return;
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
      addRepeller(board, repeller);
    }
    count(repeller.counter, domain, change);
  }
}

function add<K>(map: Map<K, number>, key: K, change: number): void {
  const next = (map.get(key) ?? 0) + change;
  if (next === 0) map.delete(key);
  else map.set(key, next);
}
