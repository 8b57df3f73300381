import type { ControllerContext } from '../controller-context.ts';
import type { EventRecorder } from '../event-recorder.ts';
import { withCondition } from '../kinds/condition.ts';
import type { DisruptionBudget, DisruptionBudgetStatus } from '../kinds/disruption-budget.ts';
import { matchesSelector } from '../kinds/label-selector.ts';
import { isReady, isTerminating, type Pod } from '../kinds/pod.ts';
import { partsOf } from '../object-key.ts';
import { putStatus } from '../put-status.ts';
import { expectedPods, type Expectation } from './expected-pods.ts';
import { goSelector } from './go-selector.ts';

const CONDITION = 'DisruptionAllowed';

/** A budget that cannot be computed is tried again after this time; world ms. */
const RETRY_MS = 5_000;

/** Counts one budget. Answers when to look again, in world ms from now, if time alone will change it. */
export function syncBudget(
  context: ControllerContext,
  record: EventRecorder,
  key: string,
): number | undefined {
  const budget = context.cluster.get<DisruptionBudget>('poddisruptionbudgets.policy', ...partsOf(key));
  if (!budget) return undefined;
  const pods = context.podsByNamespace
    .get(budget.metadata.namespace ?? '')
    .filter(({ metadata }) => matchesSelector(budget.spec.selector, metadata.labels));
  if (pods.length === 0) {
    record({ about: budget, type: 'Normal', reason: 'NoPods', message: 'No matching pods found' });
  }
  const expectation = expectedPods(context.cluster, budget, pods);
  if (expectation.kind === 'unknown') return fail(context, record, budget, expectation.problem);
  if (expectation.unmanaged.length > 0) warnOfUnmanaged(record, budget);
  const { disrupted, recheckMs } = stillDisrupted(context, record, budget, pods);
  writeCount(context, budget, pods, expectation, disrupted);
  return recheckMs;
}

/** The old numbers stay, but nobody may go; `observedGeneration` stays behind. */
function fail(
  context: ControllerContext,
  record: EventRecorder,
  budget: DisruptionBudget,
  problem: string,
): number {
  record({
    about: budget,
    type: 'Warning',
    reason: 'CalculateExpectedPodCountFailed',
    message: `Failed to calculate the number of expected pods: ${problem}`,
  });
  const former = budget.status ?? NOTHING;
  const observed = former.observedGeneration;
  writeStatus(
    context,
    budget,
    { ...former, disruptionsAllowed: 0 },
    {
      type: CONDITION,
      status: 'False',
      ...(observed !== undefined && { observedGeneration: observed }),
      reason: 'SyncFailed',
      message: problem,
    },
  );
  return RETRY_MS;
}

const NOTHING: DisruptionBudgetStatus = {
  disruptionsAllowed: 0,
  currentHealthy: 0,
  desiredHealthy: 0,
  expectedPods: 0,
};

function warnOfUnmanaged(record: EventRecorder, budget: DisruptionBudget): void {
  const message =
    `Pods selected by this PodDisruptionBudget (selector: ${goSelector(budget.spec.selector)}) were found to be unmanaged. ` +
    'As a result, the status of the PDB cannot be calculated correctly, which may result in undefined behavior. ' +
    'To account for these pods please set ".spec.minAvailable" field of the PDB to an integer value.';
  record({ about: budget, type: 'Warning', reason: 'UnmanagedPods', message });
}

/** Entries whose deletion has not been seen yet, and when the first of them is too old to count. */
function stillDisrupted(
  { clock, settings }: ControllerContext,
  record: EventRecorder,
  budget: DisruptionBudget,
  pods: readonly Pod[],
): { disrupted: Record<string, string>; recheckMs?: number } {
  const disrupted: Record<string, string> = {};
  const now = clock.now();
  let recheckMs: number | undefined;
  for (const pod of pods) {
    const since = budget.status?.disruptedPods?.[pod.metadata.name];
    if (since === undefined || isTerminating(pod)) continue;
    const left = Date.parse(since) + settings.disruptionTimeoutMs - now;
    if (left <= 0) {
      const message = `Pod was expected by PDB ${budget.metadata.namespace}/${budget.metadata.name} to be deleted but it wasn't`;
      record({ about: pod, type: 'Warning', reason: 'NotDeleted', message });
      continue;
    }
    disrupted[pod.metadata.name] = since;
    recheckMs = Math.min(left, recheckMs ?? Infinity);
  }
  return { disrupted, ...(recheckMs !== undefined && { recheckMs }) };
}

function writeCount(
  context: ControllerContext,
  budget: DisruptionBudget,
  pods: readonly Pod[],
  { expected, desired }: Expectation & { kind: 'known' },
  disrupted: Record<string, string>,
): void {
  const healthy = pods.filter(
    (pod) => !isTerminating(pod) && disrupted[pod.metadata.name] === undefined && isReady(pod),
  ).length;
  const spare = expected <= 0 ? 0 : Math.max(0, healthy - desired);
  const generation = budget.metadata.generation;
  const observed = generation === undefined ? {} : { observedGeneration: generation };
  const status: DisruptionBudgetStatus = {
    ...observed,
    ...(Object.keys(disrupted).length > 0 && { disruptedPods: disrupted }),
    disruptionsAllowed: spare,
    currentHealthy: healthy,
    desiredHealthy: desired,
    expectedPods: expected,
  };
  writeStatus(context, budget, status, {
    type: CONDITION,
    status: spare > 0 ? 'True' : 'False',
    ...observed,
    reason: spare > 0 ? 'SufficientPods' : 'InsufficientPods',
    message: '',
  });
}

function writeStatus(
  { cluster, clock }: ControllerContext,
  budget: DisruptionBudget,
  status: DisruptionBudgetStatus,
  condition: { type: string; status: string; reason: string; message: string; observedGeneration?: number },
): void {
  const conditions = withCondition(budget.status?.conditions, condition, clock.isoSeconds());
  putStatus<DisruptionBudget>(cluster, 'poddisruptionbudgets.policy', budget, { ...status, conditions });
}
