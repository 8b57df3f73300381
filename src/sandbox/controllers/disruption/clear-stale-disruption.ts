import type { ControllerContext } from '../controller-context.ts';
import { conditionOf, withCondition } from '../kinds/condition.ts';
import { isFinished, isTerminating, type Pod } from '../kinds/pod.ts';
import { partsOf } from '../object-key.ts';

const CONDITION = 'DisruptionTarget';

/** A pod that was to go and is still there after two minutes is no target any more. */
export function clearStaleDisruption(
  { cluster, clock, settings }: ControllerContext,
  key: string,
): number | undefined {
  const [namespace, name] = partsOf(key);
  const pod = cluster.get<Pod>('pods', namespace, name);
  const condition = conditionOf(pod?.status?.conditions, CONDITION);
  if (!pod || isTerminating(pod) || isFinished(pod)) return undefined;
  if (condition?.status !== 'True' || condition.reason === 'TerminationByKubelet') return undefined;
  const age = clock.now() - Date.parse(condition.lastTransitionTime ?? clock.isoSeconds());
  if (age < settings.disruptionTimeoutMs) return settings.disruptionTimeoutMs - age;
  cluster.edit<Pod>('pods', namespace, name, (draft) => {
    const cleared = { type: CONDITION, status: 'False', lastProbeTime: null };
    draft.status = {
      ...draft.status,
      conditions: withCondition(draft.status?.conditions, cleared, clock.isoSeconds()),
    };
  });
  return undefined;
}
