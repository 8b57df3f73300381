import { describe, expect, it } from 'vitest';
import type { DisruptionBudget } from '../../../../src/core/fleet/disruption-budget.ts';
import { aBudget } from '../../../fakes/builders/a-budget.ts';
import { aPod } from '../../../fakes/builders/a-pod.ts';
import { aSnapshot, TAKEN_AT } from '../../../fakes/builders/a-snapshot.ts';
import { aWorkload, running, type Running } from '../../../fakes/builders/a-workload.ts';
import { inspectOne, said } from '../inspect-one.ts';

const WEB = running(aWorkload({ replicas: 3 }), ['n1', 'n2', 'n3']);
const BUDGET = 'PodDisruptionBudget/shop/web';

function fleet(budgets: readonly DisruptionBudget[], set: Running = WEB) {
  return aSnapshot({ running: [set], read: { budgets } });
}

function webWith(pod: Parameters<typeof running>[2]): Running {
  return running(aWorkload({ replicas: 3 }), ['n1', 'n2', 'n3'], pod);
}

describe('pdb-multiple-match', () => {
  const second = aBudget({ name: 'web-too', selector: { matchLabels: { app: 'web' } } });

  it('blocks pods under two budgets', () => {
    const [finding] = inspectOne('pdb-multiple-match', fleet([aBudget(), second])).findings;
    expect(finding).toMatchObject({
      severity: 'blocker',
      objects: expect.arrayContaining([BUDGET, 'Pod/shop/web-7f8b6-0']),
    });
    expect(finding?.fix).toContain('kubectl -n shop delete poddisruptionbudget web-too');
  });

  it('counts the selector {} as covering every pod of its namespace', () => {
    expect(
      said('pdb-multiple-match', fleet([aBudget(), aBudget({ name: 'all', selector: {} })])),
    ).toHaveLength(1);
    const elsewhere = aBudget({ name: 'all', namespace: 'other', selector: {} });
    expect(said('pdb-multiple-match', fleet([aBudget(), elsewhere]))).toEqual([]);
  });

  it('leaves alone pods that pass the API anyway, and budgets without a selector', () => {
    expect(said('pdb-multiple-match', fleet([aBudget(), second], webWith({ phase: 'Pending' })))).toEqual([]);
    expect(said('pdb-multiple-match', fleet([aBudget(), second], webWith({ phase: 'Succeeded' })))).toEqual(
      [],
    );
    const { selector: _, ...spec } = second.spec;
    expect(said('pdb-multiple-match', fleet([aBudget(), { ...second, spec }]))).toEqual([]);
  });
});

describe('pdb-zero-permanent', () => {
  it('blocks a budget that wants all of its pods', () => {
    const [finding] = inspectOne('pdb-zero-permanent', fleet([aBudget({ desired: 3 })])).findings;
    expect(finding).toMatchObject({ severity: 'blocker', message: expect.stringContaining('3 of 3') });
    expect(finding?.fix).toContain('maxUnavailable: 1');
  });

  it('offers to ask the owner where maxUnavailable: 0 guards a single pod', () => {
    const single = running(aWorkload(), ['n1']);
    const guarded = aBudget({ expected: 1, desired: 1 });
    expect(inspectOne('pdb-zero-permanent', fleet([guarded], single)).findings[0]?.fix).toContain('ask');
    const byMinimum = aBudget({ expected: 1, desired: 1, spec: { minAvailable: 1 } });
    expect(inspectOne('pdb-zero-permanent', fleet([byMinimum], single)).findings[0]?.fix).toContain(
      'replicas: 2',
    );
  });

  it('goes by the status, whatever the spec says', () => {
    const moved = aBudget({ desired: 3, allowed: 1, spec: { maxUnavailable: 0 } });
    expect(said('pdb-zero-permanent', fleet([moved]))).toEqual([]);
  });

  it('is not told of a budget that covers nothing on the nodes to be replaced', () => {
    const snapshot = aSnapshot({
      running: [WEB],
      targets: ['n9'],
      read: { budgets: [aBudget({ desired: 3 })] },
    });
    expect(said('pdb-zero-permanent', snapshot)).toEqual([]);
  });

  it('lets pods pass that the API lets pass: unready ones under AlwaysAllow', () => {
    const always = aBudget({ desired: 3, healthy: 0, spec: { unhealthyPodEvictionPolicy: 'AlwaysAllow' } });
    expect(said('pdb-zero-permanent', fleet([always], webWith({ ready: false })))).toEqual([]);
  });
});

