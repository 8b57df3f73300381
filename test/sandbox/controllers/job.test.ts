import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Job } from '../../../src/sandbox/controllers/kinds/job.ts';
import type { Pod } from '../../../src/sandbox/controllers/kinds/pod.ts';
import { aClusterWorld, addNode, aPodSpec, podsOf, reportPod, type ClusterWorld } from './a-cluster-world.ts';

describe('a Job', () => {
  let world: ClusterWorld;
  beforeEach(() => {
    world = aClusterWorld();
    addNode(world.cluster, { name: 'n1' });
  });
  afterEach(() => world.stop());

  const add = (spec: Record<string, unknown> = {}) =>
    world.cluster.create('jobs.batch', {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: { name: 'once', namespace: 'shop' },
      spec: {
        template: { metadata: { labels: { app: 'once' } }, spec: { ...aPodSpec(), restartPolicy: 'Never' } },
        ...spec,
      },
    });
  const job = () => world.cluster.get<Job>('jobs.batch', 'shop', 'once');
  const pods = () => podsOf(world.cluster, 'once');
  const ended = (type: string) => job()?.status?.conditions?.find((condition) => condition.type === type);
  const newPod = async (known: readonly Pod[] = []) => {
    const uids = new Set(known.map(({ metadata }) => metadata.uid));
    const isNew = ({ metadata, spec }: Pod) => !uids.has(metadata.uid) && spec.nodeName !== undefined;
    await world.until('a new pod has a node', () => pods().some(isNew));
    return pods().find(isNew)!;
  };

  it('makes a pod that it keeps until it has counted it, and is complete when the pod has succeeded', async () => {
    add();
    const pod = await newPod();
    const finalizers = pod.metadata.finalizers;

    reportPod(world.cluster, pod, 'Succeeded');
    await world.until('it is complete', () => ended('Complete')?.status === 'True');

    expect(finalizers).toEqual(['batch.kubernetes.io/job-tracking']);
    expect(pod.metadata.labels?.['batch.kubernetes.io/job-name']).toBe('once');
    expect(job()?.status?.succeeded).toBe(1);
    expect(job()?.status?.completionTime).toBeDefined();
    expect(pods()[0]?.metadata.finalizers).toBeUndefined();
  });

  it('tries again after a failure, each time later, until its limit', async () => {
    add({ backoffLimit: 1 });
    const first = await newPod();

    const replaced = world.instantOf('pods', ({ type }) => type === 'ADDED');
    const failed = world.clock.now();
    reportPod(world.cluster, first, 'Failed');
    const waited = (await replaced()) - failed;
    const second = await newPod([first]);
    reportPod(world.cluster, second, 'Failed');
    await world.until('it has failed', () => ended('Failed')?.status === 'True');

    expect(waited).toBeGreaterThanOrEqual(9_000);
    expect(waited).toBeLessThan(11_000);
    expect(ended('Failed')?.reason).toBe('BackoffLimitExceeded');
    expect(job()?.status?.failed).toBe(2);
  });

  it('does not count a pod that was disrupted if its policy says so', async () => {
    const rules = [{ action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] }];
    add({ backoffLimit: 0, podFailurePolicy: { rules } });
    const pod = await newPod();

    world.cluster.edit<Pod>('pods', 'shop', pod.metadata.name, (draft) => {
      draft.status = {
        ...draft.status,
        phase: 'Failed',
        conditions: [{ type: 'DisruptionTarget', status: 'True' }],
      };
    });
    await newPod([pod]);

    expect(ended('Failed')).toBeUndefined();
    expect(job()?.status?.failed).toBeUndefined();
  });

  it('runs as many at a time as it may, and as many in all as it must', async () => {
    add({ completions: 3, parallelism: 2 });
    await world.until('two run', () => pods().filter(({ spec }) => spec.nodeName).length === 2);
    await world.pass(2_000);
    const atOnce = pods().length;

    for (const pod of pods()) reportPod(world.cluster, pod, 'Succeeded');
    await world.until('the third runs', () =>
      pods().some(({ status, spec }) => status?.phase === 'Pending' && spec.nodeName),
    );
    for (const pod of pods()) reportPod(world.cluster, pod, 'Succeeded');
    await world.until('it is complete', () => ended('Complete')?.status === 'True');

    expect(atOnce).toBe(2);
    expect(pods()).toHaveLength(3);
  });

  it('takes its pods away while it is suspended, and starts its clock anew when it goes on', async () => {
    add();
    const first = await newPod();
    const started = job()?.status?.startTime;
    const suspend = (isSuspended: boolean) =>
      world.cluster.edit<Job>('jobs.batch', 'shop', 'once', (draft) => {
        draft.spec.suspend = isSuspended;
      });

    suspend(true);
    await world.until('it says so', () => ended('Suspended')?.status === 'True');
    await world.until('its pod goes', () => pods().every(({ metadata }) => metadata.deletionTimestamp));
    await world.pass(5_000);
    suspend(false);
    await newPod([first]);
    await world.until('it says so', () => ended('Suspended')?.status === 'False');

    expect(ended('Suspended')?.reason).toBe('JobResumed');
    expect(job()?.status?.startTime).not.toBe(started);
  });

  it('ends when it has been active for too long', async () => {
    add({ activeDeadlineSeconds: 20 });
    await newPod();

    await world.until('it has failed', () => ended('Failed')?.status === 'True');

    expect(ended('Failed')?.reason).toBe('DeadlineExceeded');
  });
});
