import type { Node } from '../controllers/kinds/node.ts';
import { isFinished, type Pod } from '../controllers/kinds/pod.ts';
import { milliOf, unitsOf } from '../controllers/kinds/quantity.ts';
import { requestsOf, type Amounts } from './pod-resources.ts';

/** A node and what runs on it, as the scheduler counts it. */
export interface NodeState {
  readonly node: Node;
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  /** All but the finished ones, which hold nothing. */
  readonly pods: readonly Pod[];
  readonly finished: readonly Pod[];
  readonly requested: Amounts;
  readonly allocatable: Amounts;
}

/** `bound`: every pod whose `nodeName` is this node. */
export function nodeState(node: Node, bound: readonly Pod[]): NodeState {
  const pods = bound.filter((pod) => !isFinished(pod));
  return {
    node,
    name: node.metadata.name,
    labels: node.metadata.labels ?? {},
    pods,
    finished: bound.filter(isFinished),
    requested: sumOf(pods),
    allocatable: allocatableOf(node),
  };
}

function sumOf(pods: readonly Pod[]): Amounts {
  const sum = new Map<string, number>();
  for (const pod of pods) {
    for (const [name, amount] of requestsOf(pod)) sum.set(name, (sum.get(name) ?? 0) + amount);
  }
  return sum;
}

function allocatableOf({ status }: Node): Amounts {
  return new Map(
    Object.entries(status?.allocatable ?? {}).map(([name, quantity]) => [
      name,
      name === 'cpu' ? milliOf(quantity) : unitsOf(quantity),
    ]),
  );
}
