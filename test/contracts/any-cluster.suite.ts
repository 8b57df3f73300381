import { ApiHarness } from './api-harness.ts';
import { describeClusterContract } from './cluster.contract.ts';

/** Run by run-on-cluster.ts alone, which says by the environment which cluster is meant. */
const {
  CONTRACT_KUBECONFIG: kubeconfig,
  CONTRACT_CONTEXT: context,
  CONTRACT_NAMESPACE: namespace,
} = process.env;
if (kubeconfig === undefined) throw new Error('run this suite with npm run conformance:cluster');

describeClusterContract('the adapter on this cluster', async () =>
  new ApiHarness({
    kubeconfig,
    ...(context === undefined ? {} : { context }),
    ...(namespace === undefined ? {} : { namespace }),
  }).start(),
);
