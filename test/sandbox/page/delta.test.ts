import { describe, expect, it } from 'vitest';
import { diffWorld } from '../../../src/sandbox/control/view/world-delta.ts';
import { applyDelta } from '../../../src/sandbox/page/state/apply-delta.ts';
import { aNodeView, aPodView, aWorldView } from './a-view.ts';

describe('a change of the picture', () => {
  const before = aWorldView({ pods: [aPodView({ id: 'a' }), aPodView({ id: 'b' })] });
  const after = aWorldView({
    clock: { now: before.clock.now + 5_000, speed: 20 },
    pods: [aPodView({ id: 'b', ready: false }), aPodView({ id: 'c' })],
    nodes: [aNodeView({ cordoned: true })],
    story: { expected: 'succeeded' },
    notes: 3,
  });

  it('carries what is new or different, and the ids of what is gone', () => {
    const delta = diffWorld(before, after);

    expect(delta?.lists).toEqual({
      nodes: { put: after.nodes, gone: [] },
      pods: { put: after.pods, gone: ['a'] },
    });
    expect(delta?.fields).toEqual({ clock: after.clock, story: { expected: 'succeeded' }, notes: 3 });
  });

  it('makes the one picture of the other', () => {
    const delta = diffWorld(before, after);
    if (!delta) throw new Error('there is a difference');

    expect(applyDelta(before, delta)).toEqual(after);
    expect(
      applyDelta(after, JSON.parse(JSON.stringify(diffWorld(after, before))) as typeof delta),
    ).toMatchObject({
      nodes: before.nodes,
      notes: 0,
      story: null,
    });
  });

  it('is nothing when only time has passed, and something when its speed has changed', () => {
    expect(diffWorld(before, { ...before, clock: { now: 1, speed: 20 } })).toBeUndefined();
    expect(diffWorld(before, { ...before, clock: { now: 1, speed: 5 } })?.fields).toEqual({
      clock: { now: 1, speed: 5 },
    });
  });
});
