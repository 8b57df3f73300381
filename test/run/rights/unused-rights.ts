import type { AwsRight, GrantedRights, KubernetesRight } from './granted-rights.ts';

/** What a played story says that drover used. */
export interface UsedRights {
  readonly kubernetes: readonly KubernetesRight[];
  readonly aws: readonly AwsRight[];
}

/** The rights that no story used, each in words; they should not be granted, or a story is missing. */
export function findUnusedRights(granted: GrantedRights, used: readonly UsedRights[]): readonly string[] {
  const kubernetes = new Set(used.flatMap((one) => one.kubernetes.map(kubernetesWords)));
  const aws = new Set(used.flatMap((one) => one.aws.map(awsWords)));
  return [
    ...granted.kubernetes.map(kubernetesWords).filter((words) => !kubernetes.has(words)),
    ...granted.aws.map(awsWords).filter((words) => !aws.has(words)),
  ];
}

function kubernetesWords({ role, verb, group, resource }: KubernetesRight): string {
  return `${role}: ${verb} ${group === '' ? resource : `${resource}.${group}`}`;
}

function awsWords({ sid, action }: AwsRight): string {
  return `statement ${sid}: ${action}`;
}
