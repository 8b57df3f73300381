import { describe, expect, it } from 'vitest';
import type { DisruptionBudget } from '../../../../src/core/fleet/disruption-budget.ts';
import { aBudget } from '../../../fakes/builders/a-budget.ts';
import { anAutoscaler } from '../../../fakes/builders/an-autoscaler.ts';
import { aPod } from '../../../fakes/builders/a-pod.ts';
import { aService } from '../../../fakes/builders/a-service.ts';
import { aSnapshot } from '../../../fakes/builders/a-snapshot.ts';
import { aWorkload, running, type Running } from '../../../fakes/builders/a-workload.ts';
import { inspectOne, said } from '../inspect-one.ts';

const WEB = running(aWorkload({ replicas: 3 }), ['n1', 'n2', 'n3']);
const BUDGET = 'PodDisruptionBudget/shop/web';

function fleet(budgets: readonly DisruptionBudget[], ...more: Running[]) {
  return aSnapshot({ running: [WEB, ...more], read: { budgets } });
}

describe('pdb-selects-nothing', () => {
  const lost = aBudget({ name: 'lost', expected: 0, healthy: 0, desired: 0 });

  it('warns of a budget that selects no pod', () => {
    expect(said('pdb-selects-nothing', fleet([lost]))).toEqual(['warning PodDisruptionBudget/shop/lost']);
  });

  it('is quiet about a workload that is scaled to zero, and about namespaces that have nothing to move', () => {
    const idle = running(aWorkload({ name: 'lost', replicas: 0 }), []);
    expect(said('pdb-selects-nothing', fleet([lost], idle))).toEqual([]);
    expect(
      said('pdb-selects-nothing', fleet([aBudget({ name: 'lost', namespace: 'far', expected: 0 })])),
    ).toEqual([]);
  });
});

describe('pdb-invalid-selector', () => {
  it('warns of a selector that the API server passes over', () => {
    const bad = aBudget({ selector: { matchExpressions: [{ key: 'app', operator: 'In', values: [] }] } });
    expect(said('pdb-invalid-selector', fleet([bad, aBudget({ name: 'other' })]))).toEqual([
      `warning ${BUDGET}`,
    ]);
  });
});

describe('pdb-missing', () => {
  const served = { read: { services: [aService()] } };

  it('warns of a served workload without a budget, with one to paste', () => {
    const [finding] = inspectOne('pdb-missing', aSnapshot({ running: [WEB], ...served })).findings;
    expect(finding).toMatchObject({ severity: 'warning', objects: ['Deployment/shop/web'] });
    expect(finding?.fix).toContain('  maxUnavailable: 1');
    expect(finding?.fix).toContain('      app: "web"');
  });

  it('is quiet about single pods, about pods without a Service, and under any budget', () => {
    const single = running(aWorkload(), ['n1']);
    expect(said('pdb-missing', aSnapshot({ running: [single], ...served }))).toEqual([]);
    expect(said('pdb-missing', aSnapshot({ running: [WEB] }))).toEqual([]);
    const covered = aSnapshot({
      running: [WEB],
      read: { ...served.read, budgets: [aBudget({ selector: {} })] },
    });
    expect(said('pdb-missing', covered)).toEqual([]);
  });

  it('warns of the served pods of an operator, whose kind says no number: its budget counts those that stay', () => {
    const owner = {
      apiVersion: 'cache.example/v1',
      kind: 'CacheCluster',
      name: 'sessions',
      uid: 'u1',
      controller: true,
    };
    const pods = ['n1', 'n2', 'n3'].map((node, index) =>
      aPod({ name: `web-${index}`, node, owner, labels: { app: 'web', member: `web-${index}` } }),
    );
    const [finding] = inspectOne('pdb-missing', aSnapshot({ pods, ...served })).findings;
    expect(finding).toMatchObject({ severity: 'warning', objects: ['CacheCluster/shop/sessions'] });
    expect(finding?.message).toContain('with 3 pods');
    expect(finding?.message).toContain('drover moves one at a time');
    expect(finding?.fix).toContain('  minAvailable: 2');
    expect(finding?.fix.split('matchLabels:')[1]?.trim()).toBe('app: "web"');
    expect(said('pdb-missing', aSnapshot({ pods: pods.slice(0, 1), ...served }))).toEqual([]);
  });

  it('is quiet about a Service that only metrics are collected through', () => {
    const metrics = aService('web', { ports: [{ name: 'http-metrics', port: 9090 }] });
    expect(said('pdb-missing', aSnapshot({ running: [WEB], read: { services: [metrics] } }))).toEqual([]);
  });
});

describe('pdb-toothless', () => {
  it('warns of a budget that lets all pods go at once', () => {
    expect(said('pdb-toothless', fleet([aBudget({ desired: 0 })]))).toEqual([`warning ${BUDGET}`]);
  });

  it('is quiet about one pod, where there is nothing to stagger', () => {
    expect(said('pdb-toothless', fleet([aBudget({ expected: 1, desired: 0 })]))).toEqual([]);
  });
});

describe('pdb-spans-workloads', () => {
  const all = aBudget({ selector: {} });
  const others = ['api', 'jobs'].map((name) => running(aWorkload({ name }), ['n1']));

  it('warns of a budget over three workloads', () => {
    expect(said('pdb-spans-workloads', fleet([all], ...others))).toEqual([`warning ${BUDGET}`]);
  });

  it('is quiet about two, which is how a canary stands beside the stable version', () => {
    expect(said('pdb-spans-workloads', fleet([all], others[0]!))).toEqual([]);
  });
});

describe('pdb-hpa-floor', () => {
  const scaled = (minReplicas: number, spec: DisruptionBudget['spec']) =>
    aSnapshot({
      running: [WEB],
      read: {
        budgets: [aBudget({ spec })],
        autoscalers: [anAutoscaler('web', { minReplicas, maxReplicas: 9 })],
      },
    });

  it('warns where the autoscaler may go down to what the budget needs', () => {
    expect(said('pdb-hpa-floor', scaled(2, { minAvailable: 2 }))).toEqual([`warning ${BUDGET}`]);
  });

  it('is quiet about shares, and about a floor above', () => {
    expect(said('pdb-hpa-floor', scaled(2, { minAvailable: '50%' }))).toEqual([]);
    expect(said('pdb-hpa-floor', scaled(3, { minAvailable: 2 }))).toEqual([]);
  });
});

describe('pdb-external-drain-active', () => {
  it('warns of evictions of the last two minutes', () => {
    const status = { disruptedPods: { 'web-x': '2025-12-31T23:59:00Z' } };
    expect(said('pdb-external-drain-active', fleet([aBudget({ status })]))).toEqual([`warning ${BUDGET}`]);
  });

  it('is quiet about entries that ran out', () => {
    const status = { disruptedPods: { 'web-x': '2025-12-31T23:50:00Z' } };
    expect(said('pdb-external-drain-active', fleet([aBudget({ status })]))).toEqual([]);
  });
});
