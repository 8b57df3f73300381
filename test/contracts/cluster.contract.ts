import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestContext } from 'vitest';
import type { Node } from '../../src/core/fleet/node.ts';
import type { Cluster, ListProgress, NodeTarget, PodTarget } from '../../src/ports/cluster.ts';

export interface PodDraft {
  readonly labels?: Readonly<Record<string, string>>;
  /** The node it is bound to; none: Pending. */
  readonly node?: NodeTarget;
  /** Running and Ready unless told. */
  readonly ready?: boolean;
  readonly phase?: 'Running' | 'Succeeded' | 'Failed' | 'Pending';
}

export interface BudgetDraft {
  readonly app: string;
  readonly minAvailable: number;
  readonly unhealthyPodEvictionPolicy?: string;
}

/** A cluster to try the port on. It uses objects of its own alone: a namespace, and nodes that no kubelet stands behind. */
export interface ClusterHarness {
  readonly cluster: Cluster;
  readonly namespace: string;
  /** Makes a node; its name is made unique, its label `drover.dev/test` is the harness's own. */
  node(name: string, labels?: Readonly<Record<string, string>>): Promise<NodeTarget>;
  readonly ownLabel: string;
  pod(name: string, draft: PodDraft): Promise<PodTarget>;
  /** Takes the pod away at once and makes another of its name. */
  recreate(pod: PodTarget, draft: PodDraft): Promise<PodTarget>;
  /** Makes a budget and waits until it was counted. */
  budget(name: string, draft: BudgetDraft): Promise<void>;
  /** Makes a Deployment without pods. */
  deployment(name: string): Promise<void>;
  /** Taints and annotations of somebody else. */
  meddle(node: NodeTarget, change: { readonly annotation?: string; readonly taint?: string }): Promise<void>;
  /** A namespace that is being deleted and cannot end, with a pod in it. Undefined: not possible here. */
  readonly terminating: (() => Promise<PodTarget>) | undefined;
  /** Stops counting budgets: the next one that is made is never observed. Undefined: not possible here. */
  readonly unobserved: ((name: string, app: string) => Promise<() => Promise<void>>) | undefined;
  /** Refuses evictions by a policy until the answer is called. Undefined: not possible here. */
  readonly denying: ((message: string) => Promise<() => Promise<void>>) | undefined;
  /** Names of nodes of its own that somebody else took away: a cloud's controller may, when no instance stands behind them. */
  vanished(): Promise<readonly string[]>;
  close(): Promise<void>;
}

