import { describe, expect, it } from 'vitest';
import { DEFAULT_POLICY } from '../../../src/core/plan/patch-policy.ts';
import { runPreflight } from '../../../src/core/preflight/run-preflight.ts';
import { aBudget } from '../../fakes/builders/a-budget.ts';
import { aHealthyFleet } from '../../fakes/builders/a-healthy-fleet.ts';
import { aNode } from '../../fakes/builders/a-node.ts';
import { aSnapshot } from '../../fakes/builders/a-snapshot.ts';
import { aWorkload, running } from '../../fakes/builders/a-workload.ts';

describe('the prediction of a run', () => {
  it('is made for a healthy fleet: windows and drains of six nodes, each pod moved once', () => {
    const { prediction } = runPreflight(aHealthyFleet(), DEFAULT_POLICY);
    expect(prediction?.perNode).toHaveLength(6);
    expect(prediction?.movesPerPod).toBe(1);
    // The canary's window is 10 min, the others' 5: at least 35 min of watching.
    expect(prediction?.minutes.p50).toBeGreaterThan(35);
    expect(prediction?.minutes.p50).toBeLessThan(60);
    expect(prediction?.minutes.p90).toBeGreaterThan(prediction?.minutes.p50 ?? 0);
  });

  it('is not made where a pod finds no place, a drain would not end, or nothing was read', () => {
    const nodes = ['n1', 'n2', 'n3'].map((name) => aNode({ name }));
    const web = running(aWorkload({ replicas: 3 }), ['n1', 'n2', 'n3']);
    const blocked = aSnapshot({ nodes, running: [web], read: { budgets: [aBudget({ desired: 3 })] } });
    const stranded = aSnapshot({ nodes, running: [running(aWorkload(), ['n1'], { cpu: '9' })] });
    const unread = aSnapshot({ nodes, readings: { pods: { kind: 'unread', reason: 'forbidden' } } });
    for (const snapshot of [blocked, stranded, unread]) {
      expect(runPreflight(snapshot, DEFAULT_POLICY).prediction).toBeNull();
    }
  });

  it('grows by the rounds of a budget', () => {
    const nodes = ['n1', 'n2', 'n3'].map((name) => aNode({ name }));
    const web = running(aWorkload({ replicas: 6 }), ['n1', 'n1', 'n1', 'n1', 'n1', 'n1']);
    const under = (allowed: number) =>
      runPreflight(
        aSnapshot({
          nodes,
          running: [web],
          read: { budgets: [aBudget({ expected: 6, desired: 6 - allowed })] },
        }),
        DEFAULT_POLICY,
      ).prediction?.perNode.find(({ node }) => node === 'n1')?.seconds ?? 0;
    expect(under(1)).toBeGreaterThan(under(6) + 5 * 20 - 10);
  });

  it('reads all of it again before the start and before each node, as slowly as it was read', () => {
    const longer = longerBy({ readingMs: 20_000 });
    expect(longer.ofNodes).toEqual([0, 0, 0, 0, 0, 0]);
    expect(Math.abs(longer.total - (1 + 6) * 20)).toBeLessThanOrEqual(ROUNDING);
  });

  it('takes some sixty requests for a node and more around it, each as long as one was seen to take', () => {
    const longer = longerBy({ requestMs: 1_000 });
    const [canary = 0, ...others] = longer.ofNodes;
    expect(canary).toBeGreaterThan(Math.max(...others));
    for (const other of others) expect(other).toBeGreaterThan(50);
    for (const other of others) expect(other).toBeLessThan(80);
    expect(longer.total).toBeGreaterThan(longer.ofNodes.reduce((sum, each) => sum + each, 0));
  });

  it('waits for load balancers that send to nodes, and not for those that send to pods', () => {
    const nodes = ['n1', 'n2', 'n3'].map((name) => aNode({ name }));
    const web = running(aWorkload({ replicas: 3 }), ['n1', 'n2', 'n3']);
    const behind = (targetType: string) =>
      runPreflight(
        aSnapshot({
          nodes,
          running: [web],
          read: {
            targetGroupBindings: [
              {
                metadata: { name: 'web', namespace: 'shop', uid: 'tgb' },
                spec: { serviceRef: { name: 'web' }, targetType, targetGroupARN: 'arn:tg' },
              },
            ],
            targetGroups: [{ arn: 'arn:tg', deregistrationSeconds: 200, targets: [] }],
          },
        }),
        DEFAULT_POLICY,
      ).prediction?.perNode.find(({ node }) => node === 'n2')?.seconds ?? 0;

    const { windowMs } = DEFAULT_POLICY;
    expect(behind('instance')).toBeGreaterThanOrEqual(200 + windowMs / 1000);
    expect(behind('ip')).toBeLessThan(120 + windowMs / 1000);
  });
});

/** A prediction is told in tenths of minutes, so that a difference may be off by so many seconds. */
const ROUNDING = 6;

/** What drover's own requests add to the prediction for six nodes, in seconds. */
function longerBy(times: { readonly readingMs?: number; readonly requestMs?: number }): {
  readonly total: number;
  readonly ofNodes: readonly number[];
} {
  const predicted = (more: typeof times) =>
    runPreflight({ ...aHealthyFleet(), ...more }, DEFAULT_POLICY).prediction;
  const [quick, slow] = [predicted({}), predicted(times)];
  return {
    total: ((slow?.minutes.p50 ?? 0) - (quick?.minutes.p50 ?? 0)) * 60,
    ofNodes: (slow?.perNode ?? []).map(
      ({ seconds }, index) => seconds - (quick?.perNode[index]?.seconds ?? 0),
    ),
  };
}
