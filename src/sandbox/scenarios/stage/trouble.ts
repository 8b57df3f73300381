import type { KubeObject } from '../../kubernetes/object.ts';
import { addDeployment } from './add-workload.ts';
import { PLACE } from './place-names.ts';
import type { Stage } from './stage.ts';

/** A ReplicaSet that shrinks keeps its most costly pods. */
const DELETION_COST = 'controller.kubernetes.io/pod-deletion-cost';

/** The owner of shop/cart wants all of its pods to stay, always. */
export function blockBudget({ cluster }: Stage): void {
  cluster.edit<KubeObject & { spec: Record<string, unknown> }>(
    'poddisruptionbudgets.policy',
    'shop',
    'cart',
    (budget) => {
      budget.spec['minAvailable'] = 4;
    },
  );
}

/** Another team's chart brings a budget of its own for the same pods. */
export function addSecondBudget({ cluster }: Stage): void {
  cluster.create('poddisruptionbudgets.policy', {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { namespace: 'shop', name: 'cart-team' },
    spec: { maxUnavailable: 1, selector: { matchLabels: { app: 'cart' } } },
  });
}

export function addSingleton(stage: Stage): void {
  addDeployment(stage, {
    namespace: 'shop',
    name: 'pricing',
    replicas: 1,
    requestsPerSecond: 10,
    budget: { minAvailable: 1 },
  });
}

/** shop/web is scaled down to the one pod that runs on this node, and its budget keeps that one. */
export function makeSingleton({ cluster }: Stage, nodeName: string): void {
  const kept = cluster
    .list<KubeObject & { spec?: { nodeName?: string } }>('pods', 'shop')
    .find(({ metadata, spec }) => metadata.labels?.['app'] === 'web' && spec?.nodeName === nodeName);
  if (kept) {
    cluster.edit('pods', 'shop', kept.metadata.name, ({ metadata }) => {
      metadata.annotations = { ...metadata.annotations, [DELETION_COST]: '1000' };
    });
  }
  // The budget first, and of all pods: there is no moment at which it would let one go.
  cluster.edit<KubeObject & { spec: Record<string, unknown> }>(
    'poddisruptionbudgets.policy',
    'shop',
    'web',
    (budget) => {
      delete budget.spec['maxUnavailable'];
      budget.spec['minAvailable'] = '100%';
    },
  );
  cluster.edit<KubeObject & { spec: Record<string, unknown> }>(
    'deployments.apps',
    'shop',
    'web',
    (deployment) => {
      deployment.spec['replicas'] = 1;
    },
  );
}

/**
 * Runs something when the second node of the group is cordoned by a drain: after the approval, with the work half done.
 */
export function duringSecondDrain(stage: Stage, run: (nodeName: string) => void): void {
  const cordoned = new Set<string>();
  const stop = stage.cluster.watch<KubeObject & { spec?: { unschedulable?: boolean } }>(
    'nodes',
    ({ object }) => {
      if (!object.spec?.unschedulable) return;
      cordoned.add(object.metadata.uid);
      if (cordoned.size < 2) return;
      stop();
      stage.clock.after(0, () => run(object.metadata.name));
    },
  );
}

/** AWS has no instance of this type left, in any zone. */
export function exhaustCapacity({ cloud }: Stage): void {
  for (const zone of PLACE.zones) cloud.setCapacity({ zone, left: 0 });
}
