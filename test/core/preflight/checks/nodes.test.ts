import { describe, expect, it } from 'vitest';
import { read } from '../../../../src/core/fleet/reading.ts';
import type { Node } from '../../../../src/core/fleet/node.ts';
import type { Workload } from '../../../../src/core/fleet/workload.ts';
import { aNode } from '../../../fakes/builders/a-node.ts';
import { aPod } from '../../../fakes/builders/a-pod.ts';
import { aRelease, aSnapshot, threeNodes } from '../../../fakes/builders/a-snapshot.ts';
import { aService } from '../../../fakes/builders/a-service.ts';
import { aWorkload, running } from '../../../fakes/builders/a-workload.ts';
import { inspectOne, said } from '../inspect-one.ts';

/** The three nodes of the group and another one. */
function beside(node: Node) {
  return aSnapshot({ nodes: [...threeNodes(), node], targets: ['n1', 'n2', 'n3'] });
}

describe('node-not-ready', () => {
  it('blocks for a node that should receive pods, and only mentions one that goes anyway', () => {
    expect(said('node-not-ready', beside(aNode({ name: 'far', ready: false })))).toEqual([
      'blocker Node/far',
    ]);
    const nodes = [aNode({ ready: false }), ...threeNodes().slice(1)];
    expect(said('node-not-ready', aSnapshot({ nodes }))).toEqual(['info Node/n1']);
  });

  it('knows pressure and what the monitoring agent reports', () => {
    const reporting = (type: string, status: string) => {
      const node = aNode({ name: 'far' });
      const conditions = [...(node.status?.conditions ?? []), { type, status }];
      return said('node-not-ready', beside({ ...node, status: { ...node.status, conditions } }));
    };
    expect(reporting('MemoryPressure', 'True')).toHaveLength(1);
    expect(reporting('KernelReady', 'False')).toHaveLength(1);
    expect(reporting('MemoryPressure', 'False')).toEqual([]);
    expect(reporting('SomethingNew', 'True')).toEqual([]);
  });

  it('only warns of a node that is just booting', () => {
    const node = aNode({ name: 'far', ready: false });
    const young = { ...node, metadata: { ...node.metadata, creationTimestamp: '2025-12-31T23:58:00Z' } };
    expect(said('node-not-ready', beside(young))).toEqual(['warning Node/far']);
  });
});

describe('already-cordoned', () => {
  it('warns of a cordon that is not ours, and names its maker where a taint tells', () => {
    const taints = [{ key: 'ToBeDeletedByClusterAutoscaler', effect: 'NoSchedule' }];
    const snapshot = beside(aNode({ name: 'far', spec: { unschedulable: true, taints } }));
    const [finding] = inspectOne('already-cordoned', snapshot).findings;
    expect(finding).toMatchObject({
      severity: 'warning',
      message: expect.stringContaining('the cluster autoscaler'),
    });
  });

  it('leaves our own marks to another check', () => {
    const annotations = { 'drover.dev/rollout': 'R-ABCDE' };
    const nodes = [aNode({ annotations, spec: { unschedulable: true } }), ...threeNodes().slice(1)];
    expect(said('already-cordoned', aSnapshot({ nodes }))).toEqual([]);
    expect(said('previous-run-residue', aSnapshot({ nodes }))).toEqual(['blocker Node/n1']);
  });
});

describe('previous-run-residue', () => {
  it('blocks for a tag on the group or a taint on a node, and for nothing else of ours', () => {
    expect(
      said('previous-run-residue', aSnapshot({ group: { tags: { 'drover.dev/rollout': 'R-A' } } })),
    ).toHaveLength(1);
    const taints = [{ key: 'drover.dev/retiring', effect: 'PreferNoSchedule' }];
    expect(said('previous-run-residue', aSnapshot({ nodes: [aNode({ spec: { taints } })] }))).toHaveLength(1);
    const annotations = { 'drover.dev/rollout': 'R-A', 'drover.devx/rollout': 'x' };
    expect(said('previous-run-residue', aSnapshot({ nodes: [aNode({ annotations })] }))).toEqual([]);
  });
});

