import { describe, expect, it } from 'vitest';
import type { ContainerStatus, Pod } from '../../../src/core/fleet/pod.ts';
import { heldSpec } from '../../../src/core/placement/held-spec.ts';
import { openBoard } from '../../../src/core/placement/open-board.ts';
import { placeOnBoard } from '../../../src/core/placement/place-pod.ts';
import { aNode } from '../../fakes/builders/a-node.ts';
import { aPod } from '../../fakes/builders/a-pod.ts';

type Amounts = Record<string, string>;

/** A pod that asks for `asked`, of which the kubelet tells the rest. */
function resized(asked: string, told: Partial<ContainerStatus>, conditions: object[] = []): Pod {
  return aPod({
    name: 'old',
    node: 'n1',
    cpu: asked,
    status: {
      phase: 'Running',
      conditions: conditions as NonNullable<NonNullable<Pod['status']>['conditions']>,
      containerStatuses: [{ name: 'app', ...told }],
    },
  });
}

function told(inForce: Amounts, allocated?: Amounts): Partial<ContainerStatus> {
  return { resources: { requests: inForce }, ...(allocated ? { allocatedResources: allocated } : {}) };
}

const INFEASIBLE = [{ type: 'PodResizePending', status: 'True', reason: 'Infeasible' }];

describe('what a pod holds while it is resized in place', () => {
  it.each<[string, Pod, string]>([
    ['before it has shrunk', resized('1', told({ cpu: '3' })), '3'],
    ['while only less is allocated', resized('1', told({ cpu: '1' }, { cpu: '2' })), '2'],
    ['before it has grown', resized('3', told({ cpu: '1' }, { cpu: '1' })), '3'],
    ['when it can never grow', resized('3', told({ cpu: '1' }, { cpu: '1500m' }), INFEASIBLE), '1500m'],
  ])('is the most that counts, %s', (_, pod, cpu) => {
    expect(heldSpec(pod).containers[0]?.resources?.requests?.['cpu']).toBe(cpu);
  });

  it.each<[string, Pod]>([
    ['nothing is told', aPod({ cpu: '1' })],
    ['only what was allocated is told', resized('1', { allocatedResources: { cpu: '2' } })],
    ['the same is told in other words', resized('1', told({ cpu: '1000m' }, { cpu: '1.0' }))],
  ])('is its spec where %s', (_, pod) => {
    expect(heldSpec(pod)).toBe(pod.spec);
  });

  it('leaves no room to others before the node has it back', () => {
    const node = aNode({ name: 'n1', cpu: '4' });
    const pending = aPod({ name: 'new', cpu: '2' });
    const place = (old: Pod): unknown => {
      const placement = placeOnBoard(openBoard({ ...WORLD, nodes: [node], pods: [old] }), pending);
      return placement.kind === 'proven' ? placement.feasible : placement.features;
    };

    expect(place(resized('1', told({ cpu: '1' })))).toEqual(['n1']);
    expect(place(resized('1', told({ cpu: '3' })))).toEqual([]);
    expect(place(resized('3', told({ cpu: '1' }), INFEASIBLE))).toEqual(['n1']);
    expect(place(resized('1', told({ cpu: 'much' })))).not.toEqual(['n1']);
  });
});

const WORLD = {
  namespaces: [],
  persistentVolumes: [],
  persistentVolumeClaims: [],
  storageClasses: [],
  csiNodes: [],
  volumeAttachments: [],
};
