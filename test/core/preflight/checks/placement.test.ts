import { describe, expect, it } from 'vitest';
import { aNode } from '../../../fakes/builders/a-node.ts';
import { aPod } from '../../../fakes/builders/a-pod.ts';
import { aSnapshot } from '../../../fakes/builders/a-snapshot.ts';
import { aZonalVolume } from '../../../fakes/builders/a-volume.ts';
import { aWorkload, running } from '../../../fakes/builders/a-workload.ts';
import { inspectOne, said } from '../inspect-one.ts';

const ONE_ZONE = ['n1', 'n2', 'n3'].map((name) => aNode({ name }));
const WEB = 'blocker Deployment/shop/web';

function web(nodes: readonly string[], pod: Parameters<typeof running>[2] = {}) {
  return running(aWorkload({ replicas: nodes.length }), nodes, pod);
}

describe('unplaceable', () => {
  it('is quiet where the next node has room', () => {
    expect(
      said(
        'unplaceable',
        aSnapshot({ nodes: ONE_ZONE, running: [web(['n1', 'n2', 'n3'], { cpu: '3900m' })] }),
      ),
    ).toEqual([]);
  });

  it('blocks a pod that only fits on the node that goes, with the reasons and their numbers', () => {
    const large = aNode({ name: 'n1', cpu: '16' });
    const snapshot = aSnapshot({
      nodes: [large, ...ONE_ZONE.slice(1)],
      running: [web(['n1'], { cpu: '8' })],
    });
    const [finding] = inspectOne('unplaceable', snapshot).findings;
    expect(finding).toMatchObject({ severity: 'blocker', objects: expect.arrayContaining(['Node/n1']) });
    expect(finding?.message).toContain('insufficient cpu on 3 nodes');
    expect(finding?.fix).toContain('Add cpu');
  });

  it('counts what DaemonSets take of the next node', () => {
    const daemon = running(aWorkload({ kind: 'DaemonSet', name: 'agent' }), ['n1', 'n2', 'n3'], { cpu: '1' });
    const snapshot = aSnapshot({
      nodes: ONE_ZONE,
      running: [daemon, web(['n1', 'n2', 'n3'], { cpu: '2900m' })],
    });
    expect(said('unplaceable', snapshot)).toEqual([]);
    const tight = aSnapshot({
      nodes: ONE_ZONE,
      running: [daemon, web(['n1', 'n2', 'n3'], { cpu: '3100m' })],
    });
    expect(said('unplaceable', tight)).toEqual([WEB]);
  });

  it('asks the template too, where it has changed since the pod started', () => {
    const workload = aWorkload({ kind: 'StatefulSet', template: { nodeSelector: { disk: 'fast' } } });
    const set = running(workload, ['n1'], { spec: { nodeSelector: {} } });
    expect(said('unplaceable', aSnapshot({ nodes: ONE_ZONE, running: [set] }))).toEqual([
      'blocker StatefulSet/shop/web',
    ]);
  });

  it('cannot prove anything about a feature that it does not model', () => {
    const claims = { resourceClaims: [{ name: 'gpu' }] } as object;
    const snapshot = aSnapshot({ nodes: ONE_ZONE, running: [web(['n1'], { spec: claims })] });
    expect(said('unplaceable', snapshot)).toEqual(['unknown Deployment/shop/web']);
    expect(inspectOne('unplaceable', snapshot).unknown[0]?.reason).toContain('pod.spec.resourceClaims');
    const other = aSnapshot({
      nodes: ONE_ZONE,
      running: [web(['n1'], { spec: { schedulerName: 'volcano' } })],
    });
    expect(said('unplaceable', other)).toEqual(['unknown Deployment/shop/web']);
  });

  it('does not care about pods that stay, or that nobody makes again', () => {
    const claims = { resourceClaims: [{ name: 'gpu' }] } as object;
    const daemon = running(aWorkload({ kind: 'DaemonSet' }), ['n1'], { spec: claims });
    const bare = aPod({ owner: null, cpu: '100' });
    expect(said('unplaceable', aSnapshot({ nodes: ONE_ZONE, running: [daemon], pods: [bare] }))).toEqual([]);
  });

  it('works without a view of AWS', () => {
    const skipped = { kind: 'skipped', reason: 'no AWS' } as const;
    const readings = { group: skipped, instances: skipped, release: skipped };
    expect(said('unplaceable', aSnapshot({ nodes: ONE_ZONE, running: [web(['n1'])], readings }))).toEqual([]);
  });
});

describe('label-drift', () => {
  it('knows that a label set by hand does not come back', () => {
    const byHand = aNode({ name: 'n1', labels: { disk: 'fast' } });
    const picky = { spec: { nodeSelector: { disk: 'fast' } } };
    expect(
      said(
        'label-drift',
        aSnapshot({ nodes: [byHand, ...ONE_ZONE.slice(1)], running: [web(['n1'], picky)] }),
      ),
    ).toEqual([WEB]);
    const all = ONE_ZONE.map(({ metadata }) => aNode({ name: metadata.name, labels: { disk: 'fast' } }));
    expect(said('label-drift', aSnapshot({ nodes: all, running: [web(['n1'], picky)] }))).toEqual([]);
  });
});

