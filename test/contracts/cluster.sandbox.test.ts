import { startSandboxCluster } from '../adapters/kubernetes/sandbox-cluster.ts';
import { ApiHarness } from './api-harness.ts';
import { describeClusterContract } from './cluster.contract.ts';

describeClusterContract("the adapter on the sandbox's Kubernetes", async () => {
  const sandbox = await startSandboxCluster();
  const harness: ApiHarness = new ApiHarness(
    { kubeconfig: sandbox.kubeconfig, policies: true },
    async (name, app) => {
      sandbox.controllers.pause();
      await harness.makeBudget(name, { app, minAvailable: 0 });
      return async () => sandbox.controllers.resume();
    },
  );
  const close = harness.close.bind(harness);
  harness.close = async () => {
    await close();
    await sandbox.close();
  };
  return harness.start();
});