/** What every cluster must do, the one in memory, the sandbox and a real one alike. */
export function describeClusterContract(name: string, make: () => Promise<ClusterHarness>): void {
  describe(`cluster: ${name}`, () => {
    let harness: ClusterHarness;
    let cluster: Cluster;

    beforeAll(async () => {
      harness = await make();
      cluster = harness.cluster;
    });

    afterAll(async () => {
      await harness.close();
    });

    /** A test that is told as not decided when a node vanished under it: that is the cluster's doing, not the port's. */
    function check(title: string, body: (context: TestContext) => Promise<void>): void {
      // oxlint-disable-next-line vitest/expect-expect -- the body that is handed in asserts
      it(`${title}`, async (context) => {
        try {
          await body(context);
        } catch (error) {
          const vanished = await harness.vanished();
          if (vanished.length === 0) throw error;
          console.log(`not decided, since the cluster took nodes away: ${vanished.join(', ')}`);
          context.skip('a node of this test vanished');
        }
      });
    }

    async function look(target: NodeTarget): Promise<Node> {
      const node = await cluster.getNode(target.name);
      if (!node) throw new Error(`there is no node ${target.name}`);
      return node;
    }

    describe('reading', () => {
      check('tells who the cluster is', async () => {
        const identity = await cluster.identity();

        expect(identity.uid).not.toBe('');
        expect(identity.version.major).toBeGreaterThanOrEqual(1);
        expect(identity.version.minor).toBeGreaterThan(0);
      });

      check('tells its version by itself', async () => {
        expect(await cluster.version()).toEqual((await cluster.identity()).version);
      });

      check('lists names alone', async () => {
        for (const kind of ['configmaps', 'serviceaccounts'] as const)
          for (const name of await cluster.names(kind))
            expect(name).toEqual({ namespace: expect.any(String), name: expect.any(String) });
      });

      check('says what we may do', async () => {
        const questions = [
          { verb: 'patch', group: '', resource: 'nodes' },
          { verb: 'create', group: '', resource: 'pods/eviction' },
          { verb: 'get', group: 'apps', resource: 'deployments' },
        ];

        expect(await cluster.access(questions)).toEqual([
          { verb: 'patch', resource: 'nodes', allowed: true },
          { verb: 'create', resource: 'pods/eviction', allowed: true },
          { verb: 'get', resource: 'deployments.apps', allowed: true },
        ]);
      });

      check('tells how far a list has come', async () => {
        const one = await harness.node('counted', { pool: 'counted' });
        await harness.node('counted-too', { pool: 'counted' });
        const told: ListProgress[] = [];
        const scope = { labelSelector: `${harness.ownLabel},pool=counted` };
        const nodes = await cluster.list('nodes', scope, (progress) => told.push(progress));

        expect(nodes.map(({ metadata }) => metadata.name)).toContain(one.name);
        expect(told.at(-1)).toEqual({ read: 2, left: 0 });
      });

      check('says that nobody has heard of a kind', async () => {
        const listing = cluster.list('targetgroupbindings');

        await expect(listing.catch((error: unknown) => error)).resolves.toSatisfy(
          (answer) => Array.isArray(answer) || (answer as { kind?: string }).kind === 'not-found',
        );
      });

      check('lists nodes by label, without what nobody reads', async () => {
        const one = await harness.node('listed', { pool: 'a' });
        const nodes = await cluster.list('nodes', { labelSelector: `${harness.ownLabel},pool=a` });

        expect(nodes.map(({ metadata }) => metadata.name)).toEqual([one.name]);
        expect(nodes[0]?.metadata).toMatchObject({ uid: one.uid, creationTimestamp: expect.any(String) });
        expect(nodes[0]?.metadata).not.toHaveProperty('managedFields');
        expect(nodes[0]?.status ?? {}).not.toHaveProperty('images');
      });

      check('lists the pods of one node', async () => {
        const [here, there] = [await harness.node('here'), await harness.node('there')];
        const pod = await harness.pod('on-here', { node: here });
        await harness.pod('on-there', { node: there });

        const pods = await cluster.list('pods', { fieldSelector: `spec.nodeName=${here.name}` });

        expect(pods.map(({ metadata }) => metadata.uid)).toEqual([pod.uid]);
        expect(pods[0]?.spec.nodeName).toBe(here.name);
      });

      check('lists the objects of one namespace', async () => {
        const node = await harness.node('namespaced');
        await harness.pod('in-namespace', { node, labels: { app: 'namespaced' } });
        const scope = { namespace: harness.namespace, labelSelector: 'app=namespaced' };

        expect(await cluster.list('pods', scope)).toHaveLength(1);
        expect(await cluster.list('pods', { ...scope, namespace: 'a-namespace-that-nobody-made' })).toEqual(
          [],
        );
      });

      check('says that a node or a workload is not there', async () => {
        expect(await cluster.getNode('a-node-that-nobody-made')).toBeUndefined();
        expect(
          await cluster.getWorkload({ kind: 'Deployment', namespace: harness.namespace, name: 'nobody' }),
        ).toBeUndefined();
      });

      check(
        'knows no workload of a kind that drover does not know: pods may be owned by anything',
        async () => {
          for (const kind of ['CronJob', 'Cluster'])
            expect(
              await cluster.getWorkload({ kind, namespace: harness.namespace, name: 'nightly' }),
            ).toBeUndefined();
        },
      );

      check('reads a workload, and lists it with its kind', async () => {
        await harness.deployment('web');

        const found = await cluster.getWorkload({
          kind: 'Deployment',
          namespace: harness.namespace,
          name: 'web',
        });
        const [listed] = await cluster.list('deployments', { namespace: harness.namespace });

        expect(found).toMatchObject({ kind: 'Deployment', apiVersion: 'apps/v1', spec: { replicas: 0 } });
        expect(listed).toMatchObject({
          kind: 'Deployment',
          apiVersion: 'apps/v1',
          metadata: { name: 'web' },
        });
      });
    });

    describe('editing a node', () => {
      check('cordons and uncordons it', async () => {
        const target = await harness.node('cordoned');

        expect(await cluster.editNode(target, { unschedulable: true })).toEqual({ kind: 'done' });
        expect((await look(target)).spec?.unschedulable).toBe(true);
        expect(await cluster.editNode(target, { unschedulable: false })).toEqual({ kind: 'done' });
        expect((await look(target)).spec?.unschedulable ?? false).toBe(false);
      });

      check('writes annotations and labels, takes its own away, and leaves those of others', async () => {
        const target = await harness.node('annotated', { theirs: 'stays' });
        await harness.meddle(target, { annotation: 'theirs.example.com/a' });

        await edit(target, {
          annotations: { 'drover.dev/rollout': 'R-AAAAA', 'drover.dev/epoch': '7' },
          labels: { 'node.kubernetes.io/exclude-from-external-load-balancers': 'true' },
        });
        expect((await look(target)).metadata).toMatchObject({
          annotations: {
            'drover.dev/rollout': 'R-AAAAA',
            'drover.dev/epoch': '7',
            'theirs.example.com/a': expect.any(String),
          },
          labels: { theirs: 'stays', 'node.kubernetes.io/exclude-from-external-load-balancers': 'true' },
        });

        await edit(target, {
          annotations: { 'drover.dev/rollout': null, 'drover.dev/never-there': null },
          labels: { 'node.kubernetes.io/exclude-from-external-load-balancers': null },
        });
        const { metadata } = await look(target);
        expect(metadata.annotations).not.toHaveProperty(['drover.dev/rollout']);
        expect(metadata.annotations).toMatchObject({
          'drover.dev/epoch': '7',
          'theirs.example.com/a': expect.any(String),
        });
        expect(metadata.labels).not.toHaveProperty([
          'node.kubernetes.io/exclude-from-external-load-balancers',
        ]);
      });

      check('adds and removes its taint beside those of others', async () => {
        const target = await harness.node('tainted');
        await harness.meddle(target, { taint: 'theirs.example.com/t' });
        const ours = { key: 'drover.dev/retiring', value: 'true', effect: 'PreferNoSchedule' };
        const keys = async (): Promise<readonly string[]> =>
          (await look(target)).spec?.taints?.map(({ key }) => key) ?? [];

        await edit(target, { addTaints: [ours] });
        await edit(target, { addTaints: [ours] });
        expect((await keys()).filter((key) => key === ours.key)).toHaveLength(1);
        expect(await keys()).toContain('theirs.example.com/t');

        await edit(target, { removeTaints: [ours.key] });
        expect(await keys()).not.toContain(ours.key);
        expect(await keys()).toContain('theirs.example.com/t');
      });

      check('does nothing where there is nothing to do', async () => {
        const target = await harness.node('same');
        await edit(target, { annotations: { 'drover.dev/epoch': '1' } });

        expect(
          await cluster.editNode(target, { unschedulable: false, annotations: { 'drover.dev/epoch': '1' } }),
        ).toEqual({ kind: 'done' });
        expect((await look(target)).metadata.annotations).toMatchObject({ 'drover.dev/epoch': '1' });
      });

      check(
        'of several edits at once does each whole, or says that it is stale and does nothing of it',
        async () => {
          const target = await harness.node('contested');
          const keys = ['a', 'b', 'c', 'd'].map((key) => `drover.dev/${key}`);

          const outcomes = await Promise.all(
            keys.map(async (key) => cluster.editNode(target, { annotations: { [key]: '1' } })),
          );

          const { annotations } = (await look(target)).metadata;
          const done = keys.filter((_, index) => outcomes[index]?.kind === 'done');
          expect(outcomes.every(({ kind }) => kind === 'done' || kind === 'stale')).toBe(true);
          expect(done.length).toBeGreaterThan(0);
          expect(keys.filter((key) => annotations?.[key] === '1')).toEqual(done);
        },
      );

      check('leaves a node alone that only has the name', async () => {
        const target = await harness.node('renamed');

        const outcome = await cluster.editNode(
          { ...target, uid: '00000000-0000-0000-0000-000000000000' },
          { unschedulable: true },
        );

        expect(outcome).toEqual({ kind: 'replaced' });
        expect((await look(target)).spec?.unschedulable ?? false).toBe(false);
      });

      check('says that the node is gone', async () => {
        expect(
          await cluster.editNode({ name: 'a-node-that-nobody-made', uid: 'x' }, { unschedulable: true }),
        ).toEqual({ kind: 'gone' });
      });
    });

    describe('evicting a pod', () => {
      check('lets a pod go that no budget covers, and again while it goes', async () => {
        const pod = await harness.pod('free', { node: await harness.node('free-node') });

        expect(await cluster.evict(pod)).toEqual({ kind: 'evicted' });
        expect(['evicted', 'gone']).toContain((await cluster.evict(pod)).kind);
      });

      check('says that there is no such pod', async () => {
        expect(await cluster.evict({ namespace: harness.namespace, name: 'nobody', uid: 'x' })).toEqual({
          kind: 'gone',
        });
      });

      check(
        'leaves a pod alone that only has the name, and says how long the budget lacks a token',
        async () => {
          const node = await harness.node('renamed-pod');
          const old = await harness.pod('again', { node });
          await harness.recreate(old, { node });

          expect(await cluster.evict(old)).toEqual({ kind: 'replaced', tokenSpentMs: 120_000 });
          const pods = await cluster.list('pods', { fieldSelector: `spec.nodeName=${node.name}` });
          expect(pods[0]?.metadata.deletionTimestamp).toBeUndefined();
        },
      );

      check('is refused by a full budget, by its name', async () => {
        const node = await harness.node('full');
        const pod = await harness.pod('full-1', { node, labels: { app: 'full' } });
        await harness.budget('full', { app: 'full', minAvailable: 1 });

        expect(await cluster.evict(pod)).toEqual({
          kind: 'blocked',
          budget: 'full',
          message: expect.stringContaining('full'),
        });
      });

      check('spends the one token of a budget, and is refused then', async () => {
        const node = await harness.node('one-token');
        const [first, second] = [
          await harness.pod('token-1', { node, labels: { app: 'token' } }),
          await harness.pod('token-2', { node, labels: { app: 'token' } }),
        ];
        await harness.budget('token', { app: 'token', minAvailable: 1 });

        expect(await cluster.evict(first)).toEqual({ kind: 'evicted' });
        expect(await cluster.evict(second)).toMatchObject({ kind: 'blocked', budget: 'token' });
      });

      check('loses the token of a budget to a uid that does not fit: a wait, not a deadlock', async () => {
        const node = await harness.node('lost-token');
        const labels = { app: 'lost' };
        const old = await harness.pod('lost-1', { node, labels });
        const other = await harness.pod('lost-2', { node, labels });
        await harness.recreate(old, { node, labels });
        await harness.budget('lost', { app: 'lost', minAvailable: 1 });

        const outcome = await cluster.evict(old);
        expect(outcome).toEqual({ kind: 'replaced', tokenSpentMs: 120_000 });
        expect(await cluster.evict(other)).toMatchObject({ kind: 'blocked', budget: 'lost' });
      });

      check('is refused when two budgets cover the pod', async () => {
        const pod = await harness.pod('twice-1', {
          node: await harness.node('twice'),
          labels: { app: 'twice' },
        });
        await harness.budget('twice-a', { app: 'twice', minAvailable: 0 });
        await harness.budget('twice-b', { app: 'twice', minAvailable: 0 });

        expect(await cluster.evict(pod)).toMatchObject({ kind: 'several-budgets' });
      });

      check('takes a finished pod away whatever a budget says', async () => {
        const node = await harness.node('finished');
        const pod = await harness.pod('finished-1', {
          node,
          labels: { app: 'finished' },
          phase: 'Succeeded',
        });
        await harness.budget('finished', { app: 'finished', minAvailable: 1 });

        expect(await cluster.evict(pod)).toEqual({ kind: 'evicted' });
        expect(await cluster.list('pods', { fieldSelector: `spec.nodeName=${node.name}` })).toEqual([]);
      });

      check('lets an unready pod go under AlwaysAllow', async () => {
        const pod = await harness.pod('unready-1', {
          node: await harness.node('unready'),
          labels: { app: 'unready' },
          ready: false,
        });
        await harness.budget('unready', {
          app: 'unready',
          minAvailable: 1,
          unhealthyPodEvictionPolicy: 'AlwaysAllow',
        });

        expect(await cluster.evict(pod)).toEqual({ kind: 'evicted' });
      });

      check('tells a namespace that is being deleted', async ({ skip }) => {
        if (!harness.terminating) return skip('needs more than a namespace and nodes of its own');
        expect(await cluster.evict(await harness.terminating())).toEqual({ kind: 'namespace-terminating' });
      });

      check('tells a budget that is never observed from a full one', async ({ skip }) => {
        if (!harness.unobserved) return skip('needs more than a namespace and nodes of its own');
        const pod = await harness.pod('unseen-1', {
          node: await harness.node('unseen'),
          labels: { app: 'unseen' },
        });
        const undo = await harness.unobserved('unseen', 'unseen');

        const outcome = await cluster.evict(pod);

        await undo();
        expect(outcome).toMatchObject({ kind: 'not-observed', budget: 'unseen', retryAfterMs: 10_000 });
      });

      check('tells a policy that refuses', async ({ skip }) => {
        if (!harness.denying) return skip('needs more than a namespace and nodes of its own');
        const pod = await harness.pod('denied-1', { node: await harness.node('denied') });
        const undo = await harness.denying('the brake is pulled');

        const outcome = await cluster.evict(pod);

        await undo();
        expect(outcome).toMatchObject({
          kind: 'denied',
          message: expect.stringContaining('the brake is pulled'),
        });
      });
    });

    /** As the engine does: what changed meanwhile is looked at again. */
    async function edit(target: NodeTarget, change: Parameters<Cluster['editNode']>[1]): Promise<void> {
      for (let tries = 0; tries < 20; tries++) {
        const { kind } = await cluster.editNode(target, change);
        if (kind === 'done') return;
        if (kind !== 'stale') throw new Error(`the edit was answered with ${kind}`);
      }
      throw new Error('the node is never left in peace');
    }
  });
}
