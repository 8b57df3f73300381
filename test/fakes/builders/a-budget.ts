import type { DisruptionBudget } from '../../../src/core/fleet/disruption-budget.ts';

interface BudgetOptions {
  readonly name?: string;
  readonly namespace?: string;
  readonly selector?: DisruptionBudget['spec']['selector'];
  readonly spec?: Partial<DisruptionBudget['spec']>;
  readonly expected?: number;
  readonly healthy?: number;
  readonly desired?: number;
  readonly allowed?: number;
  readonly status?: DisruptionBudget['status'];
  readonly generation?: number;
}

/** A budget of namespace `shop` over `app: web` that allows one of three pods to go, unless said otherwise. */
export function aBudget(options: BudgetOptions = {}): DisruptionBudget {
  const {
    name = 'web',
    namespace = 'shop',
    expected = 3,
    healthy = expected,
    desired = expected - 1,
  } = options;
  return {
    metadata: { name, namespace, uid: `uid-pdb-${namespace}-${name}`, generation: options.generation ?? 1 },
    spec: {
      selector: options.selector ?? { matchLabels: { app: name } },
      maxUnavailable: expected - desired,
      ...options.spec,
    },
    status: {
      observedGeneration: 1,
      expectedPods: expected,
      currentHealthy: healthy,
      desiredHealthy: desired,
      disruptionsAllowed: options.allowed ?? Math.max(0, healthy - desired),
      ...options.status,
    },
  };
}
