import { describe, expect, it } from 'vitest';
import { aBudget } from '../../../fakes/builders/a-budget.ts';
import { anAutoscaler } from '../../../fakes/builders/an-autoscaler.ts';
import { aPod } from '../../../fakes/builders/a-pod.ts';
import { aService } from '../../../fakes/builders/a-service.ts';
import { aSnapshot } from '../../../fakes/builders/a-snapshot.ts';
import { aWorkload, running } from '../../../fakes/builders/a-workload.ts';
import { inspectOne, said } from '../inspect-one.ts';

const SERVED = { read: { services: [aService()] } };

describe('singleton-service', () => {
  const single = running(aWorkload(), ['n1']);

  it('blocks a single pod that answers for a Service', () => {
    const [finding] = inspectOne('singleton-service', aSnapshot({ running: [single], ...SERVED })).findings;
    expect(finding).toMatchObject({
      severity: 'blocker',
      objects: ['Deployment/shop/web', 'Service/shop/web'],
    });
    expect(finding?.fix).toContain('spec.replicas: 2');
    expect(finding?.fix).toContain('rollout restart deployment web');
  });

  it('raises the floor of the autoscaler where one decides', () => {
    const autoscalers = [anAutoscaler('web', { minReplicas: 1, maxReplicas: 3 })];
    const snapshot = aSnapshot({ running: [single], read: { ...SERVED.read, autoscalers } });
    expect(inspectOne('singleton-service', snapshot).findings[0]?.fix).toContain('minReplicas: 2');
  });

  it('does not offer a restart that cannot start first', () => {
    const recreate = running(aWorkload({ spec: { strategy: { type: 'Recreate' } } }), ['n1']);
    const set = running(aWorkload({ kind: 'StatefulSet' }), ['n1']);
    for (const each of [recreate, set]) {
      const [finding] = inspectOne('singleton-service', aSnapshot({ running: [each], ...SERVED })).findings;
      expect(finding?.fix).not.toContain('rollout restart');
    }
  });

  it('only warns where nobody waits for an answer', () => {
    const metrics = [aService('web', { ports: [{ name: 'metrics', port: 8080 }] })];
    expect(said('singleton-service', aSnapshot({ running: [single] }))).toEqual([
      'warning Deployment/shop/web',
    ]);
    expect(said('singleton-service', aSnapshot({ running: [single], read: { services: metrics } }))).toEqual([
      'warning Deployment/shop/web',
    ]);
  });

  it('only warns of add-ons of the cluster, and of drover itself', () => {
    const addOn = running(aWorkload({ name: 'metrics-server', namespace: 'kube-system' }), ['n1']);
    const services = [aService('metrics-server', {}, 'kube-system'), aService('web')];
    expect(said('singleton-service', aSnapshot({ running: [addOn], read: { services } }))).toEqual([
      'warning Deployment/kube-system/metrics-server',
    ]);
    const labels = { app: 'web', 'app.kubernetes.io/part-of': 'drover' };
    const own = running(aWorkload({ kind: 'StatefulSet', labels }), ['n1']);
    expect(said('singleton-service', aSnapshot({ running: [own], read: { services } }))).toEqual([
      'warning StatefulSet/shop/web',
    ]);
  });

  it('is quiet about a pair that elects a leader, about Jobs and about pods that stay', () => {
    const pair = running(aWorkload({ replicas: 2 }), ['n1', 'n2']);
    const job = running(aWorkload({ kind: 'Job', name: 'web' }), ['n1']);
    const daemon = running(aWorkload({ kind: 'DaemonSet', name: 'web' }), ['n1']);
    expect(said('singleton-service', aSnapshot({ running: [pair, job, daemon], ...SERVED }))).toEqual([]);
  });
});

