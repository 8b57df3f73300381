import type { StoreEvent } from '../../kubernetes/object.ts';
import type { ControllerContext } from '../controller-context.ts';
import type { DisruptionBudget } from '../kinds/disruption-budget.ts';
import { matchesSelector } from '../kinds/label-selector.ts';
import type { Pod } from '../kinds/pod.ts';
import { keyOf } from '../object-key.ts';
import { syncBudget } from './sync-budget.ts';
import { clearStaleDisruption } from './clear-stale-disruption.ts';

const BUDGETS = 'poddisruptionbudgets.policy';

/** Counts the pods of every budget, and writes how many may go. */
export function runDisruptionBudgets(context: ControllerContext): void {
  const record = context.recorder('controllermanager');
  const queue = context.queue(context.settings.budgetLagMs, (key) => {
    const again = syncBudget(context, record, key);
    if (again !== undefined) queue.add(key, again);
  });
  const stale = context.queue(context.settings.budgetLagMs, (key) => {
    const again = clearStaleDisruption(context, key);
    if (again !== undefined) stale.add(key, again);
  });
  context.watch<DisruptionBudget>(BUDGETS, ({ type, object }) => {
    if (type !== 'DELETED') queue.add(keyOf(object));
  });
  context.watch<Pod>('pods', (event) => {
    for (const key of concerned(context, event)) queue.add(key);
    if (event.object.status?.conditions?.some(({ type }) => type === 'DisruptionTarget')) {
      stale.add(keyOf(event.object));
    }
  });
}

/** The budgets that cover the pod, or covered it before its labels changed. */
function concerned({ cluster }: ControllerContext, { object, previous }: StoreEvent<Pod>): string[] {
  return cluster
    .list<DisruptionBudget>(BUDGETS, object.metadata.namespace)
    .filter(({ spec }) =>
      [object, previous].some((pod) => pod && matchesSelector(spec.selector, pod.metadata.labels)),
    )
    .map(keyOf);
}
