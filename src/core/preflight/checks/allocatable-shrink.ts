import { allocatableOf } from '../../placement/pod-requests.ts';
import type { Node } from '../../fleet/node.ts';
import { instanceIdOf } from '../../fleet/node.ts';
import type { Fleet } from '../fleet.ts';
import type { PreflightCheck } from '../preflight-check.ts';

/** Known once a first node runs the release, so before the first rollout it has nothing to say. */
export const allocatableShrink: PreflightCheck = {
  id: 'allocatable-shrink',
  number: 66,
  title: 'Nodes of the release offer less than the old ones',
  why: 'What filled an old node does not fit onto its successor: the image reserves more, or allows fewer pods.',
  severities: ['warning'],
  gate: true,
  needs: ['nodes', 'instances', 'release'],

  inspect(fleet) {
    const { patched, old } = split(fleet);
    return old.flatMap((node) => {
      const twin = patched.find(({ type }) => type === node.type);
      const lost = twin ? lostOf(node.node, twin.node) : [];
      if (!twin || lost.length === 0) return [];
      return {
        severity: 'warning',
        objects: [`Node/${node.node.metadata.name}`, `Node/${twin.node.metadata.name}`],
        message: `${twin.node.metadata.name}, which runs the release, offers less than ${node.node.metadata.name}: ${lost.join(', ')}.`,
        fix: 'Set kube-reserved and maxPods in the launch template as they were, or raise the surge by one.',
      };
    });
  },
};

interface TypedNode {
  readonly node: Node;
  readonly type: string;
}

function split(fleet: Fleet): { readonly patched: readonly TypedNode[]; readonly old: readonly TypedNode[] } {
  const { imageId } = fleet.get('release');
  const byId = new Map(fleet.get('instances').map((instance) => [instance.instanceId, instance]));
  const typed = fleet.get('nodes').flatMap((node) => {
    const instance = byId.get(instanceIdOf(node) ?? '');
    return instance ? [{ node, type: instance.instanceType, isPatched: instance.imageId === imageId }] : [];
  });
  return {
    patched: typed.filter(({ isPatched }) => isPatched),
    old: typed.filter(({ isPatched }) => !isPatched),
  };
}

function lostOf(old: Node, patched: Node): readonly string[] {
  const before = allocatableOf(old.status?.allocatable);
  const after = allocatableOf(patched.status?.allocatable);
  return ['cpu', 'memory', 'pods'].filter((name) => (after?.get(name) ?? 0) < (before?.get(name) ?? 0));
}