describe('instance-node-mismatch and asg-instance-state', () => {
  it('block for an instance in service that never became a node', () => {
    const nodes = threeNodes();
    const without = aSnapshot({ nodes, readings: { nodes: read(nodes.slice(1)) } });
    expect(said('instance-node-mismatch', without)).toEqual(['blocker Instance/i-n1']);
    expect(said('instance-node-mismatch', aSnapshot())).toEqual([]);
  });

  it('warn of instances that are not in service', () => {
    const [first] = inspectOneGroup();
    expect(
      said(
        'asg-instance-state',
        aSnapshot({ group: { instances: [{ ...first!, lifecycleState: 'Standby' }] } }),
      ),
    ).toHaveLength(1);
    expect(
      said(
        'asg-instance-state',
        aSnapshot({ group: { instances: [{ ...first!, protectedFromScaleIn: true }] } }),
      ),
    ).toEqual([]);
  });
});

function inspectOneGroup() {
  const { group } = aSnapshot().readings;
  return group.kind === 'read' ? group.value.instances : [];
}

describe('version-skew', () => {
  const released = (imageName: string) =>
    said('version-skew', aSnapshot({ read: { release: { ...aRelease, imageName } } }));

  it.each([
    ['amazon-eks-node-al2023-x86_64-standard-1.33-v20261101', 1],
    ['amazon-eks-node-al2023-x86_64-standard-1.32-v20261101', 0],
    ['bottlerocket-aws-k8s-1.29-x86_64-v1.50.0', 0],
    ['bottlerocket-aws-k8s-1.28-x86_64-v1.50.0', 1],
    ['our-own-image', 0],
  ])('%s on a 1.32 control plane: %i findings', (imageName, count) => {
    expect(released(imageName)).toHaveLength(count);
  });
});

describe('ds-unhealthy, daemonset-growth and ds-serves-traffic', () => {
  const daemon = (name: string, status: Workload['status'], spec: Partial<Workload['spec']> = {}) =>
    aWorkload({ kind: 'DaemonSet', name, namespace: 'kube-system', status: { ...status }, spec });

  it('block for what a new node cannot do without, and warn of others', () => {
    const sick = { desiredNumberScheduled: 3, currentNumberScheduled: 3, numberReady: 1 };
    const daemons = [daemon('aws-node', sick), daemon('log-agent', sick)];
    expect(said('ds-unhealthy', aSnapshot({ running: daemons.map((each) => running(each, [])) }))).toEqual([
      'blocker DaemonSet/kube-system/aws-node',
      'warning DaemonSet/kube-system/log-agent',
    ]);
  });

  it('do not mind one sick pod on a node that is replaced anyway', () => {
    const cni = daemon('aws-node', { desiredNumberScheduled: 3, numberReady: 2 });
    const set = running(cni, ['n1', 'n2', 'n3']);
    const pods = set.pods.map((pod, index) => (index === 0 ? aPod({ ...unready(pod), owner: cni }) : pod));
    expect(said('ds-unhealthy', aSnapshot({ running: [{ ...set, pods }] }))).toEqual([]);
  });

  it('warn of old pods under OnDelete, and of pods that found no room', () => {
    const old = { desiredNumberScheduled: 3, numberReady: 3, updatedNumberScheduled: 1 };
    const onDelete = daemon('x', old, { updateStrategy: { type: 'OnDelete' } });
    expect(said('ds-unhealthy', aSnapshot({ running: [running(onDelete, [])] }))).toHaveLength(1);
    expect(said('ds-unhealthy', aSnapshot({ running: [running(daemon('x', old), [])] }))).toEqual([]);
    const growing = daemon('x', { desiredNumberScheduled: 3, currentNumberScheduled: 2 });
    expect(said('daemonset-growth', aSnapshot({ running: [running(growing, [])] }))).toHaveLength(1);
  });

  it('warn of a DaemonSet that is reached from outside, and of no agent', () => {
    const edge = (type: string) =>
      said(
        'ds-serves-traffic',
        aSnapshot({
          running: [running(aWorkload({ kind: 'DaemonSet' }), ['n1'])],
          read: { services: [aService('web', { type })] },
        }),
      );
    expect(edge('LoadBalancer')).toEqual(['warning DaemonSet/shop/web']);
    expect(edge('ClusterIP')).toEqual([]);
  });
});

function unready(pod: ReturnType<typeof aPod>) {
  return { name: pod.metadata.name, namespace: 'kube-system', node: 'n1', ready: false };
}

