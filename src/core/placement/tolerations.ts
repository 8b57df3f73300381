import type { Taint } from '../fleet/node.ts';
import type { Toleration } from '../fleet/pod.ts';

const UNSCHEDULABLE_KEY = 'node.kubernetes.io/unschedulable';

/** What `kubectl cordon` means to the scheduler. */
export const CORDON_TAINT: Taint = { key: UNSCHEDULABLE_KEY, effect: 'NoSchedule' };

export function tolerates(tolerations: readonly Toleration[] | undefined, taint: Taint): boolean {
  return (tolerations ?? []).some((toleration) => toleratesOne(toleration, taint));
}

/** The first taint that keeps a pod away; PreferNoSchedule does not. */
export function untoleratedTaint(
  taints: readonly Taint[] | undefined,
  tolerations: readonly Toleration[] | undefined,
): Taint | undefined {
  return (taints ?? []).find(
    (taint) =>
      (taint.effect === 'NoSchedule' || taint.effect === 'NoExecute') && !tolerates(tolerations, taint),
  );
}

/** Operators and effects that releases after 1.32 may bring mean something we do not know. */
export function isKnownToleration({ operator, effect }: Toleration): boolean {
  return [undefined, '', 'Equal', 'Exists'].includes(operator) && isKnownEffect(effect);
}

export function isKnownEffect(effect: string | undefined): boolean {
  return [undefined, '', 'NoSchedule', 'PreferNoSchedule', 'NoExecute'].includes(effect);
}

/** No effect and no key are wildcards; `Equal` without a value means the empty value. */
function toleratesOne({ key, operator, value, effect }: Toleration, taint: Taint): boolean {
  if (effect && effect !== taint.effect) return false;
  if (key && key !== taint.key) return false;
  if (operator === 'Exists') return true;
  return (!operator || operator === 'Equal') && (value ?? '') === (taint.value ?? '');
}
