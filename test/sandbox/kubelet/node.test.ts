import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CsiNode } from '../../../src/sandbox/controllers/kinds/csi-node.ts';
import type { Lease } from '../../../src/sandbox/controllers/kinds/lease.ts';
import { isReady, type Pod } from '../../../src/sandbox/controllers/kinds/pod.ts';
import { addDaemonSet, addPod, podsOf } from '../controllers/a-cluster-world.ts';
import { aMachine, aMachineWorld, anImage, type MachineWorld } from './a-machine-world.ts';

describe('a machine that runs', () => {
  let world: MachineWorld;
  beforeEach(() => {
    world = aMachineWorld({
      images: [
        anImage(),
        anImage({ imageId: 'ami-dead', joins: false }),
        anImage({ imageId: 'ami-arm', architecture: 'arm64' }),
      ],
    });
  });
  afterEach(() => world.stop());

  const condition = (machine = aMachine()) =>
    world.node(machine)?.status?.conditions?.find(({ type }) => type === 'Ready');

  it('joins as a node after its image has booted, and is ready some time after', async () => {
    const begun = world.clock.now();
    world.machines.run(aMachine());
    await world.until('it has joined', () => world.node() !== undefined);
    const atFirst = condition();
    await world.until('it is ready', () => condition()?.status === 'True');

    const joined = Date.parse(world.node()?.metadata.creationTimestamp ?? '') - begun;
    const ready = Date.parse(condition()?.lastTransitionTime ?? '') - begun;
    expect(joined).toBeGreaterThan(18_900);
    expect(joined).toBeLessThan(21_000);
    expect(ready).toBeGreaterThan(28_900);
    expect(ready).toBeLessThan(31_100);
    expect(atFirst?.message).toContain('cni plugin not initialized');
  });

  it('carries what the machine and the image give it', async () => {
    const machine = aMachine({
      imageId: 'ami-arm',
      nodeLabels: { 'drover.example/group': 'workers' },
      nodeTaints: [{ key: 'dedicated', value: 'db', effect: 'NoSchedule' }],
    });

    await world.join(machine);

    const node = world.node(machine);
    expect(node?.spec.providerID).toBe('aws:///eu-west-1a/i-0aaaaaaaaaaaaaaaa');
    expect(node?.metadata.labels).toMatchObject({
      'kubernetes.io/hostname': machine.privateDnsName,
      'kubernetes.io/arch': 'arm64',
      'node.kubernetes.io/instance-type': 'm6i.xlarge',
      'topology.kubernetes.io/zone': 'eu-west-1a',
      'topology.kubernetes.io/region': 'eu-west-1',
      'drover.example/group': 'workers',
    });
    expect(node?.spec.taints).toContainEqual({ key: 'dedicated', value: 'db', effect: 'NoSchedule' });
    expect(node?.status?.nodeInfo).toMatchObject({
      kubeletVersion: 'v1.32.3-eks-473151a',
      architecture: 'arm64',
    });
    expect(node?.status?.allocatable).toMatchObject({ cpu: '3920m', pods: '58' });
    expect(node?.status?.addresses).toContainEqual({ type: 'InternalIP', address: '10.0.1.10' });
  });

  it('has the storage driver, with room for as many volumes as its type holds', async () => {
    await world.join(aMachine());

    const driver = world.cluster.get<CsiNode>(
      'csinodes.storage.k8s.io',
      undefined,
      aMachine().privateDnsName,
    );
    expect(driver?.spec.drivers).toEqual([
      expect.objectContaining({
        name: 'ebs.csi.aws.com',
        nodeID: 'i-0aaaaaaaaaaaaaaaa',
        allocatable: { count: 25 },
      }),
    ]);
  });

  it('renews its lease and so stays Ready', async () => {
    await world.join(aMachine());
    const lease = () =>
      world.cluster.get<Lease>('leases.coordination.k8s.io', 'kube-node-lease', aMachine().privateDnsName);
    const before = lease()?.spec.renewTime;

    await world.pass(200_000);

    expect(condition()?.status).toBe('True');
    expect(lease()?.spec.renewTime).not.toBe(before);
  });

  it('never joins if its image does not let it', async () => {
    const machine = aMachine({ imageId: 'ami-dead' });
    world.machines.run(machine);

    await world.pass(600_000);

    expect(world.node(machine)).toBeUndefined();
  });

  it('is ready only when its network agent runs, where the cluster has one', async () => {
    world.cluster.create('daemonsets.apps', {
      apiVersion: 'apps/v1',
      kind: 'DaemonSet',
      metadata: { name: 'aws-node', namespace: 'kube-system' },
      spec: {
        selector: { matchLabels: { app: 'aws-node' } },
        template: {
          metadata: {
            labels: { app: 'aws-node' },
            annotations: { 'world.sandbox/behaviour': '{"startSeconds": 30}' },
          },
          spec: {
            hostNetwork: true,
            tolerations: [{ operator: 'Exists' }],
            containers: [
              {
                name: 'agent',
                image: 'agent:1',
                readinessProbe: { exec: { command: ['true'] }, periodSeconds: 1 },
              },
            ],
          },
        },
      },
    });

    await world.join(aMachine());

    const [agent] = podsOf(world.cluster, 'aws-node', 'kube-system');
    const ready = Date.parse(condition()?.lastTransitionTime ?? '');
    expect(agent?.status?.podIP).toBe('10.0.1.10');
    expect(ready - Date.parse(agent?.status?.startTime ?? '')).toBeGreaterThan(30_000);
  });

  it('runs the pods of DaemonSets as soon as it is ready', async () => {
    addDaemonSet(world.cluster, { name: 'agent' });

    await world.join(aMachine());
    await world.until('its pod is ready', () => podsOf(world.cluster, 'agent').some(isReady));

    expect(podsOf(world.cluster, 'agent')).toHaveLength(1);
  });

  it('dies with its programs when it is shut down, and its node leaves', async () => {
    await world.join(aMachine());
    addPod(world.cluster, { name: 'a', podSpec: { restartPolicy: 'Always' } });
    const pod = () => world.cluster.get<Pod>('pods', 'shop', 'a');
    await world.until('a pod is ready', () => isReady(pod()!));
    await world.until(
      'it listens',
      () => world.kubelets.processes.at(pod()?.status?.podIP ?? '', 80)?.state === 'listening',
    );

    world.machines.stopping(aMachine());
    await world.until('the node says so', () => condition()?.status === 'False');
    const listening = world.kubelets.processes.at(pod()?.status?.podIP ?? '', 80);
    const message = condition()?.message;
    world.machines.gone(aMachine());
    await world.until('the node is gone', () => world.node() === undefined);
    await world.until('its pod is gone', () => pod() === undefined);

    expect(listening).toBeUndefined();
    expect(message).toBe('node is shutting down');
  });

  it('is Unknown when it dies without a word, and leaves when the cloud has forgotten it', async () => {
    await world.join(aMachine());

    world.machines.gone(aMachine());
    await world.until('nobody vouches for it', () => condition()?.status === 'Unknown');
    await world.until('it is gone', () => world.node() === undefined);

    expect(world.node()).toBeUndefined();
  });

  it('waits for its name if a former node still holds it', async () => {
    await world.join(aMachine());
    const next = aMachine({ instanceId: 'i-0bbbbbbbbbbbbbbbb' });
    world.machines.run(next);
    await world.pass(60_000);
    const meanwhile = world.node()?.spec.providerID;

    world.machines.stopping(aMachine());
    world.machines.gone(aMachine());
    await world.until(
      'the new one has the name',
      () => world.node()?.spec.providerID?.endsWith('bbb') === true,
    );

    expect(meanwhile).toBe('aws:///eu-west-1a/i-0aaaaaaaaaaaaaaaa');
  });
});

describe('a node with the annotation of kwok', () => {
  it('becomes ready, runs its pods at once and lets deleted ones vanish', async () => {
    const world = aMachineWorld();
    world.cluster.create('nodes', {
      apiVersion: 'v1',
      kind: 'Node',
      metadata: { name: 'fake', annotations: { 'kwok.x-k8s.io/node': 'fake' } },
      spec: {},
      status: { capacity: { cpu: '8', memory: '32Gi', pods: '110' } },
    });
    addPod(world.cluster, { name: 'a' });
    const pod = () => world.cluster.get<Pod>('pods', 'shop', 'a');

    await world.until('its pod is ready', () => isReady(pod()!));
    const phase = pod()?.status?.phase;
    world.cluster.delete('pods', 'shop', 'a');
    await world.until('its pod is gone', () => pod() === undefined);

    expect(phase).toBe('Running');
    world.stop();
  });
});