describe('replicas-colocated', () => {
  const together = running(aWorkload({ replicas: 2 }), ['n1', 'n1']);

  it('blocks served pods that are all on one node without a budget', () => {
    expect(said('replicas-colocated', aSnapshot({ running: [together], ...SERVED }))).toEqual([
      'blocker Deployment/shop/web',
    ]);
  });

  it('only warns where no Service sends requests', () => {
    expect(said('replicas-colocated', aSnapshot({ running: [together] }))).toEqual([
      'warning Deployment/shop/web',
    ]);
  });

  it('counts Ready pods, not those that are only scheduled', () => {
    const unready = aPod({
      name: 'web-late',
      labels: { app: 'web' },
      ready: false,
      node: 'n2',
      owner: together.replicaSet!,
    });
    expect(
      said('replicas-colocated', aSnapshot({ running: [together], pods: [unready], ...SERVED })),
    ).toHaveLength(1);
    const ready = aPod({
      name: 'web-early',
      labels: { app: 'web' },
      node: 'n2',
      owner: together.replicaSet!,
    });
    expect(said('replicas-colocated', aSnapshot({ running: [together], pods: [ready], ...SERVED }))).toEqual(
      [],
    );
  });

  it('is quiet under a budget, about a single pod, and about a Job', () => {
    const covered = aSnapshot({ running: [together], read: { ...SERVED.read, budgets: [aBudget()] } });
    const job = running(aWorkload({ kind: 'Job', name: 'sums', replicas: 2 }), ['n1', 'n1']);
    expect(said('replicas-colocated', covered)).toEqual([]);
    expect(
      said('replicas-colocated', aSnapshot({ running: [running(aWorkload(), ['n1'])], ...SERVED })),
    ).toEqual([]);
    expect(said('replicas-colocated', aSnapshot({ running: [job] }))).toEqual([]);
  });
});

describe('bare-pod', () => {
  it('blocks a pod that nobody would make again', () => {
    const snapshot = aSnapshot({ pods: [aPod({ name: 'debug', owner: null })] });
    expect(said('bare-pod', snapshot)).toEqual(['blocker Pod/shop/debug']);
  });

  it('is quiet about static pods, finished pods, pods on other nodes, and pods that an operator owns', () => {
    const operator = { apiVersion: 'x/v1', kind: 'Odd', name: 'odd', uid: 'odd', controller: true };
    const pods = [
      aPod({ name: 'static', owner: null, annotations: { 'kubernetes.io/config.mirror': 'hash' } }),
      aPod({ name: 'done', owner: null, phase: 'Succeeded' }),
      aPod({ name: 'far', owner: null, node: 'n9' }),
      aPod({ name: 'owned', owner: operator }),
    ];
    expect(said('bare-pod', aSnapshot({ pods }))).toEqual([]);
  });

  it('is not fooled by an owner that is no controller', () => {
    const owner = { apiVersion: 'v1', kind: 'ConfigMap', name: 'c', uid: 'c' };
    expect(said('bare-pod', aSnapshot({ pods: [aPod({ owner })] }))).toEqual(['blocker Pod/shop/pod']);
  });
});

describe('orphan-controller', () => {
  it('blocks pods whose owner is gone', () => {
    const { pods } = running(aWorkload({ kind: 'StatefulSet', name: 'db', replicas: 2 }), ['n1', 'n2']);
    expect(said('orphan-controller', aSnapshot({ pods }))).toEqual(['blocker Pod/shop/db-0']);
  });

  it('is quiet about a ReplicaSet without a Deployment, and about kinds that nobody reads', () => {
    const { replicaSet, pods } = running(aWorkload(), ['n1']);
    const alone = { ...replicaSet!, metadata: { ...replicaSet!.metadata, ownerReferences: [] } };
    const operator = { apiVersion: 'x/v1', kind: 'Odd', name: 'odd', uid: 'odd', controller: true };
    const snapshot = aSnapshot({
      pods: [...pods, aPod({ owner: operator })],
      read: { replicaSets: [alone] },
    });
    expect(said('orphan-controller', snapshot)).toEqual([]);
  });
});

describe('tolerates-cordon', () => {
  const tolerating = (toleration: object) =>
    aSnapshot({ running: [running(aWorkload(), ['n1'], { spec: { tolerations: [toleration] } })] });

  it.each([
    { operator: 'Exists' },
    { key: 'node.kubernetes.io/unschedulable', operator: 'Exists', effect: 'NoSchedule' },
  ])('blocks a pod that tolerates %j', (toleration) => {
    expect(said('tolerates-cordon', tolerating(toleration))).toEqual(['blocker Deployment/shop/web']);
  });

  it.each([
    { operator: 'Exists', effect: 'NoExecute' },
    { key: 'CriticalAddonsOnly', operator: 'Exists' },
    { key: 'node.kubernetes.io/unschedulable', operator: 'Exists', effect: 'NoExecute' },
  ])('is quiet about %j', (toleration) => {
    expect(said('tolerates-cordon', tolerating(toleration))).toEqual([]);
  });

  it('is quiet about DaemonSets, which tolerate the cordon by nature', () => {
    const daemon = aWorkload({ kind: 'DaemonSet' });
    const set = running(daemon, ['n1'], { spec: { tolerations: [{ operator: 'Exists' }] } });
    expect(said('tolerates-cordon', aSnapshot({ running: [set] }))).toEqual([]);
  });
});
