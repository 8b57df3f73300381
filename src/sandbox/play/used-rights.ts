import { DROVER_ARN, DROVER_USER } from '../run/credentials.ts';
import type { World } from '../world.ts';

/** The rights of manifests/ that drover used in a story, once each. What no story uses should not be granted. */
export interface UsedRights {
  readonly kubernetes: readonly {
    /** `ClusterRole/drover-observer`, `Role/drover/drover-state`. */
    readonly role: string;
    readonly verb: string;
    readonly group: string;
    /** `pods/eviction`. */
    readonly resource: string;
  }[];
  readonly aws: readonly {
    /** The statement that allowed it. */
    readonly sid: string;
    readonly action: string;
  }[];
}

export function usedRights({ kubernetes, aws }: World): UsedRights {
  const grants = kubernetes.authorizer.grants().filter(({ user }) => user === DROVER_USER);
  return {
    kubernetes: distinct(grants.map(({ role, verb, group, resource }) => ({ role, verb, group, resource }))),
    aws: distinct(aws.usage.usedBy(DROVER_ARN).map(({ sid, action }) => ({ sid: sid ?? '', action }))),
  };
}

function distinct<T>(items: readonly T[]): readonly T[] {
  return [...new Map(items.map((item) => [JSON.stringify(item), item])).values()];
}
