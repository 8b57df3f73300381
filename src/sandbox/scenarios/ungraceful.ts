import type { Scenario } from './scenario.ts';
import type { Stage } from './stage/stage.ts';
import { addOrdinaryCluster } from './stage/add-ordinary-cluster.ts';
import { addDeployment } from './stage/add-workload.ts';

/** Ends well, but two workloads that do not shut down gracefully lose requests when their pods move. The meter shows it. */
export const ungraceful: Scenario = {
  name: 'ungraceful',
  title: 'Workloads that die ungracefully',
  about:
    'shop/legacy has no preStop delay and exits at once; shop/stubborn ignores SIGTERM until it is killed. Watch their failed requests.',
  build(stage) {
    addOrdinaryCluster(stage);
    stage.onceUp(() => addUngraceful(stage));
  },
  expected: { outcome: 'succeeded', replaced: 6, lossless: false, evictionsPerPodMax: 1 },
  minutesMax: 120,
};

function addUngraceful(stage: Stage): void {
  const bad = {
    namespace: 'shop',
    replicas: 3,
    preStopSeconds: 0,
    requestsPerSecond: 60,
    budget: { maxUnavailable: 1 },
  };
  addDeployment(stage, { ...bad, name: 'legacy', behaviour: { onSigterm: 'exit' } });
  addDeployment(stage, { ...bad, name: 'stubborn', graceSeconds: 10, behaviour: { onSigterm: 'ignore' } });
}
