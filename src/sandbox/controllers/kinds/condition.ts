/** A condition as most kinds write them; times are RFC 3339 to the second. */
export interface Condition {
  type: string;
  status: string;
  reason?: string;
  message?: string;
  lastTransitionTime?: string | null;
  observedGeneration?: number;
  lastProbeTime?: string | null;
  lastUpdateTime?: string;
  lastHeartbeatTime?: string | null;
}

export function conditionOf(
  conditions: readonly Condition[] | undefined,
  type: string,
): Condition | undefined {
  return conditions?.find((condition) => condition.type === type);
}

export function isConditionTrue(conditions: readonly Condition[] | undefined, type: string): boolean {
  return conditionOf(conditions, type)?.status === 'True';
}

/**
 * The list with the condition in it. The time of transition is kept where the status is kept, as every controller
 * does it; new conditions go to the end.
 */
export function withCondition(
  conditions: readonly Condition[] | undefined,
  wanted: Condition,
  now: string,
): Condition[] {
  const list = [...(conditions ?? [])];
  const index = list.findIndex((condition) => condition.type === wanted.type);
  const former = list[index];
  const kept = former?.status === wanted.status ? former.lastTransitionTime : undefined;
  const next = { ...wanted, lastTransitionTime: kept ?? now };
  if (index < 0) list.push(next);
  else list[index] = next;
  return list;
}
