import { describe, expect, it } from 'vitest';
import type { Readings } from '../../../../src/core/fleet/fleet-snapshot.ts';
import type { GroupActivity } from '../../../../src/core/fleet/group-activity.ts';
import { read } from '../../../../src/core/fleet/reading.ts';
import { aNode } from '../../../fakes/builders/a-node.ts';
import { aRelease, aSnapshot, TAKEN_AT } from '../../../fakes/builders/a-snapshot.ts';
import { aWorkload, running } from '../../../fakes/builders/a-workload.ts';
import { inspectOne, said } from '../inspect-one.ts';

const GROUP = 'AutoScalingGroup/workers-asg';

function withReadings(readings: Partial<Readings>) {
  return aSnapshot({ readings });
}

function withActivity(activity: Partial<GroupActivity>) {
  const none = { refreshes: [], hooks: [], scheduled: [], launches: [], warmInstances: [] };
  return withReadings({ activity: read({ ...none, ...activity }) });
}

describe('what EKS says', () => {
  const cluster = (change: object) =>
    said(
      'cluster-not-active',
      withReadings({ eksCluster: read({ status: 'ACTIVE', issues: [], updates: [], ...change }) }),
    );
  const group = (change: object) =>
    said(
      'nodegroup-status',
      withReadings({
        managedGroup: read({ name: 'mng', status: 'ACTIVE', issues: [], autoRepair: false, ...change }),
      }),
    );

  it('cluster-not-active blocks while EKS is at work, but not for a small add-on', () => {
    expect(cluster({ status: 'UPDATING' })).toEqual(['blocker EksCluster/prod']);
    expect(
      cluster({ issues: [{ code: 'Ec2SubnetNotFound', message: 'gone', resourceIds: [] }] }),
    ).toHaveLength(1);
    expect(cluster({ updates: [{ type: 'AddonUpdate', addon: 'vpc-cni' }] })).toEqual([
      'blocker EksCluster/prod',
    ]);
    expect(cluster({ updates: [{ type: 'AddonUpdate', addon: 'adot' }] })).toEqual([
      'warning EksCluster/prod',
    ]);
    expect(cluster({})).toEqual([]);
  });

  it('nodegroup-status tells issues that stop launches from others', () => {
    const issue = (code: string) => ({ issues: [{ code, message: 'x', resourceIds: [] }] });
    expect(group({ status: 'UPDATING' })).toEqual(['blocker ManagedNodeGroup/mng']);
    expect(group({ status: 'DEGRADED', ...issue('AsgInstanceLaunchFailures') })).toEqual([
      'blocker ManagedNodeGroup/mng',
    ]);
    expect(group({ status: 'DEGRADED', ...issue('IamLimitExceeded') })).toEqual([
      'warning ManagedNodeGroup/mng',
    ]);
    expect(group({})).toEqual([]);
  });

  it('other-actuator warns of node auto repair', () => {
    const managedGroup = read({ name: 'mng', status: 'ACTIVE', issues: [], autoRepair: true });
    expect(said('other-actuator', withReadings({ managedGroup }))).toEqual(['warning ManagedNodeGroup/mng']);
  });

  it('mng-drain-window warns of a node that outlasts EKS, in its groups alone', () => {
    const nodes = ['n1', 'n2', 'n3'].map((name) => aNode({ name }));
    const slow = running(aWorkload(), ['n1'], { spec: { terminationGracePeriodSeconds: 1200 } });
    const owned = (kind: 'managed-node-group' | 'self-managed') =>
      aSnapshot({
        nodes,
        running: [slow],
        read: { owner: kind === 'self-managed' ? { kind } : { kind, name: 'mng' } },
      });
    expect(said('mng-drain-window', owned('managed-node-group'))).toEqual(['warning Node/n1']);
    expect(said('mng-drain-window', owned('self-managed'))).toEqual([]);
  });
});

