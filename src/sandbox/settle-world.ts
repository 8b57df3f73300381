import type { KubeObject } from './kubernetes/object.ts';
import type { World } from './world.ts';

/** How fast the world runs while it comes to rest. */
const SETTLE_SPEED = 200;

/** World ms that a world may take to come to rest. */
const SETTLE_MAX_MS = 20 * 60_000;

/** Real ms between two looks. */
const LOOK_MS = 10;

interface Workload extends KubeObject {
  readonly spec: { readonly replicas?: number };
  readonly status?: {
    readonly readyReplicas?: number;
    readonly desiredNumberScheduled?: number;
    readonly numberReady?: number;
  };
}

interface Budget extends KubeObject {
  readonly status?: {
    readonly observedGeneration?: number;
    readonly currentHealthy?: number;
    readonly expectedPods?: number;
  };
}

/** Lets the world run fast until its workloads are up and its budgets counted; then sets the speed that is wanted. */
export async function settleWorld(world: World, speed: number): Promise<void> {
  const { clock } = world;
  clock.setSpeed(Math.max(speed, SETTLE_SPEED));
  const until = clock.now() + SETTLE_MAX_MS;
  while (!isAtRest(world)) {
    if (clock.now() > until) throw new Error(`the world of ${world.scenario.name} does not come to rest`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
  clock.setSpeed(speed);
  // Requests to pods that were still starting say nothing of the story.
  world.traffic.reset();
}

function isAtRest({ cluster }: World): boolean {
  const replicated = [
    ...cluster.list<Workload>('deployments.apps'),
    ...cluster.list<Workload>('statefulsets.apps'),
  ];
  const daemons = cluster.list<Workload>('daemonsets.apps');
  const budgets = cluster.list<Budget>('poddisruptionbudgets.policy');
  return (
    replicated.every(({ spec, status }) => (status?.readyReplicas ?? 0) >= (spec.replicas ?? 1)) &&
    daemons.every(
      ({ status }) => status !== undefined && status.numberReady === status.desiredNumberScheduled,
    ) &&
    budgets.every(
      ({ status }) =>
        status?.observedGeneration !== undefined && status.currentHealthy === status.expectedPods,
    )
  );
}
