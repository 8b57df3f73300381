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

  it('reads again before each node and while it is in work, as slowly as it read all of it', () => {
    const fleet = aHealthyFleet();
    const predicted = (readingMs: number) => runPreflight({ ...fleet, readingMs }, DEFAULT_POLICY).prediction;
    const [quick, slow] = [predicted(0), predicted(20_000)];
    expect(slow?.perNode[0]?.seconds).toBe((quick?.perNode[0]?.seconds ?? 0) + 2.5 * 20);
    const nodes = quick?.perNode.length ?? 0;
    const longer = ((slow?.minutes.p50 ?? 0) - (quick?.minutes.p50 ?? 0)) * 60;
    expect(Math.abs(longer - (nodes * 2.5 + 1) * 20)).toBeLessThan(10);
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
