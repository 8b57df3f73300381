import { addNamespaces } from './add-ordinary-cluster.ts';
import { addDeployment } from './add-workload.ts';
import type { Stage } from './stage.ts';

/** Six quick pods under one budget. */
export function addSmallShop(stage: Stage): void {
  addNamespaces(stage, ['kube-system', 'shop']);
  const behaviour = { startSeconds: 2, readySeconds: 1, onSigterm: 'drain', drainSeconds: 1 } as const;
  stage.onceUp(() =>
    addDeployment(stage, {
      namespace: 'shop',
      name: 'web',
      replicas: 6,
      requestsPerSecond: 20,
      preStopSeconds: 5,
      graceSeconds: 15,
      behaviour,
      budget: { maxUnavailable: 2 },
    }),
  );
}
