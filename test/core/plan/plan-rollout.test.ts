import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_POLICY } from '../../../src/core/plan/patch-policy.ts';
import { planRollout } from '../../../src/core/plan/plan-rollout.ts';
import type { FleetSnapshot } from '../../../src/core/fleet/fleet-snapshot.ts';
import { read } from '../../../src/core/fleet/reading.ts';
import { aBudget } from '../../fakes/builders/a-budget.ts';
import { aNode } from '../../fakes/builders/a-node.ts';
import { aPod } from '../../fakes/builders/a-pod.ts';
import { aRelease, aSnapshot } from '../../fakes/builders/a-snapshot.ts';
import { aZonalVolume } from '../../fakes/builders/a-volume.ts';

/** `a1`, `a2` … : the first letter is the zone. */
function nodes(...names: string[]) {
  return names.map((name) => aNode({ name, zone: `eu-west-1${name[0]}` }));
}

function plan(snapshot: FleetSnapshot, surge = 1) {
  return planRollout(snapshot, aRelease, { ...DEFAULT_POLICY, surge });
}

function names(snapshot: FleetSnapshot): string[] {
  return plan(snapshot).nodes.map(({ name }) => name);
}

const SIX = nodes('a1', 'a2', 'b1', 'b2', 'c1', 'c2');

describe('the order of a rollout', () => {
  it('never takes two nodes of one zone in a row where that can be helped', () => {
    const zones = plan(aSnapshot({ nodes: SIX })).nodes.map(({ zone }) => zone);
    expect(zones.every((zone, index) => zone !== zones[index - 1])).toBe(true);
  });

  it('begins with the node that risks least', () => {
    const pods = [
      aPod({ name: 'dns', namespace: 'kube-system', node: 'a1' }),
      aPod({ name: 'web', labels: { app: 'web' }, node: 'a2' }),
      aPod({ name: 'one', node: 'b1' }),
      aPod({ name: 'two', node: 'b1' }),
      aPod({ name: 'three', node: 'c1' }),
    ];
    const snapshot = aSnapshot({
      nodes: nodes('a1', 'a2', 'b1', 'c1'),
      pods,
      read: { budgets: [aBudget()] },
    });
    expect(names(snapshot)[0]).toBe('c1');
  });

  it('puts critical pods in the middle and its own node last', () => {
    const pods = [
      aPod({ name: 'dns', namespace: 'kube-system', node: 'a1' }),
      aPod({ name: 'hook', node: 'b1', spec: { priorityClassName: 'system-cluster-critical' } }),
    ];
    const order = names(aSnapshot({ nodes: SIX, pods, ownNode: 'c1' }));
    expect(order.at(-1)).toBe('c1');
    expect(order.slice(2, 4).toSorted()).toEqual(['a1', 'b1']);
  });

  it('leaves out what already runs the release', () => {
    const { nodes: planned, alreadyPatched } = plan(aSnapshot({ nodes: SIX, images: { b2: 'ami-new' } }));
    expect(alreadyPatched).toEqual(['b2']);
    expect(planned).toHaveLength(5);
  });

  it('plans nothing, and adds nothing, where everything runs the release', () => {
    const images = Object.fromEntries(SIX.map(({ metadata }) => [metadata.name, 'ami-new']));
    expect(plan(aSnapshot({ nodes: SIX, images })).nodes).toEqual([]);
  });

  it('is the same however the nodes and pods were listed', () => {
    const pods = SIX.flatMap(({ metadata: { name } }, index) =>
      Array.from({ length: index % 3 }, (_, each) => aPod({ name: `${name}-${each}`, node: name })),
    );
    const expected = names(aSnapshot({ nodes: SIX, pods }));
    fc.assert(
      fc.property(
        fc.shuffledSubarray(SIX, { minLength: 6 }),
        fc.shuffledSubarray(pods, { minLength: pods.length }),
        (a, b) => {
          expect(names(aSnapshot({ nodes: a, pods: b }))).toEqual(expected);
        },
      ),
    );
  });
});

describe('the surge of a rollout', () => {
  const stateful = aPod({ name: 'db-0', node: 'b1', claims: ['data'] });
  const volume = aZonalVolume({ claim: 'data', zone: 'eu-west-1b' });

  it('is what the policy says while no pod is bound to a zone', () => {
    expect(plan(aSnapshot({ nodes: SIX })).surge).toBe(1);
    expect(plan(aSnapshot({ nodes: SIX }), 2).surge).toBe(2);
  });

  it('is raised until the group must launch into the zone of a bound volume', () => {
    const snapshot = aSnapshot({ nodes: SIX, pods: [stateful], read: volume });
    expect(plan(snapshot)).toMatchObject({ surge: 3, boundZones: ['eu-west-1b'] });
    expect(plan(snapshot).warnings[0]).toContain('3 instances are added instead of 1');
  });

  it('counts every pod with a claim as bound when its volume could not be read', () => {
    const readings = { volumes: { kind: 'unread', reason: 'forbidden' } } as const;
    expect(plan(aSnapshot({ nodes: SIX, pods: [stateful], readings }))).toMatchObject({ surge: 3 });
  });

  it('is not raised for a zone that has a patched node already', () => {
    const snapshot = aSnapshot({ nodes: SIX, pods: [stateful], read: volume, images: { b2: 'ami-new' } });
    expect(plan(snapshot)).toMatchObject({ surge: 1, boundZones: ['eu-west-1b'] });
  });

  it('heeds a zone in the nodeSelector as it heeds a volume', () => {
    const picky = aPod({
      node: 'c1',
      spec: { nodeSelector: { 'topology.kubernetes.io/zone': 'eu-west-1c' } },
    });
    expect(plan(aSnapshot({ nodes: SIX, pods: [picky] })).boundZones).toEqual(['eu-west-1c']);
  });

  it('does not count pods that stay on their node', () => {
    const daemon = { apiVersion: 'apps/v1', kind: 'DaemonSet', name: 'csi', uid: 'ds', controller: true };
    const pod = aPod({ node: 'b1', claims: ['data'], owner: daemon });
    expect(plan(aSnapshot({ nodes: SIX, pods: [pod], read: volume })).boundZones).toEqual([]);
  });

  it('works without any view of AWS', () => {
    const skipped = { kind: 'skipped', reason: 'no AWS' } as const;
    const snapshot = aSnapshot({
      nodes: SIX,
      readings: { group: skipped, instances: skipped, budgets: read([]) },
    });
    expect(plan(snapshot).nodes).toHaveLength(6);
  });
});
