import { describe, expect, it } from 'vitest';
import { aBudget } from '../../../fakes/builders/a-budget.ts';
import { aNode } from '../../../fakes/builders/a-node.ts';
import { aPod } from '../../../fakes/builders/a-pod.ts';
import { aSnapshot } from '../../../fakes/builders/a-snapshot.ts';
import { aZonalVolume } from '../../../fakes/builders/a-volume.ts';
import { aWorkload, running } from '../../../fakes/builders/a-workload.ts';
import { said } from '../inspect-one.ts';

const DB = 'StatefulSet/shop/db';

function db(pod: Parameters<typeof running>[2] = {}, replicas = 1) {
  const nodes = Array.from({ length: replicas }, () => 'n1');
  return running(aWorkload({ kind: 'StatefulSet', name: 'db', replicas }), nodes, pod);
}

describe('local-pv', () => {
  it('blocks data that lives on the disk of the node, and leaves network volumes alone', () => {
    const local = aZonalVolume({ claim: 'data', spec: { local: { path: '/mnt' } } });
    const set = db({ claims: ['data'] });
    expect(said('local-pv', aSnapshot({ running: [set], read: local }))).toEqual([`blocker ${DB}`]);
    expect(said('local-pv', aSnapshot({ running: [set], read: aZonalVolume({ claim: 'data' }) }))).toEqual(
      [],
    );
  });
});

describe('emptydir-data', () => {
  const volumes = [{ name: 'scratch', emptyDir: {} }];

  it('warns of a StatefulSet, and only mentions a Deployment, which loses it with every update', () => {
    const web = running(aWorkload({ template: { volumes } }), ['n1']);
    expect(said('emptydir-data', aSnapshot({ running: [db({ spec: { volumes } }), web] }))).toEqual([
      'info Deployment/shop/web',
      `warning ${DB}`,
    ]);
  });

  it('is quiet about memory, about what is declared safe, and about DaemonSets', () => {
    const memory = [{ name: 'scratch', emptyDir: { medium: 'Memory' } }];
    const annotations = { 'cluster-autoscaler.kubernetes.io/safe-to-evict-local-volumes': 'other,scratch' };
    const daemon = running(aWorkload({ kind: 'DaemonSet', name: 'log', template: { volumes } }), ['n1']);
    const sets = [db({ spec: { volumes: memory } }), daemon];
    expect(said('emptydir-data', aSnapshot({ running: sets }))).toEqual([]);
    expect(said('emptydir-data', aSnapshot({ running: [db({ spec: { volumes }, annotations })] }))).toEqual(
      [],
    );
  });
});

describe('hostpath-state', () => {
  const mounted = (path: string, readOnly?: boolean) => {
    const volumeMounts = [{ name: 'host', mountPath: '/x', ...(readOnly === undefined ? {} : { readOnly }) }];
    return aSnapshot({
      running: [
        db({ spec: { volumes: [{ name: 'host', hostPath: { path } }] }, container: { volumeMounts } }),
      ],
    });
  };

  it('warns of a pod that writes to its node, and of no other', () => {
    expect(said('hostpath-state', mounted('/data'))).toEqual([`warning ${DB}`]);
    expect(said('hostpath-state', mounted('/data', true))).toEqual([]);
    expect(said('hostpath-state', mounted('/var/run/docker.sock'))).toEqual([]);
    expect(said('hostpath-state', mounted('/var/runner'))).toEqual([`warning ${DB}`]);
  });
});

describe('volumeattachment-stuck', () => {
  const attachment = (status: object, nodeName = 'n1', creationTimestamp = '2025-12-31T23:00:00Z') =>
    said(
      'volumeattachment-stuck',
      aSnapshot({
        read: {
          attachments: [
            {
              metadata: { name: 'va', uid: 'va', creationTimestamp },
              spec: { attacher: 'ebs.csi.aws.com', nodeName, source: { persistentVolumeName: 'pv' } },
              status,
            },
          ],
        },
      }),
    );

  it('warns of errors and of nodes that are gone, but not of what is only under way', () => {
    expect(attachment({ attachError: {} })).toEqual(['warning VolumeAttachment/va']);
    expect(attachment({ detachError: {} })).toHaveLength(1);
    expect(attachment({ attached: true }, 'gone')).toHaveLength(1);
    expect(attachment({ attached: true })).toEqual([]);
    expect(attachment({ attachError: {} }, 'n1', '2025-12-31T23:59:30Z')).toEqual([]);
  });
});

