import { describe, expect, it } from 'vitest';
import { criticalPath, drainMs, type DrainedNode, type MovedPod } from '../../src/sandbox/critical-path.ts';

const SECOND = 1_000;

function aPod(pod: Partial<MovedPod> = {}): MovedPod {
  return { exitMs: 20 * SECOND, readyMs: 35 * SECOND, isReplacedAfterExit: false, ...pod };
}

function aNode(node: Partial<DrainedNode> = {}): DrainedNode {
  return { pods: [], bootMs: 100 * SECOND, deregistrationMs: 0, detachMs: 0, windowMs: 60 * SECOND, ...node };
}

function pods(count: number, pod: Partial<MovedPod>): MovedPod[] {
  return Array.from({ length: count }, () => aPod(pod));
}

describe('a drain', () => {
  const free = { budgets: {}, budgetLagMs: 0 };

  it('of pods without a budget takes as long as the slowest of them', () => {
    expect(drainMs([aPod(), aPod({ readyMs: 50 * SECOND })], free)).toBe(50 * SECOND);
  });

  it('of nothing takes no time', () => {
    expect(drainMs([], free)).toBe(0);
  });

  it('of six pods whose budget lets one go takes six rounds', () => {
    const six = pods(6, { budget: 'web' });

    expect(drainMs(six, { budgets: { web: 1 }, budgetLagMs: 0 })).toBe(6 * 35 * SECOND);
  });

  it('takes half as many rounds with two tokens', () => {
    const six = pods(6, { budget: 'web' });

    expect(drainMs(six, { budgets: { web: 2 }, budgetLagMs: 0 })).toBe(3 * 35 * SECOND);
  });

  it('waits for the count between rounds, but not after the last', () => {
    const two = pods(2, { budget: 'web' });

    expect(drainMs(two, { budgets: { web: 1 }, budgetLagMs: 120 })).toBe(2 * 35 * SECOND + 120);
  });

  it('of two members of a StatefulSet waits for exit and start of each: 2 x (60 + 15 + 90) s', () => {
    const member = { exitMs: 60 * SECOND, readyMs: 105 * SECOND, isReplacedAfterExit: true, budget: 'db' };

    expect(drainMs(pods(2, member), { budgets: { db: 1 }, budgetLagMs: 0 })).toBe(330 * SECOND);
  });

  it('ends when the last old pod is gone, though its replacement was ready before', () => {
    const slow = pods(2, { exitMs: 90 * SECOND, readyMs: 10 * SECOND, budget: 'web' });

    expect(drainMs(slow, { budgets: { web: 1 }, budgetLagMs: 0 })).toBe(100 * SECOND);
  });

  it('of different budgets goes on side by side', () => {
    const both = [...pods(2, { budget: 'a' }), ...pods(3, { budget: 'b' })];

    expect(drainMs(both, { budgets: { a: 1, b: 1 }, budgetLagMs: 0 })).toBe(105 * SECOND);
  });

  it('never ends under a budget that lets nobody go', () => {
    expect(drainMs([aPod({ budget: 'web' })], { budgets: { web: 0 }, budgetLagMs: 0 })).toBe(Infinity);
  });
});

describe('the critical path of a rollout', () => {
  const common = { budgets: { web: 1 }, budgetLagMs: 0, surge: 1 };

  it('of one node is its boot, its drain, what follows it, and its window', () => {
    const node = aNode({ pods: [aPod()], deregistrationMs: 30 * SECOND, detachMs: 6 * SECOND });

    expect(criticalPath({ ...common, nodes: [node] }).totalMs).toBe((100 + 35 + 30 + 6 + 60) * SECOND);
  });

  it('hides the next boot behind the window, and what is left of it behind the drain', () => {
    // The second instance boots from 135 s; the window ends at 195 s, with 40 s of the boot left: longer than the drain.
    const nodes = [aNode({ pods: [aPod()] }), aNode({ pods: [aPod()] })];

    const { totalMs, steps } = criticalPath({ ...common, nodes });

    expect(steps[1]).toEqual({
      startsAt: 195 * SECOND,
      drainedAt: 235 * SECOND,
      terminatedAt: 235 * SECOND,
      endsAt: 295 * SECOND,
    });
    expect(totalMs).toBe(295 * SECOND);
  });

  it('is not held up by a boot that is shorter than the window', () => {
    const nodes = [aNode({ pods: [aPod()], windowMs: 300 * SECOND }), aNode({ pods: [aPod()] })];

    expect(criticalPath({ ...common, nodes }).totalMs).toBe((100 + 35 + 300 + 35 + 60) * SECOND);
  });

  it('counts the rounds of budgets on every node', () => {
    const crowded = aNode({ pods: pods(4, { budget: 'web' }), windowMs: 100 * SECOND });

    expect(criticalPath({ ...common, nodes: [crowded, crowded] }).totalMs).toBe(
      (100 + 2 * (140 + 100)) * SECOND,
    );
  });

  it('with more surge has the next instances ready from the start', () => {
    const nodes = [aNode({ pods: [aPod()] }), aNode({ pods: [aPod()] })];

    expect(criticalPath({ ...common, surge: 2, nodes }).totalMs).toBe((100 + 35 + 60 + 35 + 60) * SECOND);
  });

  it('of twenty-four equal nodes is one boot and twenty-four times the longer of drain and rest of the boot', () => {
    const nodes = Array.from({ length: 24 }, () => aNode({ pods: [aPod()], bootMs: 90 * SECOND }));

    // 90 s of boot less 60 s of window leave 30 s, less than the 35 s of the drain.
    expect(criticalPath({ ...common, nodes }).totalMs).toBe((90 + 24 * (35 + 60)) * SECOND);
  });
});
