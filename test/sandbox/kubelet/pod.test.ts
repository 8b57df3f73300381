import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { conditionOf } from '../../../src/sandbox/controllers/kinds/condition.ts';
import { isReady, type Pod } from '../../../src/sandbox/controllers/kinds/pod.ts';
import { addPod, eventsAbout } from '../controllers/a-cluster-world.ts';
import { aMachine, aMachineWorld, anImage, type MachineWorld } from './a-machine-world.ts';

const READINESS = { httpGet: { path: '/', port: 8080 }, periodSeconds: 5 };

describe('a pod on a kubelet', () => {
  let world: MachineWorld;
  beforeEach(async () => {
    world = aMachineWorld();
    await world.join(aMachine());
  });
  afterEach(() => world.stop());

  const pod = (name = 'a') => world.cluster.get<Pod>('pods', 'shop', name);
  const first = () => pod()?.status?.containerStatuses?.[0];
  const at = (text: string | null | undefined) => Date.parse(text ?? '');
  const process = () => world.kubelets.processes.at(pod()?.status?.podIP ?? '', 8080);
  /** Adds pod `a`; `behaviour` is what its annotation says. */
  const add = (
    container: Record<string, unknown> = {},
    behaviour: Record<string, unknown> = {},
    podSpec: Record<string, unknown> = {},
  ) =>
    world.cluster.create('pods', {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        name: 'a',
        namespace: 'shop',
        annotations: { 'world.sandbox/behaviour': JSON.stringify(behaviour) },
      },
      spec: { containers: [{ name: 'app', image: 'app:1', ...container }], ...podSpec },
    });
  const ready = () => world.until('it is ready', () => pod() !== undefined && isReady(pod()!));
  const gone = () => world.until('it is gone', () => pod() === undefined);
  const lastSeen = () => {
    const seen: Pod[] = [];
    world.cluster.watch<Pod>('pods', ({ object }) => object.metadata.name === 'a' && seen.push(object));
    return () => seen.at(-1)!;
  };

  it('pulls its image, starts, listens, and is ready when its probe says so', async () => {
    add({ readinessProbe: READINESS }, { startSeconds: 8, readySeconds: 4 });
    await world.until('it runs', () => pod()?.status?.phase === 'Running');
    const atStart = { ready: isReady(pod()!), ip: pod()?.status?.podIP };
    await ready();

    const startedAt = at(first()?.state.running?.startedAt);
    const readyAt = at(conditionOf(pod()?.status?.conditions, 'Ready')?.lastTransitionTime);
    expect(atStart).toEqual({ ready: false, ip: expect.stringMatching(/^100\.64\./) });
    expect(readyAt - startedAt).toBeGreaterThanOrEqual(14_000);
    expect(readyAt - startedAt).toBeLessThanOrEqual(16_000);
    expect(eventsAbout(world.cluster, 'a')).toEqual(['Scheduled', 'Pulling', 'Pulled', 'Created', 'Started']);
    expect(process()?.state).toBe('listening');
  });

  it('is ready before it listens if it has no readiness probe', async () => {
    add({}, { startSeconds: 30 });

    await ready();

    expect(process()?.state).toBe('starting');
  });

  it('has its image at once on a node that pulled it before', async () => {
    add();
    await ready();
    addPod(world.cluster, { name: 'b', podSpec: { containers: [{ name: 'app', image: 'app:1' }] } });

    await world.until('the second is ready', () => pod('b') !== undefined && isReady(pod('b')!));

    expect(eventsAbout(world.cluster, 'b')).not.toContain('Pulling');
  });

  it('runs its init containers one after another before the others', async () => {
    const inits = [
      { name: 'first', image: 'i:1' },
      { name: 'second', image: 'i:1' },
    ];
    add({}, { containers: { first: { runSeconds: 30 } } }, { initContainers: inits });
    await world.until(
      'the first runs',
      () => pod()?.status?.initContainerStatuses?.[0]?.state.running !== undefined,
    );
    const meanwhile = pod()?.status;
    await ready();

    const [one, two] = pod()?.status?.initContainerStatuses ?? [];
    expect(meanwhile?.initContainerStatuses?.[1]?.state.waiting?.reason).toBe('PodInitializing');
    expect(conditionOf(meanwhile?.conditions, 'Initialized')?.status).toBe('False');
    expect(at(one?.state.terminated?.finishedAt)).toBeLessThanOrEqual(at(two?.state.terminated?.startedAt));
    expect(at(two?.state.terminated?.finishedAt)).toBeLessThanOrEqual(at(first()?.state.running?.startedAt));
  });

  it('ends gracefully: preStop, SIGTERM, drain, and then it is gone', async () => {
    add(
      { lifecycle: { preStop: { sleep: { seconds: 10 } } } },
      { onSigterm: 'drain', drainSeconds: 3, startSeconds: 0 },
    );
    await ready();
    await world.until('it listens', () => process()?.state === 'listening');
    const states: string[] = [];
    world.kubelets.processes.subscribe((_process, next) => states.push(next));
    const last = lastSeen();

    const deletedAt = world.clock.now();
    world.cluster.delete('pods', 'shop', 'a');
    await gone();

    const ended = last().status?.containerStatuses?.[0]?.state.terminated;
    expect(states).toEqual(['closing', 'ended']);
    expect(ended).toMatchObject({ exitCode: 0, reason: 'Completed' });
    expect(at(ended?.finishedAt) - deletedAt).toBeGreaterThan(11_500);
    expect(at(ended?.finishedAt) - deletedAt).toBeLessThan(15_000);
    expect(eventsAbout(world.cluster, 'a')).toContain('Killing');
  });

  it('is killed at the end of its grace if it ignores SIGTERM', async () => {
    add({}, { onSigterm: 'ignore' }, { terminationGracePeriodSeconds: 20 });
    await ready();
    const last = lastSeen();

    const deletedAt = world.clock.now();
    world.cluster.delete('pods', 'shop', 'a');
    await gone();

    const ended = last().status?.containerStatuses?.[0]?.state.terminated;
    expect(ended?.exitCode).toBe(137);
    expect(at(ended?.finishedAt) - deletedAt).toBeGreaterThan(18_500);
    expect(at(ended?.finishedAt) - deletedAt).toBeLessThan(22_000);
  });

  it('gets two more seconds when its preStop hook uses up the grace, as "sleep" in a shell does too', async () => {
    const preStop = { exec: { command: ['sh', '-c', 'echo bye; sleep 60'] } };
    add({ lifecycle: { preStop } }, { onSigterm: 'ignore' }, { terminationGracePeriodSeconds: 10 });
    await ready();
    const last = lastSeen();

    const deletedAt = world.clock.now();
    world.cluster.delete('pods', 'shop', 'a');
    await gone();

    const ended = last().status?.containerStatuses?.[0]?.state.terminated;
    expect(ended?.exitCode).toBe(137);
    expect(at(ended?.finishedAt) - deletedAt).toBeGreaterThan(10_500);
    expect(at(ended?.finishedAt) - deletedAt).toBeLessThan(14_000);
  });

  it('is hurried by a later deletion with less grace, and killed at once without any', async () => {
    add({}, { onSigterm: 'ignore' }, { terminationGracePeriodSeconds: 600 });
    await ready();

    world.cluster.delete('pods', 'shop', 'a');
    await world.pass(5_000);
    const removed = world.instantOf('pods', ({ type }) => type === 'DELETED');
    const hurriedAt = world.clock.now();
    world.cluster.delete('pods', 'shop', 'a', { graceSeconds: 5 });
    const took = (await removed()) - hurriedAt;
    add({}, { onSigterm: 'ignore', startSeconds: 0 });
    await ready();
    const address = pod()?.status?.podIP ?? '';
    world.cluster.delete('pods', 'shop', 'a', { graceSeconds: 0 });
    await world.until(
      'its program is gone too',
      () => world.kubelets.processes.at(address, 8080) === undefined,
    );

    expect(took).toBeGreaterThan(4_900);
    expect(took).toBeLessThan(5_200);
  });

  it('restarts a container that crashes, and waits longer each time', async () => {
    add({}, { crashAfterSeconds: 2 });

    await world.until('it waits', () => first()?.state.waiting?.reason === 'CrashLoopBackOff');
    const [waiting, wasReady] = [first(), isReady(pod()!)];
    await world.until('it has been restarted thrice', () => (first()?.restartCount ?? 0) >= 3);

    expect(waiting?.restartCount).toBe(1);
    expect(waiting?.lastState.terminated).toMatchObject({ exitCode: 1, reason: 'Error' });
    expect(waiting?.state.waiting?.message).toContain('back-off 10s restarting failed container=app');
    expect(eventsAbout(world.cluster, 'a')).toContain('BackOff');
    expect(wasReady).toBe(false);
  });

  it('says that a container was killed for its memory', async () => {
    add({}, { oomAfterSeconds: 3 });

    await world.until('it has been killed', () => first()?.lastState.terminated !== undefined);

    expect(first()?.lastState.terminated).toMatchObject({ exitCode: 137, reason: 'OOMKilled' });
  });

  it('loses readiness when it hangs, and is restarted if it has a liveness probe', async () => {
    const livenessProbe = { httpGet: { path: '/', port: 8080 }, periodSeconds: 10, failureThreshold: 3 };
    add({ readinessProbe: READINESS, livenessProbe }, { startSeconds: 1, hangAfterSeconds: 20 });
    await ready();

    await world.until('it is unready', () => !isReady(pod()!));
    const before = first()?.restartCount;
    await world.until('it is restarted', () => first()?.restartCount === 1);

    expect(before).toBe(0);
    expect(eventsAbout(world.cluster, 'a')).toEqual(expect.arrayContaining(['Unhealthy', 'Killing']));
  });

  it('is killed by a liveness probe that does not wait for its start, for ever', async () => {
    const livenessProbe = { httpGet: { path: '/', port: 8080 }, periodSeconds: 5, failureThreshold: 2 };
    add({ livenessProbe }, { startSeconds: 60 });

    await world.until('it is restarted', () => first()?.restartCount === 1);

    expect(eventsAbout(world.cluster, 'a')).toContain('Unhealthy');
  });

  it('is done when its programs are, if it is not to be restarted', async () => {
    add({}, { runSeconds: 5 }, { restartPolicy: 'Never' });
    await world.until('it has succeeded', () => pod()?.status?.phase === 'Succeeded');
    const reason = conditionOf(pod()?.status?.conditions, 'Ready')?.reason;
    world.cluster.delete('pods', 'shop', 'a');
    await gone();
    add({}, { runSeconds: 5, exitCode: 3 }, { restartPolicy: 'Never' });
    await world.until('it has failed', () => pod()?.status?.phase === 'Failed');

    expect(reason).toBe('PodCompleted');
    expect(first()?.state.terminated?.exitCode).toBe(3);
  });

  it('is not ready before its readiness gates are', async () => {
    add({}, {}, { readinessGates: [{ conditionType: 'target-health.elbv2.k8s.aws/web' }] });
    await world.until(
      'its containers are ready',
      () => conditionOf(pod()?.status?.conditions, 'ContainersReady')?.status === 'True',
    );
    const before = conditionOf(pod()?.status?.conditions, 'Ready');

    world.cluster.edit<Pod>('pods', 'shop', 'a', (draft) => {
      const gate = { type: 'target-health.elbv2.k8s.aws/web', status: 'True' };
      draft.status = { ...draft.status, conditions: [...(draft.status?.conditions ?? []), gate] };
    });
    await ready();

    expect(before).toMatchObject({ status: 'False', reason: 'ReadinessGatesNotReady' });
  });

  it('waits for a ConfigMap that is missing, and says so', async () => {
    add({}, {}, { volumes: [{ name: 'cfg', configMap: { name: 'settings' } }] });
    await world.until('it complains', () => eventsAbout(world.cluster, 'a').includes('FailedMount'));
    const meanwhile = first()?.state.waiting?.reason;

    world.cluster.create('configmaps', {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'settings', namespace: 'shop' },
    });
    await ready();

    expect(meanwhile).toBe('ContainerCreating');
  });
});