describe('other-actuator', () => {
  const runs = (image: string, more: Partial<Workload['spec']> = {}) => {
    const workload = aWorkload({ name: 'x', template: { containers: [{ name: 'x', image }] }, spec: more });
    return said('other-actuator', aSnapshot({ running: [running(workload, [])] }));
  };
  const cronJob = (suspend: boolean) => {
    const containers = [{ name: 'd', image: 'registry.k8s.io/descheduler/descheduler:v0.32' }];
    const spec = { suspend, jobTemplate: { spec: { template: { spec: { containers } } } } };
    const cronJobs = read([{ metadata: { name: 'd', namespace: 'kube-system', uid: 'd' }, spec }]);
    return said('other-actuator', aSnapshot({ readings: { cronJobs } }));
  };

  it('blocks for what takes nodes away, and warns of what evicts pods', () => {
    const template = { spec: { containers: [{ name: 'x', image: 'ghcr.io/kubereboot/kured:1.16' }] } };
    expect(runs('x', { template })).toEqual(['blocker Deployment/shop/x']);
    expect(runs('registry.k8s.io/autoscaling/vpa-updater:1.2', {})).toEqual(['warning Deployment/shop/x']);
    expect(cronJob(false)).toEqual(['warning CronJob/kube-system/d']);
  });

  it('is quiet about what is installed but idle', () => {
    const idle = {
      name: 'x',
      template: { containers: [{ name: 'x', image: 'ghcr.io/kubereboot/kured:1.16' }] },
      replicas: 0,
    };
    expect(said('other-actuator', aSnapshot({ running: [running(aWorkload(idle), [])] }))).toEqual([]);
    expect(cronJob(true)).toEqual([]);
    expect(runs('example/curated:1')).toEqual([]);
  });
});

describe('nodes that are special', () => {
  const labelled = (labels: Record<string, string>) => aSnapshot({ nodes: [aNode({ labels })] });

  it('block for the control plane, Fargate and Auto Mode', () => {
    expect(
      said('control-plane-node', labelled({ 'node-role.kubernetes.io/control-plane': '' })),
    ).toHaveLength(1);
    expect(said('fargate-or-auto', labelled({ 'eks.amazonaws.com/compute-type': 'auto' }))).toHaveLength(1);
    expect(said('fargate-or-auto', labelled({ 'eks.amazonaws.com/compute-type': 'ec2' }))).toEqual([]);
  });

  it('mention Spot, static pods, and Karpenter beside the group', () => {
    expect(said('spot-nodes', labelled({ 'eks.amazonaws.com/capacityType': 'SPOT' }))).toHaveLength(1);
    const mirror = aPod({ owner: null, annotations: { 'kubernetes.io/config.mirror': 'x' } });
    expect(said('static-pods', aSnapshot({ pods: [mirror] }))).toHaveLength(1);
    expect(
      said(
        'karpenter-beside',
        beside(aNode({ name: 'far', labels: { 'karpenter.sh/nodepool': 'default' } })),
      ),
    ).toHaveLength(1);
    expect(said('karpenter-beside', labelled({ 'karpenter.sh/nodepool': 'default' }))).toEqual([]);
  });

  it('warn of a taint that only some nodes of the group have', () => {
    const taints = [{ key: 'dedicated', value: 'db', effect: 'NoSchedule' }];
    const nodes = [aNode({ spec: { taints } }), ...threeNodes().slice(1)];
    expect(said('taint-drift', aSnapshot({ nodes }))).toEqual(['warning Node/n1']);
    const all = threeNodes().map((node) => ({ ...node, spec: { ...node.spec, taints } }));
    expect(said('taint-drift', aSnapshot({ nodes: all }))).toEqual([]);
    const passing = [{ key: 'node.kubernetes.io/not-ready', effect: 'NoExecute' }];
    expect(
      said(
        'taint-drift',
        aSnapshot({ nodes: [aNode({ spec: { taints: passing } }), ...threeNodes().slice(1)] }),
      ),
    ).toEqual([]);
  });
});

