import { describe, expect, it } from 'vitest';
import type { NodeTurns } from '../../../src/core/simulation/engine-time.ts';
import { runTimeline, type NodeTimes } from '../../../src/core/simulation/run-timeline.ts';

const AT_ONCE: NodeTurns = {
  adopted: 0,
  gate: 0,
  toDrain: 0,
  nextWave: 0,
  emptied: 0,
  stayedEmpty: 0,
  settled: 0,
  judged: 0,
  terminated: 0,
  released: 0,
};

const node = (name: string, drained = 60, window = 300, turns: Partial<NodeTurns> = {}): NodeTimes => ({
  name,
  drained,
  window,
  turns: { ...AT_ONCE, ...turns },
});

const engine = { beforeSurge: 0, capacitySeen: 0, atEnd: 0 };

describe('the time of a run', () => {
  const three = [node('n1', 60, 600), node('n2'), node('n3')];

  it('is the first boot, and for each node its drain and the window, while successors boot meanwhile', () => {
    const { total } = runTimeline({ nodes: three, surge: 1, boot: 120, engine });
    // The canary's successor boots only after its window; the second's boots within it.
    expect(total).toBe(120 + (60 + 600) + 120 + (60 + 300) + (60 + 300));
  });

  it.each([-5, Number.NaN])('is told, whatever nonsense drover measured of itself (%d)', (capacitySeen) => {
    const { perNode } = runTimeline({
      nodes: three,
      surge: 1,
      boot: 120,
      engine: { ...engine, capacitySeen },
    });
    expect(perNode).toHaveLength(3);
  });

  it('waits for slow successors', () => {
    const { total } = runTimeline({ nodes: three, surge: 1, boot: 400, engine });
    expect(total).toBe(400 + 660 + 400 + 60 + 400 + 60 + 300);
  });

  it('waits for one boot alone where the surge is larger', () => {
    const { total } = runTimeline({ nodes: three, surge: 3, boot: 120, engine });
    expect(total).toBe(120 + 660 + 360 + 360);
  });

  it('tells what each node takes from its claim to the end of its window', () => {
    const settled = { settled: 5 };
    const nodes = [node('n1', 60, 600, settled), node('n2', 60, 300, settled), node('n3', 60, 300, settled)];
    const { perNode } = runTimeline({ nodes, surge: 1, boot: 120, engine });
    expect(perNode).toEqual([
      { node: 'n1', seconds: 665 },
      { node: 'n2', seconds: 365 },
      { node: 'n3', seconds: 365 },
    ]);
  });

  it('counts what drover takes between two waits, and not what it does while something else takes longer', () => {
    const total = (turns: Partial<NodeTurns>, around = {}) =>
      runTimeline({
        nodes: three.map(({ name, drained, window }) => node(name, drained, window, turns)),
        surge: 1,
        boot: 120,
        engine: { ...engine, ...around },
      }).total;
    const nothing = total({});
    for (const each of ['gate', 'toDrain', 'settled', 'judged'] as const) {
      expect(total({ [each]: 2 }), each).toBe(nothing + 3 * 2);
    }
    // The canary's instance ends after its window, and its successor is waited for: nobody waits for its note.
    expect(total({ terminated: 2 })).toBe(nothing + 2);
    expect(total({ released: 2 })).toBe(nothing);
    // The second's successor comes within its window, the canary's is waited for, the last has none.
    expect(total({ adopted: 2 })).toBe(nothing + 2);
    expect(total({}, { beforeSurge: 2, atEnd: 3 })).toBe(nothing + 5);
    expect(total({}, { capacitySeen: 2 })).toBe(nothing + 2 * 2);
  });
});
