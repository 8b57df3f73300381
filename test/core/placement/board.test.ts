import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Board } from '../../../src/core/placement/board.ts';
import { addNode, cordoned, cordonNode, removeNode } from '../../../src/core/placement/board-nodes.ts';
import { bindPod, unbindPod } from '../../../src/core/placement/board-pods.ts';
import { openBoard, type PlacementWorld } from '../../../src/core/placement/open-board.ts';
import { placeOnBoard } from '../../../src/core/placement/place-pod.ts';
import { readRecordedCases } from './recordings-of-scheduler.ts';

const CASES = readRecordedCases();

/** A change of the world, told to a board that is kept up to date and to the lists from which a fresh one is made. */
type Change = { readonly kind: 'move' | 'drop' | 'cordon' | 'remove' | 'return'; readonly pick: number };

const change: fc.Arbitrary<Change> = fc.record({
  kind: fc.constantFrom('move', 'drop', 'cordon', 'remove', 'return'),
  pick: fc.nat(1000),
});

describe('a board that is kept up to date', () => {
  it('says the same as one made afresh, after any moves, cordons and departures', () => {
    fc.assert(
      fc.property(fc.nat(CASES.length - 1), fc.array(change, { maxLength: 12 }), (index, changes) => {
        const recorded = CASES[index]!;
        let world: PlacementWorld = recorded;
        const board = openBoard(world);
        placeOnBoard(board, recorded.pending);
        for (const each of changes) world = apply(board, world, recorded.nodes, each);
        const { feasible, refusals } = decided(board, recorded.pending);
        const fresh = decided(openBoard(world), recorded.pending);
        expect(feasible).toEqual(fresh.feasible);
        expect(refusals).toEqual(fresh.refusals);
      }),
      { numRuns: 1500 },
    );
  });
});

function decided(board: Board, pending: PlacementWorld['pods'][number]) {
  const placement = placeOnBoard(board, pending);
  return placement.kind === 'proven'
    ? { feasible: placement.feasible.toSorted(), refusals: placement.refusals }
    : { feasible: placement.features, refusals: new Map() };
}

function apply(
  board: Board,
  world: PlacementWorld,
  allNodes: PlacementWorld['nodes'],
  { kind, pick }: Change,
): PlacementWorld {
  const pod = world.pods[pick % Math.max(1, world.pods.length)];
  const node = world.nodes[pick % Math.max(1, world.nodes.length)];
  const finished = pod?.status?.phase === 'Succeeded' || pod?.status?.phase === 'Failed';
  if (kind === 'move' && pod && node && !finished) {
    bindPod(board, pod, node.metadata.name);
    const moved = { ...pod, spec: { ...pod.spec, nodeName: node.metadata.name } };
    return { ...world, pods: world.pods.map((each) => (each === pod ? moved : each)) };
  }
  if (kind === 'drop' && pod) {
    unbindPod(board, pod);
    return { ...world, pods: world.pods.filter((each) => each !== pod) };
  }
  const slot = node && board.slots.get(node.metadata.name);
  if (kind === 'cordon' && node && slot) {
    cordonNode(board, slot);
    return { ...world, nodes: world.nodes.map((each) => (each === node ? cordoned(node) : each)) };
  }
  if (kind === 'remove' && node) {
    removeNode(board, node.metadata.name);
    return {
      ...world,
      nodes: world.nodes.filter((each) => each !== node),
      pods: world.pods.filter(({ spec }) => spec.nodeName !== node.metadata.name),
    };
  }
  const back = allNodes.find(
    ({ metadata }) => !world.nodes.some((each) => each.metadata.name === metadata.name),
  );
  if (kind === 'return' && back) {
    addNode(board, back);
    return { ...world, nodes: [...world.nodes, back] };
  }
  return world;
}