describe('kubelet-cert-pending', () => {
  const request = (status: object, signerName = 'kubernetes.io/kubelet-serving') => {
    const signingRequests = read([{ metadata: { name: 'csr', uid: 'csr' }, spec: { signerName }, status }]);
    return said('kubelet-cert-pending', aSnapshot({ readings: { signingRequests } }));
  };

  it('warns of certificates that nobody has decided on', () => {
    expect(request({})).toHaveLength(1);
    expect(request({ conditions: [{ type: 'Approved', status: 'True' }] })).toEqual([]);
    expect(request({ certificate: 'x' })).toEqual([]);
    expect(request({}, 'kubernetes.io/kube-apiserver-client')).toEqual([]);
  });
});

describe('room', () => {
  const nodes = ['n1', 'n2', 'n3'].map((name) => aNode({ name }));

  it('allocatable-shrink warns of a node of the release that offers less', () => {
    const smaller = [aNode({ name: 'n1', pods: '20' }), ...nodes.slice(1)];
    const images = { n1: 'ami-new' };
    expect(said('allocatable-shrink', aSnapshot({ nodes: smaller, images }))).toEqual([
      'warning Node/n2',
      'warning Node/n3',
    ]);
    expect(said('allocatable-shrink', aSnapshot({ nodes, images }))).toEqual([]);
  });

  it('requests-missing mentions a cluster whose pods say little', () => {
    const silent = { container: { resources: {} } };
    expect(
      said('requests-missing', aSnapshot({ nodes, running: [running(aWorkload(), ['n1'], silent)] })),
    ).toHaveLength(1);
    expect(said('requests-missing', aSnapshot({ nodes, running: [running(aWorkload(), ['n1'])] }))).toEqual(
      [],
    );
  });

  it('pending-before warns of pods that find no node, and not of those that wait on purpose', () => {
    const conditions = [
      { type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message: '0/3 nodes' },
    ];
    const pending = (spec: object) =>
      aPod({ node: '', phase: 'Pending', spec, status: { phase: 'Pending', conditions } });
    expect(said('pending-before', aSnapshot({ nodes, pods: [pending({})] }))).toHaveLength(1);
    expect(
      said('pending-before', aSnapshot({ nodes, pods: [pending({ schedulingGates: [{ name: 'x' }] })] })),
    ).toEqual([]);
  });

  it('moves-twice mentions a surge too small for pods to move once', () => {
    const full = running(aWorkload({ replicas: 6 }), ['n1', 'n1', 'n2', 'n2', 'n3', 'n3'], { cpu: '1100m' });
    expect(said('moves-twice', aSnapshot({ nodes, running: [full] }), { surge: 0 })).toHaveLength(1);
    expect(said('moves-twice', aSnapshot({ nodes, running: [full] }))).toEqual([]);
  });

  it('packing-is-fragile warns where pods fit only if they are packed', () => {
    const wide = [aNode({ name: 'n1', cpu: '5' }), aNode({ name: 'n2', cpu: '5' })];
    const far = aNode({ name: 'far' });
    const daemon = running(aWorkload({ kind: 'DaemonSet', name: 'agent' }), ['n2'], { cpu: '1' });
    const fleet = (small: string) =>
      aSnapshot({
        nodes: [...wide, far],
        targets: ['n1', 'n2'],
        running: [
          daemon,
          running(aWorkload({ name: 'a-small' }), ['n1'], { cpu: small }),
          running(aWorkload({ name: 'b-large' }), ['n1'], { cpu: '4' }),
          running(aWorkload({ name: 'c-large' }), ['n2'], { cpu: '4' }),
          running(aWorkload({ name: 'other' }), ['far'], { cpu: '3' }),
        ],
      });
    expect(said('packing-is-fragile', fleet('1'))).toEqual(['warning NodeGroup/workers']);
    expect(said('unplaceable', fleet('1'))).toEqual([]);
    expect(said('packing-is-fragile', fleet('0'))).toEqual([]);
    expect(said('unplaceable', fleet('1100m'))).toHaveLength(1);
  });
});

describe('baseline-workloads', () => {
  it('warns of a workload that is short before anything is done', () => {
    const short = running(aWorkload({ replicas: 3, ready: 2 }), ['n1', 'n2', 'n3']);
    expect(said('baseline-workloads', aSnapshot({ running: [short] }))).toEqual([
      'warning Deployment/shop/web',
    ]);
    expect(
      said(
        'baseline-workloads',
        aSnapshot({ running: [running(aWorkload({ replicas: 3 }), ['n1', 'n2', 'n3'])] }),
      ),
    ).toEqual([]);
  });
});
