import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Node } from '../../../src/sandbox/controllers/kinds/node.ts';
import type { PersistentVolume } from '../../../src/sandbox/controllers/kinds/persistent-volume.ts';
import type { PersistentVolumeClaim } from '../../../src/sandbox/controllers/kinds/persistent-volume-claim.ts';
import type { Pod } from '../../../src/sandbox/controllers/kinds/pod.ts';
import type { VolumeAttachment } from '../../../src/sandbox/controllers/kinds/volume-attachment.ts';
import { aClusterWorld, addNode, addPod, eventsAbout, type ClusterWorld } from './a-cluster-world.ts';

const DRIVER = 'ebs.csi.aws.com';

describe('volumes', () => {
  let world: ClusterWorld;
  beforeEach(() => {
    world = aClusterWorld();
    for (const [name, zone] of [
      ['n1', 'eu-west-1a'],
      ['n2', 'eu-west-1b'],
    ] as const)
      addDriverNode(name, zone);
    world.cluster.create('storageclasses.storage.k8s.io', {
      apiVersion: 'storage.k8s.io/v1',
      kind: 'StorageClass',
      metadata: { name: 'gp3' },
      provisioner: DRIVER,
      volumeBindingMode: 'WaitForFirstConsumer',
    });
  });
  afterEach(() => world.stop());

  /** As a kubelet with the driver would register it. */
  function addDriverNode(name: string, zone: string): void {
    addNode(world.cluster, { name, zone });
    world.cluster.edit<Node>('nodes', undefined, name, (draft) => {
      draft.metadata.annotations = { 'volumes.kubernetes.io/controller-managed-attach-detach': 'true' };
    });
    world.cluster.create('csinodes.storage.k8s.io', {
      apiVersion: 'storage.k8s.io/v1',
      kind: 'CSINode',
      metadata: { name },
      spec: { drivers: [{ name: DRIVER, nodeID: `i-${name}`, allocatable: { count: 25 } }] },
    });
  }

  const addClaim = (name: string, spec: Record<string, unknown> = {}) =>
    world.cluster.create('persistentvolumeclaims', {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name, namespace: 'shop' },
      spec: {
        accessModes: ['ReadWriteOnce'],
        storageClassName: 'gp3',
        resources: { requests: { storage: '1Gi' } },
        ...spec,
      },
    });
  const addVolume = (name: string, spec: Record<string, unknown> = {}) =>
    world.cluster.create('persistentvolumes', {
      apiVersion: 'v1',
      kind: 'PersistentVolume',
      metadata: { name },
      spec: {
        capacity: { storage: '1Gi' },
        accessModes: ['ReadWriteOnce'],
        storageClassName: 'none',
        csi: { driver: DRIVER, volumeHandle: `vol-${name}` },
        ...spec,
      },
    });
  const claim = (name: string) =>
    world.cluster.get<PersistentVolumeClaim>('persistentvolumeclaims', 'shop', name);
  const volumes = () => world.cluster.list<PersistentVolume>('persistentvolumes');
  const attachments = () => world.cluster.list<VolumeAttachment>('volumeattachments.storage.k8s.io');
  const withClaim = (claimName: string) => ({
    volumes: [{ name: 'data', persistentVolumeClaim: { claimName } }],
  });
  const setInUse = (name: string, volumesInUse: string[]) =>
    world.cluster.edit<Node>('nodes', undefined, name, (draft) => {
      draft.status = { ...draft.status, volumesInUse };
    });

  it('are bound to the claim that names them', async () => {
    addVolume('pv');
    addClaim('data', { storageClassName: 'none', volumeName: 'pv' });

    await world.until('they are bound', () => claim('data')?.status?.phase === 'Bound');

    expect(claim('data')?.metadata.annotations).toMatchObject({ 'pv.kubernetes.io/bind-completed': 'yes' });
    expect(claim('data')?.status?.capacity).toEqual({ storage: '1Gi' });
    expect(volumes()[0]?.status?.phase).toBe('Bound');
    expect(volumes()[0]?.spec.claimRef).toMatchObject({
      namespace: 'shop',
      name: 'data',
      uid: claim('data')?.metadata.uid,
    });
  });

  it('are bound to the smallest that suits, if the class binds at once', async () => {
    addVolume('large', { capacity: { storage: '9Gi' } });
    addVolume('small', { capacity: { storage: '2Gi' } });
    await world.until('both are free', () => volumes().every(({ status }) => status?.phase === 'Available'));
    addClaim('data', { storageClassName: 'none' });

    await world.until('it is bound', () => claim('data')?.status?.phase === 'Bound');

    expect(claim('data')?.spec.volumeName).toBe('small');
  });

  it('are made in the zone where the scheduler puts the pod, and the pod is bound then', async () => {
    addClaim('data');
    await world.pass(3_000);
    const before = claim('data')?.status?.phase;

    addPod(world.cluster, {
      name: 'a',
      podSpec: { ...withClaim('data'), nodeSelector: { 'kubernetes.io/hostname': 'n2' } },
    });
    await world.until(
      'the pod has a node',
      () => world.cluster.get<Pod>('pods', 'shop', 'a')?.spec.nodeName === 'n2',
    );

    expect(before).toBe('Pending');
    expect(volumes()[0]?.spec.nodeAffinity?.required?.nodeSelectorTerms).toEqual([
      { matchExpressions: [{ key: 'topology.kubernetes.io/zone', operator: 'In', values: ['eu-west-1b'] }] },
    ]);
    expect(claim('data')?.metadata.annotations).toMatchObject({ 'volume.kubernetes.io/selected-node': 'n2' });
    expect(eventsAbout(world.cluster, 'data')).toEqual(
      expect.arrayContaining(['WaitForFirstConsumer', 'ExternalProvisioning', 'ProvisioningSucceeded']),
    );
  });

  it('keep their zone: a pod whose volume is elsewhere waits, and says why', async () => {
    addClaim('data');
    addPod(world.cluster, {
      name: 'a',
      podSpec: { ...withClaim('data'), nodeSelector: { 'kubernetes.io/hostname': 'n1' } },
    });
    await world.until('the volume is bound', () => claim('data')?.status?.phase === 'Bound');
    world.cluster.delete('pods', 'shop', 'a', { graceSeconds: 0 });

    addPod(world.cluster, {
      name: 'b',
      podSpec: { ...withClaim('data'), nodeSelector: { 'kubernetes.io/hostname': 'n2' } },
    });
    await world.until('it is refused', () => eventsAbout(world.cluster, 'b').includes('FailedScheduling'));

    const condition = world.cluster.get<Pod>('pods', 'shop', 'b')?.status?.conditions?.[0];
    expect(condition?.message).toContain("1 node(s) didn't match Pod's node affinity/selector");
    expect(condition?.message).toContain('1 node(s) had volume node affinity conflict');
  });

  it('are attached to the node of their pod, and detached when the node has unmounted them', async () => {
    addClaim('data');
    addPod(world.cluster, { name: 'a', podSpec: withClaim('data') });
    await world.until('it is attached', () => attachments()[0]?.status?.attached === true);
    const nodeName = attachments()[0]?.spec.nodeName ?? '';
    const name = `kubernetes.io/csi/${DRIVER}^${volumes()[0]?.spec.csi?.volumeHandle}`;
    await world.until('the node knows', () =>
      Boolean(
        world.cluster
          .get<Node>('nodes', undefined, nodeName)
          ?.status?.volumesAttached?.some((one) => one.name === name),
      ),
    );

    setInUse(nodeName, [name]);
    world.cluster.delete('pods', 'shop', 'a', { graceSeconds: 0 });
    await world.pass(30_000);
    const meanwhile = attachments().length;
    setInUse(nodeName, []);
    await world.until('it is detached', () => attachments().length === 0);

    expect(meanwhile).toBe(1);
    expect(eventsAbout(world.cluster, 'a')).toContain('SuccessfulAttachVolume');
    expect(world.cluster.get<Node>('nodes', undefined, nodeName)?.status?.volumesAttached).toBeUndefined();
  });

  it('wait for the other node to let go of them', async () => {
    addVolume('pv');
    addClaim('data', { storageClassName: 'none', volumeName: 'pv' });
    addPod(world.cluster, { name: 'a', nodeName: 'n1', podSpec: withClaim('data') });
    await world.until('it is attached', () => attachments()[0]?.status?.attached === true);

    addPod(world.cluster, { name: 'b', nodeName: 'n2', podSpec: withClaim('data') });
    await world.until('the second is refused', () =>
      eventsAbout(world.cluster, 'b').includes('FailedAttachVolume'),
    );
    world.cluster.delete('pods', 'shop', 'a', { graceSeconds: 0 });
    await world.until('it has moved', () =>
      attachments().some(({ spec, status }) => spec.nodeName === 'n2' && status?.attached),
    );

    expect(attachments()).toHaveLength(1);
  });

  it('are taken from a node that vanished after six minutes', async () => {
    addVolume('pv');
    addClaim('data', { storageClassName: 'none', volumeName: 'pv' });
    addPod(world.cluster, { name: 'a', nodeName: 'n1', podSpec: withClaim('data') });
    await world.until('it is attached', () => attachments()[0]?.status?.attached === true);

    const freed = world.instantOf('volumeattachments.storage.k8s.io', ({ type }) => type === 'DELETED');
    const vanished = world.clock.now();
    world.cluster.delete('nodes', undefined, 'n1');
    world.cluster.delete('pods', 'shop', 'a', { graceSeconds: 0 });

    const took = (await freed()) - vanished;
    expect(took).toBeGreaterThanOrEqual(360_000);
    expect(took).toBeLessThan(362_000);
  });

  it('leave alone attachments on nodes without the driver', async () => {
    addNode(world.cluster, { name: 'bare' });
    addVolume('pv');
    world.cluster.create('volumeattachments.storage.k8s.io', {
      apiVersion: 'storage.k8s.io/v1',
      kind: 'VolumeAttachment',
      metadata: { name: 'by-hand', finalizers: ['external-attacher/ebs-csi-aws-com'] },
      spec: { attacher: DRIVER, nodeName: 'bare', source: { persistentVolumeName: 'pv' } },
    });

    world.cluster.delete('volumeattachments.storage.k8s.io', undefined, 'by-hand');
    await world.pass(60_000);

    expect(attachments().map(({ metadata }) => metadata.name)).toEqual(['by-hand']);
  });

  it('go with their claim, which goes when no pod uses it', async () => {
    addClaim('data');
    addPod(world.cluster, { name: 'a', podSpec: withClaim('data') });
    await world.until('it is bound', () => claim('data')?.status?.phase === 'Bound');

    world.cluster.delete('persistentvolumeclaims', 'shop', 'data');
    await world.pass(3_000);
    const meanwhile = claim('data') !== undefined;
    world.cluster.delete('pods', 'shop', 'a', { graceSeconds: 0 });
    await world.until('the claim is gone', () => claim('data') === undefined);
    await world.until('the volume too', () => volumes().length === 0);

    expect(meanwhile).toBe(true);
  });
});
