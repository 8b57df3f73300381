import type { AccessQuestion } from '../../ports/cluster.ts';

/** What a rollout does in the whole cluster, and what every tick of it reads. What preflight alone reads shows by itself. */
export const NEEDED_RIGHTS: readonly AccessQuestion[] = [
  { verb: 'patch', group: '', resource: 'nodes' },
  { verb: 'create', group: '', resource: 'pods/eviction' },
  { verb: 'get', group: '', resource: 'nodes' },
  { verb: 'watch', group: '', resource: 'nodes' },
  { verb: 'watch', group: '', resource: 'pods' },
  { verb: 'watch', group: 'policy', resource: 'poddisruptionbudgets' },
  { verb: 'watch', group: 'storage.k8s.io', resource: 'volumeattachments' },
  { verb: 'get', group: 'apps', resource: 'deployments' },
  { verb: 'get', group: 'apps', resource: 'replicasets' },
  { verb: 'get', group: 'apps', resource: 'statefulsets' },
  { verb: 'get', group: 'batch', resource: 'jobs' },
];
