import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Deployment } from '../../../src/sandbox/controllers/kinds/deployment.ts';
import type { ReplicaSet } from '../../../src/sandbox/controllers/kinds/replica-set.ts';
import { isReady, isTerminating } from '../../../src/sandbox/controllers/kinds/pod.ts';
import {
  aClusterWorld,
  addDeployment,
  addNode,
  eventsAbout,
  podsOf,
  reportAllReady,
  reportPod,
  type ClusterWorld,
} from './a-cluster-world.ts';

describe('a Deployment', () => {
  let world: ClusterWorld;
  beforeEach(() => {
    world = aClusterWorld();
    addNode(world.cluster, { name: 'n1' });
    addNode(world.cluster, { name: 'n2' });
  });
  afterEach(() => world.stop());

  const deployment = () => world.cluster.get<Deployment>('deployments.apps', 'shop', 'web');
  const sets = () => world.cluster.list<ReplicaSet>('replicasets.apps', 'shop');

  it('makes a ReplicaSet of its hash, which makes the pods', async () => {
    addDeployment(world.cluster, { name: 'web', replicas: 2 });

    await world.until(
      'two pods have a node',
      () => podsOf(world.cluster, 'web').filter((pod) => pod.spec.nodeName).length === 2,
    );

    const [set] = sets();
    const hash = set?.metadata.labels?.['pod-template-hash'];
    expect(set?.metadata.name).toBe(`web-${hash}`);
    expect(set?.metadata.annotations).toMatchObject({
      'deployment.kubernetes.io/revision': '1',
      'deployment.kubernetes.io/desired-replicas': '2',
      'deployment.kubernetes.io/max-replicas': '3',
    });
    expect(podsOf(world.cluster, 'web')[0]?.metadata.generateName).toBe(`web-${hash}-`);
    expect(eventsAbout(world.cluster, 'web')).toEqual(['ScalingReplicaSet']);
  });

  it('is available when its pods are ready, and says that it has progressed', async () => {
    reportAllReady(world.cluster);
    addDeployment(world.cluster, { name: 'web', replicas: 2 });

    await world.until('it is done', () => deployment()?.status?.availableReplicas === 2);
    await world.until(
      'its condition says so',
      () =>
        deployment()?.status?.conditions?.some(({ reason }) => reason === 'NewReplicaSetAvailable') === true,
    );

    expect(deployment()?.status).toMatchObject({
      observedGeneration: 1,
      replicas: 2,
      readyReplicas: 2,
      updatedReplicas: 2,
    });
    expect(deployment()?.status?.unavailableReplicas).toBeUndefined();
    expect(deployment()?.status?.conditions).toContainEqual(
      expect.objectContaining({ type: 'Available', status: 'True', reason: 'MinimumReplicasAvailable' }),
    );
  });

  it('replaces an evicted pod at once, while the old one still terminates', async () => {
    reportAllReady(world.cluster);
    addDeployment(world.cluster, { name: 'web', replicas: 2 });
    await world.until('both are ready', () => podsOf(world.cluster, 'web').filter(isReady).length === 2);
    const [first] = podsOf(world.cluster, 'web');

    world.cluster.delete('pods', 'shop', first?.metadata.name ?? '');

    await world.until('there are three', () => podsOf(world.cluster, 'web').length === 3);
    expect(podsOf(world.cluster, 'web').filter(isTerminating)).toHaveLength(1);
  });

  it('moves to a new template within its surge, and never has too few pods', async () => {
    reportAllReady(world.cluster);
    addDeployment(world.cluster, { name: 'web', replicas: 4 });
    await world.until('four are ready', () => deployment()?.status?.availableReplicas === 4);
    let fewest = 4;
    let most = 0;
    world.cluster.watch('pods', () => {
      const living = podsOf(world.cluster, 'web').filter((pod) => !isTerminating(pod));
      fewest = Math.min(fewest, living.filter(isReady).length);
    });

    world.cluster.watch('replicasets.apps', () => {
      most = Math.max(
        most,
        sets().reduce((sum, { spec }) => sum + (spec.replicas ?? 0), 0),
      );
    });
    world.cluster.edit<Deployment>('deployments.apps', 'shop', 'web', (draft) => {
      draft.spec.template.metadata = { ...draft.spec.template.metadata, annotations: { restartedAt: 'now' } };
    });
    await world.until('the rollout is complete', () => {
      const status = deployment()?.status;
      return (
        status?.observedGeneration === 2 &&
        status.updatedReplicas === 4 &&
        status.replicas === 4 &&
        status.availableReplicas === 4
      );
    });

    expect(fewest).toBeGreaterThanOrEqual(3);
    expect(most).toBe(5);
    const byRevision = new Map(
      sets().map(({ spec, metadata }) => [
        metadata.annotations?.['deployment.kubernetes.io/revision'],
        spec.replicas,
      ]),
    );
    expect(byRevision).toEqual(
      new Map([
        ['1', 0],
        ['2', 4],
      ]),
    );
    expect(deployment()?.metadata.annotations?.['deployment.kubernetes.io/revision']).toBe('2');
  });

  it('goes back to a former ReplicaSet when the template does', async () => {
    reportAllReady(world.cluster);
    addDeployment(world.cluster, { name: 'web', replicas: 1 });
    await world.until('one is ready', () => deployment()?.status?.availableReplicas === 1);
    const image = (text: string) =>
      world.cluster.edit<Deployment>('deployments.apps', 'shop', 'web', (draft) => {
        draft.spec.template.spec.containers[0]!.image = text;
      });

    image('registry.example/app:2');
    await world.until('the second revision runs', () =>
      sets().some(
        ({ spec, metadata }) =>
          spec.replicas === 0 && metadata.annotations?.['deployment.kubernetes.io/revision'] === '1',
      ),
    );
    image('registry.example/app:1');
    await world.until('the first set is the third revision', () =>
      sets().some(
        ({ spec, metadata }) =>
          spec.replicas === 1 && metadata.annotations?.['deployment.kubernetes.io/revision'] === '3',
      ),
    );

    expect(sets()).toHaveLength(2);
  });

  it('waits for the last old pod before it makes a new one, if it recreates', async () => {
    reportAllReady(world.cluster);
    addDeployment(world.cluster, { name: 'web', replicas: 1, spec: { strategy: { type: 'Recreate' } } });
    await world.until('one is ready', () => deployment()?.status?.availableReplicas === 1);
    const [old] = podsOf(world.cluster, 'web');

    world.cluster.edit<Deployment>('deployments.apps', 'shop', 'web', (draft) => {
      draft.spec.template.spec.containers[0]!.image = 'registry.example/app:2';
    });
    await world.until('the old one terminates', () => podsOf(world.cluster, 'web').some(isTerminating));
    await world.pass(2_000);
    const during = podsOf(world.cluster, 'web').length;
    world.cluster.delete('pods', 'shop', old?.metadata.name ?? '', { graceSeconds: 0 });
    await world.until('the new one is there', () =>
      podsOf(world.cluster, 'web').some((pod) => !isTerminating(pod)),
    );

    expect(during).toBe(1);
  });

  it('follows its size up and down', async () => {
    reportAllReady(world.cluster);
    addDeployment(world.cluster, { name: 'web', replicas: 2 });
    await world.until('two are ready', () => deployment()?.status?.availableReplicas === 2);
    const size = (replicas: number) =>
      world.cluster.edit<Deployment>('deployments.apps', 'shop', 'web', (draft) => {
        draft.spec.replicas = replicas;
      });

    size(5);
    await world.until('five are ready', () => deployment()?.status?.availableReplicas === 5);
    size(1);
    await world.until(
      'one is left',
      () => podsOf(world.cluster, 'web').filter((pod) => !isTerminating(pod)).length === 1,
    );

    expect(sets()).toHaveLength(1);
  });

  it('says that it has timed out when its pods never become ready', async () => {
    addDeployment(world.cluster, { name: 'web', replicas: 1, spec: { progressDeadlineSeconds: 30 } });

    await world.until(
      'the deadline has passed',
      () =>
        deployment()?.status?.conditions?.some(({ reason }) => reason === 'ProgressDeadlineExceeded') ===
        true,
    );
    reportPod(world.cluster, podsOf(world.cluster, 'web')[0]!, 'ready');
    await world.until(
      'it is done all the same',
      () =>
        deployment()?.status?.conditions?.some(({ reason }) => reason === 'NewReplicaSetAvailable') === true,
    );

    expect(deployment()?.status?.conditions?.find(({ type }) => type === 'Progressing')?.status).toBe('True');
  });
});
