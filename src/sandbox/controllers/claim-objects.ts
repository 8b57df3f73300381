import type { Cluster } from '../kubernetes/cluster.ts';
import type { KubeObject, ResourceName } from '../kubernetes/object.ts';
import { controllerOf, isTerminating } from './kinds/pod.ts';
import { controllerReference } from './owner.ts';

export interface ClaimRule<T extends KubeObject> {
  readonly cluster: Cluster;
  readonly resource: ResourceName;
  readonly owner: KubeObject;
  readonly candidates: readonly T[];
  readonly matches: (object: T) => boolean;
}

/**
 * The objects that belong to an owner: those it owns and still selects, and orphans it selects, which it adopts.
 * Those it owns and no longer selects it lets go.
 */
export function claimObjects<T extends KubeObject>(rule: ClaimRule<T>): T[] {
  return rule.candidates.flatMap((object) => claimOne(rule, object) ?? []);
}

function claimOne<T extends KubeObject>(rule: ClaimRule<T>, object: T): T | undefined {
  const { owner, matches } = rule;
  const controller = controllerOf(object);
  if (controller) {
    if (controller.uid !== owner.metadata.uid) return undefined;
    if (matches(object)) return object;
    if (!isTerminating(owner)) release(rule, object);
    return undefined;
  }
  if (!matches(object) || isTerminating(owner) || isTerminating(object)) return undefined;
  return adopt(rule, object);
}

function adopt<T extends KubeObject>({ cluster, resource, owner }: ClaimRule<T>, object: T): T | undefined {
  return cluster.edit<T>(resource, object.metadata.namespace, object.metadata.name, (draft) => {
    draft.metadata.ownerReferences = [...(draft.metadata.ownerReferences ?? []), controllerReference(owner)];
  });
}

function release<T extends KubeObject>({ cluster, resource, owner }: ClaimRule<T>, object: T): void {
  cluster.edit<T>(resource, object.metadata.namespace, object.metadata.name, (draft) => {
    const others = (draft.metadata.ownerReferences ?? []).filter(({ uid }) => uid !== owner.metadata.uid);
    if (others.length > 0) draft.metadata.ownerReferences = others;
    else delete draft.metadata.ownerReferences;
  });
}
