import { labelOf } from '../fleet/label-selector.ts';
import type { Node } from '../fleet/node.ts';
import type { Board, DomainSetOnBoard, NodeSlot } from './board.ts';
import { bindPod, unbindPod } from './board-pods.ts';
import { addMember, removeMember, type DomainSet } from './domain-counter.ts';
import { NODE_FIELDS, unknownFields } from './known-fields.ts';
import { allocatableOf } from './pod-requests.ts';
import { CORDON_TAINT, isKnownEffect } from './tolerations.ts';

export function addNode(board: Board, node: Node): NodeSlot {
  const slot = toSlot(board, node);
  board.slots.set(slot.name, slot);
  board.slotsByIndex.push(slot);
  for (const each of board.domainSets.values()) joinSet(each, slot);
  return slot;
}

/** Takes a node off the board, with whatever still sits on it. */
export function removeNode(board: Board, name: string): void {
  const slot = board.slots.get(name);
  if (!slot) return;
  for (const bound of slot.pods) unbindPod(board, bound.pod);
  for (const { set } of board.domainSets.values()) {
    const domain = labelOf(slot.labels, set.topologyKey);
    if (domain !== undefined) removeMember(set, slot.index, domain);
  }
  board.slots.delete(name);
  board.slotsByIndex[slot.index] = undefined;
}

/** The node in its new form, with the pods that were on it. */
function replaceNode(board: Board, node: Node): NodeSlot {
  const pods = [...(board.slots.get(node.metadata.name)?.pods ?? [])].map(({ pod }) => pod);
  removeNode(board, node.metadata.name);
  const slot = addNode(board, node);
  for (const pod of pods) bindPod(board, pod, slot.name);
  return slot;
}

/** Closes a node. Where no rule about domains heeds taints, the slot just changes; else its pods are counted anew. */
export function cordonNode(board: Board, slot: NodeSlot): NodeSlot {
  const node = cordoned(slot.node);
  const closed = { ...slot, node, taints: node.spec?.taints ?? [], unschedulable: true };
  const leaves = [...board.domainSets.values()].some(
    ({ set, includes }) => set.members.has(slot.index) && !includes(closed),
  );
  if (leaves) return replaceNode(board, node);
  return Object.assign(slot, { ...closed, signature: signatureOf(board, node) });
}

/** A node as it is after `kubectl cordon`: flag and taint. */
export function cordoned(node: Node): Node {
  const others = (node.spec?.taints ?? []).filter(({ key }) => key !== CORDON_TAINT.key);
  return { ...node, spec: { ...node.spec, unschedulable: true, taints: [...others, CORDON_TAINT] } };
}

/** A set of nodes by a rule, kept up to date; the same key means the same rule. */
export function domainSet(
  board: Board,
  key: string,
  topologyKey: string,
  includes: (slot: NodeSlot) => boolean,
): DomainSet {
  const known = board.domainSets.get(key);
  if (known) return known.set;
  const made: DomainSetOnBoard = {
    set: { topologyKey, members: new Set(), nodesByDomain: new Map() },
    includes,
  };
  board.domainSets.set(key, made);
  for (const slot of board.slots.values()) joinSet(made, slot);
  return made.set;
}

function joinSet({ set, includes }: DomainSetOnBoard, slot: NodeSlot): void {
  const domain = labelOf(slot.labels, set.topologyKey);
  if (domain !== undefined && includes(slot)) addMember(set, slot.index, domain);
}

function toSlot(board: Board, node: Node): NodeSlot {
  const taints = node.spec?.taints ?? [];
  const allocatable = allocatableOf(node.status?.allocatable);
  return {
    index: board.slotsByIndex.length,
    node,
    name: node.metadata.name,
    labels: node.metadata.labels ?? {},
    taints,
    unschedulable: node.spec?.unschedulable === true,
    allocatable,
    signature: signatureOf(board, node),
    unproven: [
      ...unknownFields(node, NODE_FIELDS, 'node'),
      ...(taints.every(({ effect }) => isKnownEffect(effect)) ? [] : ['node.spec.taints']),
      ...(allocatable ? [] : ['node.status.allocatable']),
    ],
    doubts: new Map(),
    used: new Map(),
    ports: new Map(),
    pods: new Set(),
    inlineDisks: new Map(),
    volumes: new Map(),
  };
}

function signatureOf(board: Board, { metadata, spec }: Node): number {
  const labels = Object.entries(metadata.labels ?? {})
    .filter(([key]) => !board.uniqueKeys.has(key))
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  const taints = (spec?.taints ?? []).map(({ key, value, effect }) => [key, value, effect]);
  const text = JSON.stringify([labels, taints, spec?.unschedulable === true]);
  const known = board.signatures.get(text) ?? board.signatures.size;
  board.signatures.set(text, known);
  return known;
}