describe('spread-ghost', () => {
  const spread = (nodeTaintsPolicy: string) => ({
    spec: {
      topologySpreadConstraints: [
        {
          maxSkew: 1,
          topologyKey: 'kubernetes.io/hostname',
          whenUnsatisfiable: 'DoNotSchedule',
          labelSelector: { matchLabels: { app: 'web' } },
          nodeTaintsPolicy,
        },
      ],
    },
  });

  it('blocks pods that fit nowhere while the emptied node still counts as a domain', () => {
    const nodes = ['n1', 'n1', 'n2', 'n2', 'n3', 'n3'];
    expect(
      said('spread-ghost', aSnapshot({ nodes: ONE_ZONE, running: [web(nodes, spread('Ignore'))] })),
    ).toEqual([WEB]);
  });

  it('is quiet where cordoned nodes do not count, or an empty node takes the pod', () => {
    const nodes = ['n1', 'n1', 'n2', 'n2', 'n3', 'n3'];
    expect(
      said('spread-ghost', aSnapshot({ nodes: ONE_ZONE, running: [web(nodes, spread('Honor'))] })),
    ).toEqual([]);
    const one = ['n1', 'n2', 'n3'];
    expect(
      said('spread-ghost', aSnapshot({ nodes: ONE_ZONE, running: [web(one, spread('Ignore'))] })),
    ).toEqual([]);
  });
});

describe('pv-zone-stranded', () => {
  const nodes = ['a', 'b', 'c'].map((zone) => aNode({ name: `n${zone}`, zone: `eu-west-1${zone}` }));
  const stateful = (cpu: string) =>
    running(aWorkload({ kind: 'StatefulSet', name: 'db' }), ['nb'], { cpu, claims: ['data'] });
  const volume = aZonalVolume({ claim: 'data', zone: 'eu-west-1b' });

  it('is quiet because the surge reaches the zone', () => {
    expect(said('pv-zone-stranded', aSnapshot({ nodes, running: [stateful('3')], read: volume }))).toEqual(
      [],
    );
  });

  it('blocks where no node of the zone will have room', () => {
    const group = [
      aNode({ name: 'nb', zone: 'eu-west-1b', cpu: '16' }),
      aNode({ name: 'n2', zone: 'eu-west-1b' }),
    ];
    const far = aNode({ name: 'far', zone: 'eu-west-1a', cpu: '16' });
    const snapshot = aSnapshot({
      nodes: [...group, far],
      targets: ['nb', 'n2'],
      running: [stateful('8')],
      read: volume,
    });
    expect(said('pv-zone-stranded', snapshot)).toEqual(['blocker StatefulSet/shop/db']);
    expect(said('unplaceable', snapshot)).toEqual([]);
  });
});

describe('antiaffinity-saturated, pinned-to-node and hostport-conflict', () => {
  const apart = {
    spec: {
      affinity: {
        podAntiAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: [
            { topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels: { app: 'web' } } },
          ],
        },
      },
    },
  };
  const port = { container: { ports: [{ containerPort: 80, hostPort: 80 }] } };
  const pinned = { spec: { nodeSelector: { 'kubernetes.io/hostname': 'n1' } } };
  const three = ['n1', 'n2', 'n3'];

  it('are quiet while one free node comes first', () => {
    const running = [web(three, apart)];
    expect(said('antiaffinity-saturated', aSnapshot({ nodes: ONE_ZONE, running }))).toEqual([]);
    expect(said('hostport-conflict', aSnapshot({ nodes: ONE_ZONE, running: [web(three, port)] }))).toEqual(
      [],
    );
  });

  it('block, each under its own name, where none comes', () => {
    expect(
      said('antiaffinity-saturated', aSnapshot({ nodes: ONE_ZONE, running: [web(three, apart)] }), {
        surge: 0,
      }),
    ).toEqual([WEB]);
    expect(
      said('hostport-conflict', aSnapshot({ nodes: ONE_ZONE, running: [web(three, port)] }), { surge: 0 }),
    ).toEqual([WEB]);
    expect(said('pinned-to-node', aSnapshot({ nodes: ONE_ZONE, running: [web(['n1'], pinned)] }))).toEqual([
      WEB,
    ]);
  });

  it('leave unplaceable to what is left over', () => {
    for (const pod of [apart, port]) {
      expect(
        said('unplaceable', aSnapshot({ nodes: ONE_ZONE, running: [web(three, pod)] }), { surge: 0 }),
      ).toEqual([]);
    }
    expect(said('unplaceable', aSnapshot({ nodes: ONE_ZONE, running: [web(['n1'], pinned)] }))).toEqual([]);
  });
});
