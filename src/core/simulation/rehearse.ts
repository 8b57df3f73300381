import { ITEMS_A_STEP } from '../in-steps.ts';
import type { InSteps } from '../in-steps.ts';
import { compareNames } from '../fleet/compare-names.ts';
import type { Node } from '../fleet/node.ts';
import type { Pod } from '../fleet/pod.ts';
import { boundPod, type Board, type BoundPod, type NodeSlot } from '../placement/board.ts';
import { addNode, cordonNode, removeNode } from '../placement/board-nodes.ts';
import { bindPod, unbindPod } from '../placement/board-pods.ts';
import { boardInSteps } from '../placement/open-board.ts';
import { findPlace, type Place, type Places } from './find-place.ts';
import { modelOf, newNode, type NodeModel } from './new-node.ts';
import type { Manner, Move, Rehearsal, RehearsedNode, Script, Stranded, Unproven } from './rehearsal.ts';
import { launch, leave, type ZoneLedger } from './zone-ledger.ts';

/**
 * Plays a rollout on a board: instances come first, nodes are cordoned and emptied one by one, each stays as an empty
 * domain until its pods live elsewhere, and its successor comes before the next. Whether every pod finds a place is
 * proven by finding one for it.
 */
export function* rehearse(script: Script, manner: Manner): InSteps<Rehearsal> {
  const stage = setStage(script, manner, yield* boardInSteps(script.world));
  const nodes: RehearsedNode[] = [];
  yield;
  yield* placeWaiting(stage);
  for (const [index, { name, zone }] of script.order.entries()) {
    nodes.push({ name, moves: drain(stage, name) });
    removeNode(stage.places.board, name);
    rescueFromGhost(stage, name);
    leave(stage.ledger, zone);
    if (script.order.length - index > script.surge) addNext(stage);
    yield;
  }
  return { manner, nodes, stranded: stage.stranded, unproven: stage.unproven };
}

interface Stage {
  readonly script: Script;
  readonly places: Places;
  readonly model: NodeModel;
  readonly ledger: ZoneLedger;
  readonly residents: readonly Pod[];
  readonly limits: ReadonlyMap<string, number>;
  readonly stranded: Stranded[];
  readonly unproven: Unproven[];
  launched: number;
}

function setStage(script: Script, manner: Manner, board: Board): Stage {
  const planned = new Set(script.order.map(({ name }) => name));
  const slots = [...board.slots.values()];
  const others = slots.filter(({ name }) => !planned.has(name));
  const patched = others.filter(({ name }) => script.patched.has(name));
  const retiring = slots.filter(({ name }) => planned.has(name));
  const stage: Stage = {
    script,
    places: {
      board,
      manner,
      preferred: [...patched, ...others.filter(({ name }) => !script.patched.has(name))],
      retiring,
      hopeless: new Set(),
    },
    model: modelOf(script.groupNodes),
    ledger: { counts: new Map(script.instancesByZone), welcome: welcomeOf(script) },
    residents: residentsOf(script, board),
    limits: leastLimits(board, script.groupNodes),
    stranded: [],
    unproven: [],
    launched: 0,
  };
  for (let extra = 0; extra < script.surge; extra++) addNext(stage);
  return stage;
}

/** A zone is the more welcome the more nodes of it have yet to be emptied. */
function welcomeOf({ order }: Script): (zone: string) => number {
  const nodes = Map.groupBy(order, ({ zone }) => zone);
  return (zone) => nodes.get(zone)?.length ?? 0;
}

/** What the fullest node of the group has of pods that come with every node. */
function residentsOf({ groupNodes, isResident }: Script, board: Board): readonly Pod[] {
  const perNode = groupNodes.map(({ metadata }) =>
    [...(board.slots.get(metadata.name)?.pods ?? [])].map(({ pod }) => pod).filter(isResident),
  );
  return perNode.toSorted((a, b) => b.length - a.length)[0] ?? [];
}