describe('what else acts on the group', () => {
  it('instance-refresh-active blocks while one is under way', () => {
    expect(
      said('instance-refresh-active', withActivity({ refreshes: [{ id: 'r', status: 'InProgress' }] })),
    ).toEqual([`blocker ${GROUP}`]);
    expect(
      said('instance-refresh-active', withActivity({ refreshes: [{ id: 'r', status: 'Successful' }] })),
    ).toEqual([]);
    expect(inspectOne('instance-refresh-active', aSnapshot()).skipped).toHaveLength(1);
  });

  it('asg-scheduled-action warns of one within the run', () => {
    const at = (hours: number) =>
      withActivity({ scheduled: [{ name: 'night', at: TAKEN_AT + hours * 3_600_000 }] });
    expect(said('asg-scheduled-action', at(2))).toHaveLength(1);
    expect(said('asg-scheduled-action', at(20))).toEqual([]);
    expect(said('asg-scheduled-action', at(-1))).toEqual([]);
  });

  it('lifecycle-hook warns of a wait at the end of an instance', () => {
    const hook = (transition: string) =>
      withActivity({ hooks: [{ name: 'h', transition, heartbeatSeconds: 600 }] });
    expect(said('lifecycle-hook', hook('autoscaling:EC2_INSTANCE_TERMINATING'))).toHaveLength(1);
    expect(said('lifecycle-hook', hook('autoscaling:EC2_INSTANCE_LAUNCHING'))).toEqual([]);
  });

  it('recent-launch-failures blocks, unless later launches of that zone succeeded', () => {
    const failed = {
      at: TAKEN_AT - 60_000,
      succeeded: false,
      zone: 'a',
      message: 'InsufficientInstanceCapacity',
    };
    const later = { at: TAKEN_AT, succeeded: true, message: 'ok' };
    expect(said('recent-launch-failures', withActivity({ launches: [failed] }))).toEqual([
      `blocker ${GROUP}`,
    ]);
    expect(
      said('recent-launch-failures', withActivity({ launches: [failed, { ...later, zone: 'b' }] })),
    ).toEqual([`blocker ${GROUP}`]);
    expect(
      said('recent-launch-failures', withActivity({ launches: [{ ...later, zone: 'a' }, failed] })),
    ).toEqual([`warning ${GROUP}`]);
    expect(said('recent-launch-failures', withActivity({ launches: [later] }))).toEqual([]);
  });

  it('warm-pool-stale-ami blocks old instances, and a pool that nobody looked into', () => {
    const pool = (warmInstances: GroupActivity['warmInstances']) =>
      said(
        'warm-pool-stale-ami',
        aSnapshot({
          group: { warmPool: true },
          readings: {
            ...withActivity({ warmInstances }).readings,
            ...aSnapshot({ group: { warmPool: true } }).readings,
          },
        }),
      );
    expect(pool([{ instanceId: 'i-1', templateVersion: '7' }])).toEqual([`blocker ${GROUP}`]);
    expect(pool([{ instanceId: 'i-1', templateVersion: '8' }])).toEqual([]);
    expect(said('warm-pool-stale-ami', aSnapshot({ group: { warmPool: true } }))).toEqual([
      `blocker ${GROUP}`,
    ]);
    expect(said('warm-pool-stale-ami', aSnapshot())).toEqual([]);
  });
});

