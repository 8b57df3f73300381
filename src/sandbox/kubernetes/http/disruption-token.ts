import { forbidden, internal, tooManyRequests, type ApiError } from '../answers/api-error.ts';
import type { KubeObject } from '../object.ts';
import { childOf, listOf, numberOf, ownChild, textOf, type Fields } from '../schema/fields.ts';
import { updateObject } from '../writes/update-object.ts';
import type { WriteContext } from '../writes/write-context.ts';

export const VIOLATES = "Cannot evict pod as it would violate the pod's disruption budget.";

/** A budget that remembers more evictions than this is not asked any more. */
const DISRUPTED_PODS_MAX = 2_000;

export function stillProcessed(budget: string): ApiError {
  const message = `The disruption budget ${budget} is still being processed by the server.`;
  return tooManyRequests(VIOLATES, [{ reason: 'DisruptionBudget', message }], 10);
}

function exhausted(budget: KubeObject): ApiError {
  const { name } = budget.metadata;
  const status = budget['status'];
  const condition = listOf(status, 'conditions').find((one) => one['type'] === 'DisruptionAllowed');
  const message =
    textOf(condition, 'reason') === 'SyncFailed'
      ? `The disruption budget ${name} does not allow evicting pods currently because it failed sync: ${textOf(condition, 'message')}`
      : `The disruption budget ${name} needs ${numberOf(status, 'desiredHealthy') ?? 0} healthy pods and has ${numberOf(status, 'currentHealthy') ?? 0} currently`;
  return tooManyRequests(VIOLATES, [{ reason: 'DisruptionBudget', message }], 0);
}

/** Takes one disruption off the budget, before the pod is deleted: a deletion that then fails has cost it. */
export function takeToken(context: WriteContext, pod: KubeObject, budget: KubeObject): void {
  const { name, namespace, generation = 0 } = budget.metadata;
  const status = childOf(budget, 'status');
  const about = { group: 'policy', resource: 'poddisruptionbudget' };
  if ((numberOf(status, 'observedGeneration') ?? 0) < generation) throw stillProcessed(name);
  const allowed = numberOf(status, 'disruptionsAllowed') ?? 0;
  if (allowed < 0) throw forbidden(about, name, 'pdb disruptions allowed is negative');
  if (Object.keys(childOf(status, 'disruptedPods')).length > DISRUPTED_PODS_MAX)
    throw forbidden(
      about,
      name,
      'DisruptedPods map too big - too many evictions not confirmed by PDB controller',
    );
  if (allowed === 0) throw exhausted(budget);
  if (context.isDryRun) return;
  const { space } = context;
  const resource = space.catalogue.stored('poddisruptionbudgets.policy');
  if (!resource) throw internal('no budgets are served');
  const change = (current: KubeObject): Fields => {
    const next = structuredClone(current) as unknown as Fields;
    const counted = ownChild(next, 'status');
    counted['disruptionsAllowed'] = allowed - 1;
    ownChild(counted, 'disruptedPods')[pod.metadata.name] = space.clock.isoSeconds();
    if (allowed === 1) closeCondition(counted, generation, space.clock.isoSeconds());
    return next;
  };
  const target = { resource, namespace, name };
  updateObject(
    { ...context, isChecked: false, admit: () => {} },
    { target, part: 'any', change, isReplacement: false },
  );
}

/** The last token is gone: the budget says so at once, not when its controller comes by. */
function closeCondition(status: Fields, generation: number, now: string): void {
  const others = listOf(status, 'conditions').filter((one) => one['type'] !== 'DisruptionAllowed');
  const old = listOf(status, 'conditions').find((one) => one['type'] === 'DisruptionAllowed');
  const closed = {
    type: 'DisruptionAllowed',
    status: 'False',
    observedGeneration: generation,
    lastTransitionTime: old?.['status'] === 'False' ? old['lastTransitionTime'] : now,
    reason: 'InsufficientPods',
    message: '',
  };
  status['conditions'] = [closed, ...others];
}
