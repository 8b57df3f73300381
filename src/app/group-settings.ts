import type { PatchPolicy } from '../core/plan/patch-policy.ts';
import type { NodeGroupRef, ReleaseSource } from '../ports/node-groups.ts';

/** Slack ids of users and of user groups. */
export interface People {
  readonly users: readonly string[];
  readonly groups: readonly string[];
}

/** One node group as the configuration describes it, with what its cluster adds. */
export interface GroupSettings {
  /** `prod`. */
  readonly cluster: string;
  /** `workers`. */
  readonly nodeGroup: string;
  readonly ref: NodeGroupRef;
  readonly release: ReleaseSource;
  readonly policy: PatchPolicy;
  /** Labels that tell the group's nodes from others; undefined: by the group's instances. */
  readonly nodeSelector: Readonly<Record<string, string>> | undefined;
  /** drover's own namespace in that cluster. */
  readonly namespace: string;
  /** The channel its rollouts are told in. */
  readonly channel: string;
  /** Undefined: everyone in the channel may ask. */
  readonly requesters: People | undefined;
  readonly approvers: People & { readonly needed: number };
  readonly operators: People | undefined;
  /** How long a request waits for approval, real ms. */
  readonly approvalExpiresMs: number;
}

/** `prod/workers`: how buttons, jobs and logs name a node group. */
export function groupKey({
  cluster,
  nodeGroup,
}: {
  readonly cluster: string;
  readonly nodeGroup: string;
}): string {
  return `${cluster}/${nodeGroup}`;
}
