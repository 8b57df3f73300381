import type { RolloutPlan } from '../plan/rollout-plan.ts';
import { act, DONE } from '../replacement/decision.ts';
import type { StepAnswer } from '../replacement/decision.ts';
import type { Seen } from '../replacement/seen.ts';
import type { Rollout } from './rollout.ts';

export { PROCESSES_TO_SUSPEND } from './decide-start.ts';

/** What the group launches from now on is what it launched before: an unapproved launch must not bring the bad release back. */
export function returnedTemplate(rollout: Rollout, plan: RolloutPlan, seen: Seen): StepAnswer {
  const { prior } = rollout;
  const template = seen.group?.group.template;
  if (!prior || !template) return DONE;
  if (template.id === prior.templateId && template.version === prior.templateVersion) return DONE;
  return act({
    kind: 'use-template',
    group: plan.groupName,
    templateId: prior.templateId,
    version: prior.templateVersion,
    why: 'new instances boot the former release again',
  });
}