describe('pdb-zero-unhealthy', () => {
  it('blocks a budget that lost its slack to sick pods, and names them', () => {
    const sick = aPod({ name: 'web-sick', labels: { app: 'web' }, ready: false, node: 'n3' });
    const snapshot = aSnapshot({
      running: [WEB],
      pods: [sick],
      read: { budgets: [aBudget({ expected: 4, healthy: 3 })] },
    });
    const [finding] = inspectOne('pdb-zero-unhealthy', snapshot).findings;
    expect(finding).toMatchObject({
      severity: 'blocker',
      message: expect.stringContaining('Pod/shop/web-sick'),
    });
  });

  it('says nothing of a budget that never allows anything: that is another check', () => {
    expect(said('pdb-zero-unhealthy', fleet([aBudget({ desired: 3, healthy: 2 })]))).toEqual([]);
  });

  it('waits out a pod that came back under its old name and is still charged', () => {
    const set = running(aWorkload({ kind: 'StatefulSet', name: 'web', replicas: 3 }), ['n1', 'n2', 'n3']);
    const status = { disruptedPods: { 'web-1': '2025-12-31T23:59:30Z' } };
    const charged = aBudget({ healthy: 2, status });
    expect(said('pdb-zero-unhealthy', fleet([charged], set))).toEqual([]);
    expect(said('pdb-external-drain-active', fleet([charged], set))).toEqual([`warning ${BUDGET}`]);
  });

  it('cannot tell what numbers mean that do not fit together', () => {
    expect(said('pdb-zero-unhealthy', fleet([aBudget({ allowed: 0 })]))).toEqual([`unknown ${BUDGET}`]);
  });
});

describe('pdb-unhealthy-deadlock', () => {
  it('warns of a pod that serves nobody and yet may not go', () => {
    const budget = aBudget({ healthy: 0 });
    expect(said('pdb-unhealthy-deadlock', fleet([budget], webWith({ ready: false })))).toEqual([
      `warning ${BUDGET}`,
    ]);
  });

  it('is quiet where unready pods may go', () => {
    const always = aBudget({ healthy: 0, spec: { unhealthyPodEvictionPolicy: 'AlwaysAllow' } });
    expect(said('pdb-unhealthy-deadlock', fleet([always], webWith({ ready: false })))).toEqual([]);
    expect(
      said('pdb-unhealthy-deadlock', fleet([aBudget({ healthy: 2 })], webWith({ ready: false }))),
    ).toEqual([]);
  });
});

describe('pdb-sync-failed', () => {
  const conditions = [
    { type: 'DisruptionAllowed', status: 'False', reason: 'SyncFailed', message: 'no scale found' },
  ];
  const failed = aBudget({ allowed: 0, desired: 3, status: { conditions } });

  it('blocks, with the words of the controller and none of its old numbers', () => {
    const [finding] = inspectOne('pdb-sync-failed', fleet([failed])).findings;
    expect(finding?.message).toBe(`${BUDGET} cannot be counted: no scale found`);
    expect(said('pdb-zero-permanent', fleet([failed]))).toEqual([]);
  });

  it('is quiet where the budget allows something', () => {
    expect(said('pdb-sync-failed', fleet([aBudget({ status: { conditions }, allowed: 1 })]))).toEqual([]);
  });
});

describe('pdb-stale', () => {
  it('warns of a budget that was edited a moment ago', () => {
    expect(said('pdb-stale', fleet([aBudget({ generation: 2 })]))).toEqual([`warning ${BUDGET}`]);
  });

  it('blocks a budget over pods whose owner has no scale: it is never observed', () => {
    const owner = { apiVersion: 'x/v1', kind: 'Odd', name: 'odd', uid: 'odd', controller: true };
    const snapshot = aSnapshot({
      pods: [aPod({ labels: { app: 'web' }, owner })],
      read: { budgets: [aBudget({ status: { observedGeneration: 0 } })] },
    });
    expect(said('pdb-stale', snapshot)).toEqual([`blocker ${BUDGET}`]);
  });

  it('blocks a budget that nobody has looked at since it was made', () => {
    const made = new Date(TAKEN_AT - 61_000).toISOString();
    const { observedGeneration: _, ...status } = aBudget().status ?? {};
    const old = { ...aBudget(), metadata: { ...aBudget().metadata, creationTimestamp: made }, status };
    expect(said('pdb-stale', fleet([old]))).toEqual([`blocker ${BUDGET}`]);
  });
});

describe('pdb-unmanaged-pods', () => {
  const bare = aPod({ name: 'web-bare', labels: { app: 'web' }, owner: null });

  it('blocks a budget that expects nobody and therefore refuses all', () => {
    const snapshot = aSnapshot({
      running: [WEB],
      read: { budgets: [aBudget({ expected: 0, healthy: 0, desired: 0 })] },
    });
    expect(said('pdb-unmanaged-pods', snapshot)).toEqual([`blocker ${BUDGET}`]);
  });

  it('warns of bare pods that a share does not count', () => {
    const share = aBudget({ spec: { maxUnavailable: '50%' } });
    expect(
      said('pdb-unmanaged-pods', aSnapshot({ running: [WEB], pods: [bare], read: { budgets: [share] } })),
    ).toEqual([`warning ${BUDGET}`]);
  });

  it('is quiet about a number as minAvailable, which counts every pod', () => {
    const number = aBudget({ spec: { minAvailable: 2 } });
    expect(
      said('pdb-unmanaged-pods', aSnapshot({ running: [WEB], pods: [bare], read: { budgets: [number] } })),
    ).toEqual([]);
  });
});
