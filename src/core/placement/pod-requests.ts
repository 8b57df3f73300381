import type { Container, PodSpec } from '../fleet/pod.ts';
import {
  addQuantities,
  maxQuantity,
  millisOf,
  parseQuantity,
  unitsOf,
  ZERO,
  type Quantity,
} from './quantity.ts';

type Amounts = ReadonlyMap<string, Quantity>;

/** Amounts by resource: cpu in thousandths, everything else in whole units; both rounded up once per pod. */
export type Requests = ReadonlyMap<string, number>;

/** What a pod asks of a node, or the text that is no quantity. */
export type PodRequests =
  | { readonly kind: 'requests'; readonly requests: Requests }
  | { readonly kind: 'unreadable'; readonly text: string };

/**
 * The scheduler's sum: the containers and sidecars together, or the most that any step of the init phase needs,
 * whichever is more; the overhead comes on top. A pod holds this for all of its life, also after its init phase.
 */
export function podRequests(spec: PodSpec): PodRequests {
  try {
    return { kind: 'requests', requests: roundUp(plus(atPeak(spec), amountsOf(spec.overhead))) };
  } catch (error) {
    if (error instanceof UnreadableQuantity) return { kind: 'unreadable', text: error.text };
    throw error;
  }
}

/** Amounts as a node's `allocatable` lists them, in the units of `Requests`, rounded up as the scheduler does. */
export function allocatableOf(list: Readonly<Record<string, string>> | undefined): Requests | undefined {
  const amounts = new Map<string, number>();
  for (const [name, text] of Object.entries(list ?? {})) {
    const quantity = parse(text);
    if (!quantity) return undefined;
    amounts.set(name, name === 'cpu' ? millisOf(quantity) : unitsOf(quantity));
  }
  return amounts;
}

class UnreadableQuantity extends Error {
  readonly text: string;
  constructor(text: string) {
    super(`${text} is no quantity`);
    this.text = text;
  }
}

function atPeak({ containers, initContainers = [] }: PodSpec): Amounts {
  let running: Amounts = sum(containers);
  let sidecars: Amounts = new Map();
  let init: Amounts = new Map();
  for (const container of initContainers) {
    const asked = amountsOf(container.resources?.requests);
    if (container.restartPolicy === 'Always') {
      running = plus(running, asked);
      sidecars = plus(sidecars, asked);
      init = most(init, sidecars);
    } else {
      init = most(init, plus(asked, sidecars));
    }
  }
  return most(running, init);
}

function sum(containers: readonly Container[]): Amounts {
  let total: Amounts = new Map();
  for (const { resources } of containers) total = plus(total, amountsOf(resources?.requests));
  return total;
}

function amountsOf(list: Readonly<Record<string, string>> | undefined): Amounts {
  const amounts = new Map<string, Quantity>();
  for (const name in list) {
    const text = list[name] ?? '';
    const quantity = parse(text);
    if (!quantity) throw new UnreadableQuantity(`${name}: ${text}`);
    amounts.set(name, quantity);
  }
  return amounts;
}

function plus(a: Amounts, b: Amounts): Amounts {
  return merge(a, b, addQuantities);
}

function most(a: Amounts, b: Amounts): Amounts {
  return merge(a, b, maxQuantity);
}

function merge(a: Amounts, b: Amounts, join: (a: Quantity, b: Quantity) => Quantity): Amounts {
  if (b.size === 0) return a;
  if (a.size === 0) return b;
  const merged = new Map(a);
  for (const [name, amount] of b) merged.set(name, join(a.get(name) ?? ZERO, amount));
  return merged;
}

function roundUp(amounts: Amounts): Requests {
  const rounded = new Map<string, number>();
  for (const [name, amount] of amounts)
    rounded.set(name, name === 'cpu' ? millisOf(amount) : unitsOf(amount));
  return rounded;
}

const PARSED_MAX = 10_000;
const parsed = new Map<string, Quantity | undefined>();

/** The same few texts occur a hundred thousand times, so they are parsed once; parsing is a function of the text. */
function parse(text: string): Quantity | undefined {
  if (parsed.has(text)) return parsed.get(text);
  if (parsed.size >= PARSED_MAX) parsed.clear();
  const quantity = parseQuantity(text);
  parsed.set(text, quantity);
  return quantity;
}
