import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { GroupState } from '../../src/core/fleet/node-group.ts';
import type { NodeGroups } from '../../src/ports/node-groups.ts';

/**
 * A cloud with a group `workers`: three instances in three zones, at least one and at most six, all booted from version 1
 * (`oldImage`) of a template whose newest version is 2 (`newImage`).
 */
export interface NodeGroupsHarness {
  readonly nodeGroups: NodeGroups;
  readonly oldImage: string;
  readonly newImage: string;
  readonly templateId: string;
  /** Another image, which no template version has; the parameter `/images/next` names it. */
  readonly nextImage: string;
  /** The parameter `/images/new` names `newImage`. */
  setCapacity(available: boolean): void;
  /** A group that EKS owns: the cluster, the group, the node group. */
  readonly managed: { readonly eksCluster: string; readonly autoScalingGroup: string; readonly name: string };
  /** A group behind a load balancer, with one instance. */
  readonly balanced: string;
  /** World time, epoch ms. */
  now(): number;
  /** Lets world time pass until something holds. */
  until(what: string, done: () => Promise<boolean>): Promise<void>;
  close(): Promise<void>;
}

/** What every cloud's side of node groups must do, the one in memory and the real one alike. */
export function describeNodeGroupsContract(name: string, make: () => Promise<NodeGroupsHarness>): void {
  describe(`node groups: ${name}`, () => {
    let harness: NodeGroupsHarness;
    let groups: NodeGroups;

    beforeEach(async () => {
      harness = await make();
      groups = harness.nodeGroups;
    });

    afterEach(async () => {
      await harness.close();
    });

    async function workers(): Promise<GroupState> {
      const group = await groups.describe('workers');
      if (!group) throw new Error('there is no group workers');
      return group;
    }

    it('describes a group', async () => {
      const group = await workers();

      expect(group).toMatchObject({
        name: 'workers',
        minSize: 1,
        maxSize: 6,
        desired: 3,
        mixed: false,
        warmPool: false,
        overrideTemplates: [],
        suspendedProcesses: [],
        template: { id: harness.templateId, version: '$Latest' },
      });
      expect(group.zones).toHaveLength(3);
      expect(new Set(group.instances.map(({ zone }) => zone)).size).toBe(3);
      for (const instance of group.instances)
        expect(instance).toMatchObject({
          lifecycleState: 'InService',
          healthStatus: 'Healthy',
          protectedFromScaleIn: false,
        });
    });

    it('says that there is no such group', async () => {
      expect(await groups.describe('nobody')).toBeUndefined();
    });

    it('tells what instances run, and leaves out those it does not know', async () => {
      const ids = (await workers()).instances.map(({ instanceId }) => instanceId);

      const instances = await groups.instances([...ids, 'i-0123456789abcdef0']);

      expect(instances.map(({ instanceId }) => instanceId).toSorted()).toEqual(ids.toSorted());
      for (const instance of instances) {
        expect(instance).toMatchObject({ imageId: harness.oldImage, state: 'running' });
        expect(instance.privateDnsName).not.toBe('');
      }
      expect(await groups.instances([])).toEqual([]);
    });

    it('tells a managed node group by its name and by its Auto Scaling group', async () => {
      const { eksCluster, autoScalingGroup, name: managedNodeGroup } = harness.managed;
      const owner = { kind: 'managed-node-group', name: managedNodeGroup, eksCluster };

      expect(await groups.owner({ eksCluster, managedNodeGroup })).toEqual(owner);
      expect(await groups.owner({ eksCluster, autoScalingGroup })).toEqual(owner);
      expect(await groups.owner({ autoScalingGroup: 'workers' })).toEqual({ kind: 'self-managed' });
    });

    it('resolves the newest version of the template', async () => {
      expect(await groups.release(await workers(), { kind: 'launch-template' })).toMatchObject({
        imageId: harness.newImage,
        templateId: harness.templateId,
        templateVersion: '2',
      });
    });

    it('resolves a fixed version', async () => {
      const fixed = await groups.release(await workers(), { kind: 'template-version', version: '1' });

      expect(fixed).toMatchObject({ imageId: harness.oldImage, templateVersion: '1' });
      expect(await groups.releaseOfVersion(harness.templateId, '1')).toEqual(fixed);
    });

    it('says that a version is not there', async () => {
      await expect(groups.releaseOfVersion(harness.templateId, '99')).rejects.toMatchObject({
        kind: 'not-found',
      });
    });

    it('resolves a parameter to the version that has its image', async () => {
      expect(await groups.release(await workers(), { kind: 'ssm', parameter: '/images/new' })).toMatchObject({
        imageId: harness.newImage,
        templateVersion: '2',
      });
      await expect(
        groups.release(await workers(), { kind: 'ssm', parameter: '/nobody' }),
      ).rejects.toMatchObject({
        kind: 'not-found',
      });
    });

    it('makes a version for a parameter that has none, once for one token', async () => {
      const source = { kind: 'ssm', parameter: '/images/next' } as const;
      const before = await groups.release(await workers(), source);
      expect(before).toMatchObject({ imageId: harness.nextImage, templateVersion: '2' });

      const make = async (): Promise<string> =>
        groups.createTemplateVersion(
          harness.templateId,
          before.templateVersion,
          harness.nextImage,
          'token-1',
        );
      expect(await make()).toBe('3');
      expect(await make()).toBe('3');

      expect(await groups.release(await workers(), source)).toMatchObject({
        imageId: harness.nextImage,
        templateVersion: '3',
      });
    });

    it('launches from the template when the desired capacity rises', async () => {
      const old = (await workers()).instances.map(({ instanceId }) => instanceId);

      await groups.setDesired('workers', 4);
      await harness.until('the fourth instance is in service', async () => inService(await workers(), 4));

      const fresh = (await workers()).instances.filter(({ instanceId }) => !old.includes(instanceId));
      expect(fresh).toMatchObject([{ templateVersion: '2' }]);
      const [instance] = await groups.instances(fresh.map(({ instanceId }) => instanceId));
      expect(instance).toMatchObject({ imageId: harness.newImage });
    });

    it('refuses a capacity out of bounds, and a group that is not there', async () => {
      await expect(groups.setDesired('workers', 7)).rejects.toMatchObject({ kind: 'invalid' });
      await expect(groups.setDesired('nobody', 1)).rejects.toMatchObject({ kind: 'not-found' });
    });

    it('tells why launches failed, since an instant', async () => {
      harness.setCapacity(false);
      const since = harness.now();
      await groups.setDesired('workers', 4);
      await harness.until(
        'a launch has failed',
        async () => (await groups.failedLaunches('workers', since - 1_000)).length > 0,
      );

      expect((await groups.failedLaunches('workers', since - 1_000))[0]).toContain('capacity');
      expect(await groups.failedLaunches('workers', harness.now() + 3_600_000)).toEqual([]);
    });

    it('suspends processes and resumes them', async () => {
      await groups.suspend('workers', ['Launch', 'AZRebalance']);
      expect((await workers()).suspendedProcesses.toSorted()).toEqual(['AZRebalance', 'Launch']);

      await groups.resume('workers', ['AZRebalance']);
      expect((await workers()).suspendedProcesses).toEqual(['Launch']);
    });

    it('writes tags and takes them away', async () => {
      await groups.tag('workers', { 'drover.dev/desired-before': '3', 'drover.dev/rollout': 'R-AAAAA' });
      expect((await workers()).tags).toMatchObject({
        'drover.dev/desired-before': '3',
        'drover.dev/rollout': 'R-AAAAA',
      });

      await groups.untag('workers', ['drover.dev/rollout', 'drover.dev/never-there']);
      expect((await workers()).tags).not.toHaveProperty(['drover.dev/rollout']);
      expect((await workers()).tags).toHaveProperty(['drover.dev/desired-before']);
    });

    it('names a version of the template', async () => {
      await groups.useTemplateVersion('workers', harness.templateId, '1');

      expect((await workers()).template).toMatchObject({ id: harness.templateId, version: '1' });
    });

    it('ends exactly one instance, and the group gets smaller by it', async () => {
      const [first] = (await workers()).instances;
      const id = first?.instanceId ?? '';

      expect(await groups.terminate('workers', id, true)).toEqual({ kind: 'terminating' });
      await harness.until(
        'it has left the group',
        async () => !(await workers()).instances.some((one) => one.instanceId === id),
      );

      expect((await workers()).desired).toBe(2);
      expect((await workers()).instances).toHaveLength(2);
      expect(await groups.terminate('workers', id, true)).toEqual({ kind: 'gone' });
      expect((await workers()).desired).toBe(2);
    });

    it('takes a second call for what it is while the instance goes', async () => {
      const id = (await workers()).instances[0]?.instanceId ?? '';

      await groups.terminate('workers', id, true);
      const again = await groups.terminate('workers', id, true);

      expect(['terminating', 'gone']).toContain(again.kind);
      expect((await workers()).desired).toBe(2);
    });

    it('replaces an instance that was ended without making the group smaller', async () => {
      const id = (await workers()).instances[0]?.instanceId ?? '';

      await groups.terminate('workers', id, false);
      await harness.until('another one is in service', async () => {
        const group = await workers();
        return inService(group, 3) && !group.instances.some(({ instanceId }) => instanceId === id);
      });

      expect((await workers()).desired).toBe(3);
    });

    it('refuses to make the group smaller than its minimum', async () => {
      await groups.setDesired('workers', 3);
      const [a, b, c] = (await workers()).instances.map(({ instanceId }) => instanceId);
      await groups.terminate('workers', a ?? '', true);
      await groups.terminate('workers', b ?? '', true);

      await expect(groups.terminate('workers', c ?? '', true)).rejects.toMatchObject({ kind: 'invalid' });
    });

    it('says that an instance is not in the group', async () => {
      expect(await groups.terminate('workers', 'i-0123456789abcdef0', true)).toEqual({ kind: 'gone' });
    });

    it('tells whether a load balancer still has an instance', async () => {
      const group = await groups.describe(harness.balanced);
      const id = group?.instances[0]?.instanceId ?? '';
      expect(
        await groups.registration(await workers(), (await workers()).instances[0]?.instanceId ?? ''),
      ).toBe('none');
      expect(await groups.registration(group!, id)).toBe('registered');

      await groups.terminate(harness.balanced, id, true);
      await harness.until(
        'the load balancer has let it go',
        async () => (await groups.registration(group!, id)) === 'none',
      );
    });
  });
}

function inService(group: GroupState, count: number): boolean {
  return group.instances.filter(({ lifecycleState }) => lifecycleState === 'InService').length === count;
}
