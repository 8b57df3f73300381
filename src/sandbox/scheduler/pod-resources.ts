import { milliOf } from '../controllers/kinds/quantity.ts';
import type { Container, Pod, Quantities } from '../controllers/kinds/pod.ts';

/** Amounts by resource: cpu in millicores, everything else in whole units. */
export type Amounts = ReadonlyMap<string, number>;

const cache = new WeakMap<Pod, Amounts>();

/**
 * What a pod asks of a node: the larger of its containers' sum and its init containers' peak, plus overhead.
 * Sidecars (init containers that are restarted always) run on beside whatever comes after them.
 */
export function requestsOf(pod: Pod): Amounts {
  const known = cache.get(pod);
  if (known) return known;
  const amounts = computeRequests(pod);
  cache.set(pod, amounts);
  return amounts;
}

function computeRequests({ spec }: Pod): Amounts {
  const total = new Map<string, number>();
  for (const container of spec.containers) add(total, milliRequests(container));
  const sidecars = new Map<string, number>();
  const peak = new Map<string, number>();
  for (const container of spec.initContainers ?? []) {
    const own = milliRequests(container);
    if (container.restartPolicy === 'Always') {
      add(total, own);
      add(sidecars, own);
      raise(peak, sidecars);
    } else {
      raise(peak, add(new Map(sidecars), own));
    }
  }
  raise(total, peak);
  add(total, milliMap(spec.overhead));
  return roundedUp(total);
}

function milliRequests(container: Container): Map<string, number> {
  return milliMap(container.resources?.requests);
}

function milliMap(quantities: Quantities | undefined): Map<string, number> {
  return new Map(Object.entries(quantities ?? {}).map(([name, quantity]) => [name, milliOf(quantity)]));
}

function add(sum: Map<string, number>, more: Amounts): Map<string, number> {
  for (const [name, amount] of more) sum.set(name, (sum.get(name) ?? 0) + amount);
  return sum;
}

function raise(maximum: Map<string, number>, other: Amounts): void {
  for (const [name, amount] of other) maximum.set(name, Math.max(maximum.get(name) ?? 0, amount));
}

function roundedUp(milli: Map<string, number>): Amounts {
  return new Map(
    [...milli].map(([name, amount]) => [name, name === 'cpu' ? amount : Math.ceil(amount / 1000)]),
  );
}
