import { describe, expect, it } from 'vitest';
import { engineTime } from '../../../src/core/simulation/engine-time.ts';

const node = { pods: 2, workloads: 2, patched: 1, index: 1, hasSuccessor: true };

/** In requests: each takes a second, and reading everything takes none. */
const requests = engineTime({ reading: 0, request: 1 }, 6);

describe('the time that drover itself takes', () => {
  it('is nothing where nothing was measured', () => {
    const { ofNode, ...around } = engineTime({ reading: 0, request: 0 }, 6);
    expect(Object.values({ ...around, ...ofNode(node) }).filter((seconds) => seconds !== 0)).toEqual([]);
  });

  it('is a reading of everything before the start, and one before each node', () => {
    const { beforeSurge, ofNode, capacitySeen, atEnd } = engineTime({ reading: 7, request: 0 }, 6);
    expect([beforeSurge, ofNode(node).gate, capacitySeen, atEnd]).toEqual([7, 7, 0, 0]);
  });

  it('is a turn for each step: four requests for the group, three more for the node in work, and what is done', () => {
    const { gate, emptied, judged, terminated } = requests.ofNode(node);
    expect([gate, emptied, judged, terminated]).toEqual([4, 8, 16, 16]);
    // The note of the claim, cordon, begin, what was sighted, and a look with two evictions.
    expect(requests.ofNode(node).toDrain).toBe(1 + 3 * 8 + 7 + 2);
  });

  it('grows with pods, with workloads beyond eight, and with patched nodes beyond eight', () => {
    const toDrain = (more: Partial<typeof node>) => requests.ofNode({ ...node, ...more }).toDrain;
    expect(toDrain({ pods: 5 })).toBe(toDrain({}) + 3);
    expect(toDrain({ workloads: 8 })).toBe(toDrain({}));
    expect(toDrain({ workloads: 9 })).toBe(toDrain({}) + 4);
    expect(toDrain({ patched: 17 })).toBe(toDrain({}) + 2 * 4);
  });

  it('spares a node without pods the turns of its evictions', () => {
    expect(requests.ofNode({ ...node, pods: 0, workloads: 0 }).toDrain).toBe(1 + 2 * 8);
  });

  it('counts the capacity that goes with the last nodes, and the marks of every node', () => {
    const { released } = requests.ofNode(node);
    expect(requests.ofNode({ ...node, hasSuccessor: false }).released).toBe(released + 8);
    const ten = engineTime({ reading: 0, request: 1 }, 10);
    expect(ten.beforeSurge).toBe(requests.beforeSurge + 4);
  });
});
