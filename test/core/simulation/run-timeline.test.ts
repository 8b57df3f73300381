import { describe, expect, it } from 'vitest';
import { runTimeline } from '../../../src/core/simulation/run-timeline.ts';

const node = (name: string, drained = 60, window = 300) => ({ name, drained, window });

describe('the time of a run', () => {
  const three = [node('n1', 60, 600), node('n2'), node('n3')];

  it('is the first boot, and for each node its drain and the window, while successors boot meanwhile', () => {
    const { total } = runTimeline({ nodes: three, surge: 1, boot: 120, perNode: 0, aroundRun: 0 });
    // The canary's successor boots only after its window; the second's boots within it.
    expect(total).toBe(120 + (60 + 600) + 120 + (60 + 300) + (60 + 300));
  });

  it('waits for slow successors', () => {
    const { total } = runTimeline({ nodes: three, surge: 1, boot: 400, perNode: 0, aroundRun: 0 });
    expect(total).toBe(400 + 660 + 400 + 60 + 400 + 60 + 300);
  });

  it('waits for one boot alone where the surge is larger', () => {
    const { total } = runTimeline({ nodes: three, surge: 3, boot: 120, perNode: 0, aroundRun: 0 });
    expect(total).toBe(120 + 660 + 360 + 360);
  });

  it('tells what each node takes from its claim to the end of its window', () => {
    const { perNode } = runTimeline({ nodes: three, surge: 1, boot: 120, perNode: 5, aroundRun: 0 });
    expect(perNode).toEqual([
      { node: 'n1', seconds: 665 },
      { node: 'n2', seconds: 365 },
      { node: 'n3', seconds: 365 },
    ]);
  });
});
