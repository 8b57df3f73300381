import type { ResourceName } from '../../kubernetes/object.ts';
import { matchesLabelSet, matchesSelector, type Labels } from '../kinds/label-selector.ts';
import type { ReplicaSet } from '../kinds/replica-set.ts';

/** ReplicaSets and the older ReplicationControllers are kept in the same way; only their selectors differ. */
export interface ReplicaKind {
  readonly resource: ResourceName;
  readonly kind: string;
  /** The name under which events are written. */
  readonly component: string;
  readonly selects: (set: ReplicaSet, labels: Labels | undefined) => boolean;
}

export const REPLICA_SET: ReplicaKind = {
  resource: 'replicasets.apps',
  kind: 'ReplicaSet',
  component: 'replicaset-controller',
  selects: ({ spec }, labels) => matchesSelector(spec.selector, labels),
};

export const REPLICATION_CONTROLLER: ReplicaKind = {
  resource: 'replicationcontrollers',
  kind: 'ReplicationController',
  component: 'replication-controller',
  // Its selector is a plain set of labels.
  selects: ({ spec }, labels) => matchesLabelSet(spec.selector as Labels, labels),
};