describe('pvc-not-bindable', () => {
  const bound = aZonalVolume({ claim: 'data' });
  const withClaim = (change: object) =>
    said(
      'pvc-not-bindable',
      aSnapshot({
        running: [db({ claims: ['data'] })],
        read: { ...bound, claims: [{ ...bound.claims[0]!, ...change }] },
      }),
    );

  it('warns of a claim that works for the running pod alone', () => {
    const { metadata, spec } = bound.claims[0]!;
    expect(said('pvc-not-bindable', aSnapshot({ running: [db({ claims: ['data'] })] }))).toEqual([
      `warning ${DB}`,
    ]);
    expect(withClaim({ metadata: { ...metadata, deletionTimestamp: '2026-01-01T00:00:00Z' } })).toHaveLength(
      1,
    );
    expect(withClaim({ status: { phase: 'Lost' } })).toHaveLength(1);
    expect(withClaim({ metadata: { ...metadata, annotations: {} } })).toHaveLength(1);
    expect(withClaim({ spec: { ...spec, volumeName: 'gone' } })).toHaveLength(1);
  });

  it('is quiet about a bound claim, and about a pod that waits to be the first consumer', () => {
    expect(withClaim({})).toEqual([]);
    expect(
      said('pvc-not-bindable', aSnapshot({ running: [db({ claims: ['new'], phase: 'Pending' })] })),
    ).toEqual([]);
  });
});

describe('rwo-multi-pod', () => {
  const shared = (accessMode: string) => {
    const pods = ['a', 'b'].map((name) => aPod({ name, claims: ['data'] }));
    return said('rwo-multi-pod', aSnapshot({ pods, read: aZonalVolume({ claim: 'data', accessMode }) }));
  };

  it('warns of pods that can only move together', () => {
    expect(shared('ReadWriteOnce')).toHaveLength(1);
    expect(shared('ReadWriteMany')).toEqual([]);
    const alone = aSnapshot({ pods: [aPod({ claims: ['data'] })], read: aZonalVolume({ claim: 'data' }) });
    expect(said('rwo-multi-pod', alone)).toEqual([]);
  });
});

describe('what volumes cost', () => {
  it('sts-serial-cost mentions a long gap, and no short one', () => {
    const slow = {
      spec: { terminationGracePeriodSeconds: 120 },
      container: { lifecycle: { preStop: { sleep: { seconds: 90 } } } },
    };
    expect(said('sts-serial-cost', aSnapshot({ running: [db(slow)] }))).toEqual([`info ${DB}`]);
    expect(said('sts-serial-cost', aSnapshot({ running: [db()] }))).toEqual([]);
  });

  it('pdb-serializes-node mentions a node that takes minutes for the rounds of a budget', () => {
    const nodes = ['n1', 'n2', 'n3'].map((name) => aNode({ name }));
    const status = {
      phase: 'Running',
      conditions: [
        { type: 'PodScheduled', status: 'True', lastTransitionTime: '2026-01-01T00:00:00Z' },
        { type: 'Ready', status: 'True', lastTransitionTime: '2026-01-01T00:02:00Z' },
      ],
    };
    const crowded = (allowed: number) =>
      aSnapshot({
        nodes,
        running: [
          running(
            aWorkload({ replicas: 6 }),
            Array.from({ length: 6 }, () => 'n1'),
            { status },
          ),
        ],
        read: { budgets: [aBudget({ expected: 6, desired: 6 - allowed })] },
      });
    expect(said('pdb-serializes-node', crowded(1))).toEqual(['info Node/n1']);
    expect(said('pdb-serializes-node', crowded(6))).toEqual([]);
  });

  it('surge-az-lottery mentions why more instances are added', () => {
    const set = db({ claims: ['data'] });
    expect(
      said('surge-az-lottery', aSnapshot({ running: [set], read: aZonalVolume({ claim: 'data' }) })),
    ).toEqual(['info AutoScalingGroup/workers-asg']);
    expect(said('surge-az-lottery', aSnapshot({ running: [db()] }))).toEqual([]);
  });
});
