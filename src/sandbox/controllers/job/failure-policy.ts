import type { Job, PodFailureRule } from '../kinds/job.ts';
import type { Pod } from '../kinds/pod.ts';

export type FailureVerdict =
  | { readonly action: 'Count' | 'Ignore' }
  | { readonly action: 'FailJob'; readonly message: string };

/** What the first rule that fits says of a failed pod; without one it counts. */
export function judgeFailure({ spec }: Job, pod: Pod): FailureVerdict {
  const rules = spec.podFailurePolicy?.rules ?? [];
  for (const [index, rule] of rules.entries()) {
    const cause = causeOf(rule, pod);
    if (cause === undefined) continue;
    if (rule.action === 'Ignore') return { action: 'Ignore' };
    if (rule.action === 'FailJob') {
      const { namespace, name } = pod.metadata;
      return {
        action: 'FailJob',
        message: `${cause(`pod ${namespace}/${name}`)} matching FailJob rule at index ${index}`,
      };
    }
    return { action: 'Count' };
  }
  return { action: 'Count' };
}

function causeOf(rule: PodFailureRule, pod: Pod): ((pod: string) => string) | undefined {
  const exit = rule.onExitCodes && exitCodeFor(rule.onExitCodes, pod);
  if (exit) return (text) => `Container ${exit.container} for ${text} failed with exit code ${exit.code}`;
  const condition = rule.onPodConditions?.find(({ type, status = 'True' }) =>
    pod.status?.conditions?.some((one) => one.type === type && one.status === status),
  );
  return condition && ((text) => `P${text.slice(1)} has condition ${condition.type}`);
}

function exitCodeFor(
  { containerName, operator, values }: NonNullable<PodFailureRule['onExitCodes']>,
  { status }: Pod,
): { container: string; code: number } | undefined {
  const all = [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])];
  for (const { name, state } of all) {
    const code = state.terminated?.exitCode;
    if (code === undefined || code === 0 || (containerName && containerName !== name)) continue;
    if (values.includes(code) === (operator === 'In')) return { container: name, code };
  }
  return undefined;
}
