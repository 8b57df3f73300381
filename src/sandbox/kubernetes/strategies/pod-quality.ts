import { childOf, listOf, mapOf, type Fields } from '../schema/fields.ts';
import { quantityValue } from '../schema/quantity.ts';

export type QualityOfService = 'Guaranteed' | 'Burstable' | 'BestEffort';

const COUNTED = ['cpu', 'memory'];

/** How the kubelet ranks a pod when memory runs out; it follows from requests and limits. */
export function qualityOfService(pod: Fields): QualityOfService {
  const spec = childOf(pod, 'spec');
  const containers = [...listOf(spec, 'containers'), ...listOf(spec, 'initContainers')];
  const requests = new Map<string, number>();
  const limits = new Map<string, number>();
  let isGuaranteed = true;
  for (const container of containers) {
    const resources = childOf(container, 'resources');
    addUp(requests, mapOf(resources, 'requests'));
    const limited = addUp(limits, mapOf(resources, 'limits'));
    if (!COUNTED.every((name) => limited.has(name))) isGuaranteed = false;
  }
  if (requests.size === 0 && limits.size === 0) return 'BestEffort';
  if (!isGuaranteed || requests.size !== limits.size) return 'Burstable';
  return [...requests].every(([name, amount]) => limits.get(name) === amount) ? 'Guaranteed' : 'Burstable';
}

/** Adds what is counted and not zero; answers the names that were. */
function addUp(sums: Map<string, number>, amounts: Readonly<Record<string, string>>): Set<string> {
  const added = new Set<string>();
  for (const name of COUNTED) {
    const amount = quantityValue(amounts[name] ?? '0') ?? 0;
    if (amount <= 0) continue;
    sums.set(name, (sums.get(name) ?? 0) + amount);
    added.add(name);
  }
  return added;
}