describe('what the group launches', () => {
  it('blocks a launch configuration, and templates of its own for some types', () => {
    const { template: _, ...plain } = groupOf();
    expect(said('launch-configuration', withReadings({ group: read(plain) }))).toEqual([`blocker ${GROUP}`]);
    expect(said('launch-configuration', aSnapshot())).toEqual([]);
    expect(
      said('lt-override-ami', aSnapshot({ group: { mixed: true, overrideTemplates: ['lt-2'] } })),
    ).toEqual([`blocker ${GROUP}`]);
    expect(said('lt-override-ami', aSnapshot({ group: { mixed: true } }))).toEqual([]);
  });

  it('mentions a floating version, one instance type alone, and code that will set it back', () => {
    const template = { id: 'lt-1', name: 'workers', version: '$Latest' };
    expect(said('lt-floating', aSnapshot({ group: { template } }))).toEqual([`info ${GROUP}`]);
    expect(said('lt-floating', aSnapshot())).toEqual([]);
    expect(said('capacity-single-type', aSnapshot())).toEqual([`info ${GROUP}`]);
    expect(said('capacity-single-type', aSnapshot({ group: { mixed: true } }))).toEqual([]);
    expect(
      said('iac-drift', aSnapshot({ group: { tags: { 'aws:cloudformation:stack-name': 's' } } })),
    ).toEqual([`info ${GROUP}`]);
    expect(said('iac-drift', aSnapshot({ group: { tags: { team: 'x' } } }))).toEqual([]);
  });

  it('ami-target blocks an image that cannot be used, and warns of a deprecated one', () => {
    const image = (change: object) =>
      said(
        'ami-target',
        withReadings({
          image: read({ imageId: 'ami-new', state: 'available', architecture: 'x86_64', ...change }),
        }),
      );
    expect(image({ state: 'deregistered' })).toEqual(['blocker Image/ami-new']);
    expect(image({ architecture: 'arm64' })).toEqual(['blocker Image/ami-new']);
    expect(image({ deprecatedAt: TAKEN_AT - 1 })).toEqual(['warning Image/ami-new']);
    expect(image({ deprecatedAt: TAKEN_AT + 1 })).toEqual([]);
    const arm = aSnapshot({ read: { release: { ...aRelease, architecture: 'arm64' } } });
    expect(said('ami-target', arm)).toEqual(['blocker Image/ami-new']);
  });

  it("ami-family-change blocks another operating system, and guesses nothing from a name of one's own", () => {
    const named = (imageName: string) =>
      said('ami-family-change', aSnapshot({ read: { release: { ...aRelease, imageName } } }));
    expect(named('bottlerocket-aws-k8s-1.32-x86_64')).toEqual(['blocker Image/ami-new']);
    expect(named('amazon-eks-node-1.32-v20261101')).toEqual(['blocker Image/ami-new']);
    expect(named('amazon-eks-node-al2023-x86_64-standard-1.32-v20261101')).toEqual([]);
    expect(named('our-golden-image')).toEqual([]);
  });

  it('imds-hop mentions pods that could not reach the metadata', () => {
    const template = (hopLimit: number) => ({ template: read({ httpTokens: 'required', hopLimit }) });
    const web = running(aWorkload(), ['n1']);
    expect(said('imds-hop', aSnapshot({ running: [web], readings: template(1) }))).toHaveLength(1);
    expect(said('imds-hop', aSnapshot({ running: [web], readings: template(2) }))).toEqual([]);
    const host = running(aWorkload(), ['n1'], { spec: { hostNetwork: true } });
    expect(said('imds-hop', aSnapshot({ running: [host], readings: template(1) }))).toEqual([]);
  });
});

describe('what is left of AWS', () => {
  it('subnet-ips looks zone by zone', () => {
    const subnets = (...free: number[]) =>
      said(
        'subnet-ips',
        withReadings({
          subnets: read(
            free.map((freeAddresses, index) => ({ id: `s${index}`, zone: `z${index}`, freeAddresses })),
          ),
        }),
      );
    expect(subnets(100, 0)).toEqual(['blocker Subnet/s1']);
    expect(subnets(100, 100)).toEqual([]);
  });

  it('vcpu-quota counts the surge, not a percentage', () => {
    const quota = (used: number) =>
      said(
        'vcpu-quota',
        withReadings({ vcpuQuotas: read([{ code: 'L-1216C47A', limit: 100, used, perInstance: 4 }]) }),
      );
    expect(quota(97)).toEqual(['blocker Quota/L-1216C47A']);
    expect(quota(96)).toEqual([]);
  });

  it('vcpu-quota warns where a mixed group has room under another quota, and blocks where it has none', () => {
    const quotas = (...used: readonly number[]) =>
      said(
        'vcpu-quota',
        withReadings({
          vcpuQuotas: read(
            used.map((each, index) => ({ code: `L-${index}`, limit: 100, used: each, perInstance: 4 })),
          ),
        }),
      );
    expect(quotas(100, 0)).toEqual(['warning Quota/L-0']);
    expect(quotas(100, 100)).toEqual(['blocker Quota/L-0', 'blocker Quota/L-1']);
    expect(quotas()).toEqual([]);
  });

  it('rbac-self-check blocks a missing write, and warns of a missing read', () => {
    const denied = (verb: string) =>
      said(
        'rbac-self-check',
        withReadings({ access: read([{ verb, resource: 'pods/eviction', allowed: false }]) }),
      );
    expect(denied('create')).toEqual(['blocker Resource/pods/eviction']);
    expect(denied('list')).toEqual(['warning Resource/pods/eviction']);
    expect(
      said(
        'rbac-self-check',
        withReadings({ access: read([{ verb: 'create', resource: 'pods/eviction', allowed: true }]) }),
      ),
    ).toEqual([]);
  });
});

function groupOf() {
  const { group } = aSnapshot().readings;
  if (group.kind !== 'read') throw new Error('the builder reads a group');
  return group.value;
}