describe('a pod with volumes', () => {
  it('starts when they are attached, and lets them go when it has ended, so that it can start elsewhere', async () => {
    const world = aMachineWorld();
    const other = aMachine({
      instanceId: 'i-0bbbbbbbbbbbbbbbb',
      privateIp: '10.0.1.11',
      privateDnsName: 'ip-10-0-1-11',
    });
    await world.join(aMachine());
    await world.join(other);
    world.cluster.create('storageclasses.storage.k8s.io', {
      apiVersion: 'storage.k8s.io/v1',
      kind: 'StorageClass',
      metadata: { name: 'gp3' },
      provisioner: 'ebs.csi.aws.com',
      volumeBindingMode: 'WaitForFirstConsumer',
    });
    world.cluster.create('persistentvolumeclaims', {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name: 'data', namespace: 'shop' },
      spec: {
        accessModes: ['ReadWriteOnce'],
        storageClassName: 'gp3',
        resources: { requests: { storage: '1Gi' } },
      },
    });
    const podSpec = { volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }] };
    const pod = (name: string) => world.cluster.get<Pod>('pods', 'shop', name);

    addPod(world.cluster, {
      name: 'a',
      podSpec: { ...podSpec, nodeSelector: { 'kubernetes.io/hostname': aMachine().privateDnsName } },
    });
    await world.until('it is ready', () => isReady(pod('a')!));
    const inUse = world.node()?.status?.volumesInUse;
    const removed = world.instantOf('pods', ({ type }) => type === 'DELETED');
    const detached = world.instantOf('volumeattachments.storage.k8s.io', ({ type }) => type === 'DELETED');
    world.cluster.delete('pods', 'shop', 'a');
    const goneAt = await removed();
    addPod(world.cluster, {
      name: 'b',
      podSpec: { ...podSpec, nodeSelector: { 'kubernetes.io/hostname': 'ip-10-0-1-11' } },
    });
    await world.until('the other is ready', () => isReady(pod('b')!));
    const startedAt = Date.parse(pod('b')?.status?.containerStatuses?.[0]?.state.running?.startedAt ?? '');

    expect(inUse).toHaveLength(1);
    expect(world.node()?.status?.volumesInUse).toBeUndefined();
    expect((await detached()) - goneAt).toBeGreaterThan(6_000);
    // Attaching takes four seconds after that.
    expect(startedAt - (await detached())).toBeGreaterThan(3_000);
    expect(eventsAbout(world.cluster, 'b')).toContain('FailedAttachVolume');
    world.stop();
  });
});

describe('a bad image', () => {
  it('crashes the pods that it does not suit, and makes others answer with errors', async () => {
    const world = aMachineWorld({
      images: [
        anImage({
          crashes: { matchLabels: { app: 'api' }, afterMs: 3_000 },
          fails: { matchLabels: { app: 'web' }, share: 0.1 },
        }),
      ],
    });
    await world.join(aMachine());
    addPod(world.cluster, { name: 'api', labels: { app: 'api' } });
    addPod(world.cluster, { name: 'web', labels: { app: 'web' } });
    const status = (name: string) => world.cluster.get<Pod>('pods', 'shop', name)?.status;

    await world.until(
      'the one crashes',
      () => (status('api')?.containerStatuses?.[0]?.restartCount ?? 0) > 0,
    );
    await world.until('the other runs', () => status('web')?.phase === 'Running');

    expect(world.kubelets.processes.at(status('web')?.podIP ?? '', 80)?.errorShare).toBe(0.1);
    expect(status('web')?.containerStatuses?.[0]?.restartCount).toBe(0);
    world.stop();
  });
});