function addNext(stage: Stage): void {
  const { places, model, ledger, residents } = stage;
  const zone = launch(ledger);
  if (zone === undefined || model.nodes.length === 0) return;
  stage.launched++;
  const name = `new-node-${stage.launched}`;
  if (stage.limits.size > 0) places.board.storage.limits.set(name, stage.limits);
  const slot = addNode(places.board, newNode(model, name, zone));
  for (const pod of residents) bindPod(places.board, residentOn(pod, name), name);
  places.preferred.unshift(slot);
  places.hopeless.clear();
}

function residentOn(pod: Pod, node: string): Pod {
  return { ...pod, metadata: { ...pod.metadata, name: `${pod.metadata.name} of ${node}` } };
}

/** How many volumes a new node may attach: as few as any node of the group. */
function leastLimits({ storage }: Board, nodes: readonly Node[]): ReadonlyMap<string, number> {
  const least = new Map<string, number>();
  for (const { metadata } of nodes) {
    for (const [driver, limit] of storage.limits.get(metadata.name) ?? []) {
      least.set(driver, Math.min(limit, least.get(driver) ?? Infinity));
    }
  }
  return least;
}

/** Pods that found no place before take the new room first. */
function* placeWaiting({ script, places }: Stage): InSteps<undefined> {
  for (const [index, pod] of script.world.pods.entries()) {
    if (index % ITEMS_A_STEP === 0) yield;
    if (pod.spec.nodeName || pod.status?.phase !== 'Pending' || !script.isMoved(pod)) continue;
    const place = findPlace(places, [pod]);
    if (place.kind === 'found') bindPod(places.board, pod, place.slot.name);
  }
}

function drain(stage: Stage, name: string): readonly Move[] {
  const { places, script } = stage;
  const before = places.board.slots.get(name);
  if (!before) return [];
  removeFrom(places.retiring, before);
  const slot = cordonNode(places.board, before);
  const moves: Move[] = [];
  for (const { pod } of inOrder(slot, places.manner, script)) {
    unbindPod(places.board, pod);
    const replacements = script.replacementsOf(pod);
    if (replacements.length === 0) continue;
    const place = findPlace(places, replacements);
    settle(stage, pod, name, place);
    if (place.kind === 'found') moves.push({ pod, to: place.slot.name });
  }
  return moves;
}

function settle({ places, stranded, unproven }: Stage, pod: Pod, from: string, place: Place): void {
  switch (place.kind) {
    case 'found':
      bindPod(places.board, pod, place.slot.name);
      return;
    case 'none':
      stranded.push({ pod, from, refusals: place.refusals, heldByGhost: false });
      return;
    case 'unproven':
      unproven.push({ pod, from, features: place.features });
  }
}

/** As they are evicted; or, to prove that there is a way, the largest first. */
function inOrder(slot: NodeSlot, manner: Manner, { isMoved }: Script): readonly BoundPod[] {
  const moved = [...slot.pods].filter(({ pod }) => isMoved(pod));
  return manner === 'spread'
    ? moved.toSorted(byPriority)
    : moved.toSorted((a, b) => size(b) - size(a) || byName(a, b));
}

function byPriority(a: BoundPod, b: BoundPod): number {
  return (a.pod.spec.priority ?? 0) - (b.pod.spec.priority ?? 0) || byName(a, b);
}

function byName(a: BoundPod, b: BoundPod): number {
  return compareNames(a.pod.metadata, b.pod.metadata);
}

const BYTES_PER_MILLICORE = 4 * 1024 ** 2;

function size({ profile }: BoundPod): number {
  return (profile.requests.get('cpu') ?? 0) + (profile.requests.get('memory') ?? 0) / BYTES_PER_MILLICORE;
}

/** The emptied node is gone now: who finds a place only since then was kept out by its empty domain. */
function rescueFromGhost({ places, script, stranded }: Stage, from: string): void {
  for (const [index, each] of stranded.entries()) {
    if (each.from !== from || boundPod(places.board, each.pod)) continue;
    const place = findPlace(places, script.replacementsOf(each.pod));
    if (place.kind !== 'found') continue;
    bindPod(places.board, each.pod, place.slot.name);
    stranded[index] = { ...each, heldByGhost: true };
  }
}

function removeFrom(slots: NodeSlot[], slot: NodeSlot): void {
  const index = slots.indexOf(slot);
  if (index >= 0) slots.splice(index, 1);
}
