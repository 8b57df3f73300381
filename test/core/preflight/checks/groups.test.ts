import { describe, expect, it } from 'vitest';
import { aPod } from '../../../fakes/builders/a-pod.ts';
import { aSnapshot } from '../../../fakes/builders/a-snapshot.ts';
import { aZonalVolume } from '../../../fakes/builders/a-volume.ts';
import { aWorkload, running } from '../../../fakes/builders/a-workload.ts';
import { inspectOne, said } from '../inspect-one.ts';

const GROUP = 'AutoScalingGroup/workers-asg';

describe('asg-suspended', () => {
  it.each(['Launch', 'Terminate'])('blocks a rollout while %s is suspended', (process) => {
    const snapshot = aSnapshot({ group: { suspendedProcesses: [process] } });
    expect(said('asg-suspended', snapshot)).toEqual([`blocker ${GROUP}`]);
    expect(inspectOne('asg-suspended', snapshot).findings[0]?.fix).toContain(
      `--scaling-processes ${process}`,
    );
  });

  it('warns of the others, apart from the one that drover suspends itself', () => {
    const suspendedProcesses = ['HealthCheck', 'AddToLoadBalancer', 'AZRebalance'];
    const [finding] = inspectOne('asg-suspended', aSnapshot({ group: { suspendedProcesses } })).findings;
    expect(finding?.severity).toBe('warning');
    expect(finding?.message).not.toContain('AZRebalance');
    expect(said('asg-suspended', aSnapshot({ group: { suspendedProcesses: ['AZRebalance'] } }))).toEqual([]);
  });
});

describe('asg-no-headroom', () => {
  it('blocks where MaxSize leaves no room for the surge, and says what to set', () => {
    const [finding] = inspectOne('asg-no-headroom', aSnapshot({ group: { maxSize: 3 } })).findings;
    expect(finding).toMatchObject({ severity: 'blocker', objects: [GROUP] });
    expect(finding?.fix).toContain('--max-size 4');
    expect(said('asg-no-headroom', aSnapshot({ group: { maxSize: 4 } }), { surge: 2 })).toHaveLength(1);
  });

  it('counts the surge that bound volumes ask for', () => {
    const pods = [aPod({ claims: ['data'] })];
    const snapshot = aSnapshot({ pods, group: { maxSize: 5 }, read: aZonalVolume({ claim: 'data' }) });
    expect(inspectOne('asg-no-headroom', snapshot).findings[0]?.message).toContain('needs 3 more');
  });

  it('is quiet where there is room, and where nothing is to be replaced', () => {
    expect(said('asg-no-headroom', aSnapshot({ group: { maxSize: 4 } }))).toEqual([]);
    const images = { n1: 'ami-new', n2: 'ami-new', n3: 'ami-new' };
    expect(said('asg-no-headroom', aSnapshot({ group: { maxSize: 3 }, images }))).toEqual([]);
  });

  it('is skipped without AWS', () => {
    const group = { kind: 'skipped', reason: 'no AWS' } as const;
    expect(inspectOne('asg-no-headroom', aSnapshot({ readings: { group } })).skipped).toHaveLength(1);
  });
});

describe('ca-racing', () => {
  const containers = [{ name: 'ca', image: 'registry.k8s.io/autoscaling/cluster-autoscaler:v1.32.1' }];
  const autoscaler = aWorkload({ name: 'scaler', namespace: 'kube-system', template: { containers } });

  it('warns of one that runs, whatever its Deployment is called', () => {
    const snapshot = aSnapshot({ running: [running(autoscaler, [])] });
    expect(said('ca-racing', snapshot)).toEqual(['warning Deployment/kube-system/scaler']);
  });

  it('is quiet about one that is scaled to zero, and about the one that scales DNS', () => {
    const idle = { ...autoscaler, spec: { ...autoscaler.spec, replicas: 0 } };
    const proportional = aWorkload({ name: 'cluster-proportional-autoscaler' });
    expect(said('ca-racing', aSnapshot({ running: [running(idle, []), running(proportional, [])] }))).toEqual(
      [],
    );
  });

  it('mentions a tag without an autoscaler, which may run outside the cluster', () => {
    const tags = { 'k8s.io/cluster-autoscaler/enabled': 'true' };
    expect(said('ca-racing', aSnapshot({ group: { tags } }))).toEqual([`info ${GROUP}`]);
  });
});

describe('owned-by-another', () => {
  it.each([
    [{ kind: 'managed-node-group', name: 'mng' } as const, 'mng', '--cluster-name prod --nodegroup-name mng'],
    [
      { kind: 'managed-node-group', name: 'mng', eksCluster: 'acme-prod-1' } as const,
      'mng',
      'aws eks update-nodegroup-version --cluster-name acme-prod-1 --nodegroup-name mng',
    ],
    [{ kind: 'karpenter', nodePool: 'default' } as const, 'default', 'EC2NodeClass'],
    [{ kind: 'fargate' } as const, 'Fargate', 'Restart'],
    [{ kind: 'auto-mode' } as const, 'Auto Mode', 'expireAfter'],
  ])('blocks a group of %j, names the owner and what to do', (owner, name, todo) => {
    const [finding] = inspectOne('owned-by-another', aSnapshot({ read: { owner } })).findings;
    expect(finding).toMatchObject({ severity: 'blocker', message: expect.stringContaining(name) });
    expect(finding?.fix).toContain(todo);
  });

  it('is quiet about a group of our own', () => {
    expect(said('owned-by-another', aSnapshot())).toEqual([]);
  });
});

describe('own-node-single-engine', () => {
  it('warns where the only engine runs on a node of the group, and names it', () => {
    expect(said('own-node-single-engine', aSnapshot({ ownNode: 'n2', ownReplicas: 1 }))).toEqual([
      'warning Node/n2',
    ]);
  });

  it('is quiet with a standby, on a node of another group, and outside the cluster', () => {
    expect(said('own-node-single-engine', aSnapshot({ ownNode: 'n2', ownReplicas: 2 }))).toEqual([]);
    expect(
      said('own-node-single-engine', aSnapshot({ ownNode: 'n2', ownReplicas: 1, targets: ['n1'] })),
    ).toEqual([]);
    expect(said('own-node-single-engine', aSnapshot())).toEqual([]);
  });
});

describe('a reading of AWS that failed', () => {
  it('leaves what depends on it unknown', () => {
    const readings = {
      group: { kind: 'unread', reason: 'throttled' },
    } as const;
    expect(said('asg-suspended', aSnapshot({ readings }))).toEqual(['unknown']);
    expect(said('unplaceable', aSnapshot({ readings }))).toEqual(['unknown']);
  });
});
