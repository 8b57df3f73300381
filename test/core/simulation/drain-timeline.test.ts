import { describe, expect, it } from 'vitest';
import { drainTimeline, type MovingPod } from '../../../src/core/simulation/drain-timeline.ts';

const POD: MovingPod = { name: 'p', owner: 'web', exit: 20, ready: 35, replacedAfterExit: false, detach: 0 };

function pods(count: number, pod: (index: number) => Partial<MovingPod>): MovingPod[] {
  return Array.from({ length: count }, (_, index) => ({ ...POD, name: `p${index}`, ...pod(index) }));
}

function empties(
  moving: readonly MovingPod[],
  budgets: Record<string, number>,
  owners: Record<string, number> = {},
) {
  const timeline = drainTimeline(moving, {
    budgets: new Map(Object.entries(budgets)),
    owners: new Map(Object.entries(owners)),
    inFlightMax: 50,
  });
  return timeline.kind === 'ends' ? Math.round(timeline.empty) : timeline;
}

describe('the drain of a node', () => {
  it('takes as long as one pod, when each has a budget of its own', () => {
    const budgets = Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`b${index}`, 1]));
    expect(
      empties(
        pods(30, (index) => ({ owner: `a${index}`, budget: `b${index}` })),
        budgets,
      ),
    ).toBeCloseTo(20, -1);
  });

  it('takes a round a pod, when six of one budget share the node', () => {
    const five = Object.fromEntries(Array.from({ length: 5 }, (_, index) => [`b${index}`, 1]));
    const moving = pods(30, (index) => ({ owner: `a${index % 5}`, budget: `b${index % 5}` }));
    expect(empties(moving, five)).toBeGreaterThanOrEqual(195);
    expect(empties(moving, five)).toBeLessThanOrEqual(205);
    const twice = Object.fromEntries(Object.keys(five).map((name) => [name, 2]));
    expect(empties(moving, twice)).toBeGreaterThanOrEqual(90);
    expect(empties(moving, twice)).toBeLessThanOrEqual(97);
  });

  it('lets one pod at a time go of an owner that does not say how many it needs, as soon as the one before is gone', () => {
    const moving = pods(3, () => ({ owner: 'CacheCluster/shop/sessions', replacedAfterExit: true }));
    expect(empties(moving, {})).toBe(21);
    expect(
      empties(
        moving.map((pod) => ({ ...pod, uncounted: true })),
        {},
      ),
    ).toBe(63);
  });

  it('goes through a StatefulSet one after the other: gone, detached, started, next', () => {
    const members = pods(2, () => ({
      budget: 'db',
      exit: 60,
      detach: 15,
      ready: 90,
      replacedAfterExit: true,
    }));
    expect(empties(members, { db: 1 })).toBeGreaterThanOrEqual(225);
    expect(empties(members, { db: 1 })).toBeLessThanOrEqual(235);
  });

  it('sends every pod after the first wave as much later as drover takes to notice', () => {
    const drain = (reaction: number) => {
      const moving = pods(6, () => ({ budget: 'b' }));
      const allowances = { budgets: new Map([['b', 1]]), owners: new Map<string, number>(), inFlightMax: 50 };
      const timeline = drainTimeline(moving, { ...allowances, reaction });
      return timeline.kind === 'ends' ? timeline.empty : 0;
    };
    expect(drain(3) - drain(0)).toBeCloseTo(5 * 3);
  });

  it('moves pods without a budget as many at a time as drover allows their owner', () => {
    expect(
      empties(
        pods(4, () => ({})),
        {},
        { web: 1 },
      ),
    ).toBeGreaterThan(3 * 35);
    expect(
      empties(
        pods(4, () => ({})),
        {},
        { web: 4 },
      ),
    ).toBeLessThan(30);
  });

  it('waits for pods in flight before it evicts more', () => {
    const timeline = drainTimeline(
      pods(10, (index) => ({ owner: `a${index}` })),
      {
        budgets: new Map(),
        owners: new Map(),
        inFlightMax: 5,
      },
    );
    expect(timeline).toMatchObject({ kind: 'ends', empty: 42 });
  });

  it('never ends where a budget allows nothing, and says who is left', () => {
    expect(
      empties(
        pods(2, (index) => (index === 0 ? { budget: 'b' } : {})),
        { b: 0 },
      ),
    ).toEqual({ kind: 'never', left: ['p0'] });
  });

  it('is over at once for a node without pods', () => {
    expect(drainTimeline([], { budgets: new Map(), owners: new Map(), inFlightMax: 5 })).toMatchObject({
      empty: 0,
      settled: 0,
    });
  });
});
