import { canonicalJson } from '../canonical-json.ts';
import type { ControllerContext } from '../controller-context.ts';
import type { Deployment } from '../kinds/deployment.ts';
import type { PodTemplate } from '../kinds/pod-template.ts';
import type { ReplicaSet } from '../kinds/replica-set.ts';
import { controllerReference } from '../owner.ts';
import { shortHash } from '../short-hash.ts';
import { annotationsOfNewest, nextRevision, REVISION } from './revisions.ts';
import { replicasOf, slack, sumReplicas } from './rollout.ts';

const HASH = 'pod-template-hash';

/** The oldest ReplicaSet whose template is that of the Deployment, hash aside. */
export function findNewest(deployment: Deployment, sets: readonly ReplicaSet[]): ReplicaSet | undefined {
  const wanted = templateText(deployment.spec.template);
  return sets
    .toSorted((one, other) => one.metadata.creationTimestamp.localeCompare(other.metadata.creationTimestamp))
    .find(({ spec }) => templateText(spec.template) === wanted);
}

function templateText({ metadata, spec }: PodTemplate): string {
  const { [HASH]: _hash, ...labels } = metadata?.labels ?? {};
  return canonicalJson({ labels, annotations: metadata?.annotations ?? {}, spec });
}

/** Brings the annotations of an existing newest ReplicaSet, and of the Deployment, up to date. */
export function refreshNewest(
  { cluster }: ControllerContext,
  deployment: Deployment,
  newest: ReplicaSet,
  old: readonly ReplicaSet[],
): ReplicaSet {
  const { namespace, name } = newest.metadata;
  const annotations = annotationsOfNewest(deployment, nextRevision(old), newest);
  writeRevision(cluster, deployment, annotations[REVISION] ?? '1');
  const isFresh =
    canonicalJson(newest.metadata.annotations) === canonicalJson(annotations) &&
    (newest.spec.minReadySeconds ?? 0) === (deployment.spec.minReadySeconds ?? 0);
  if (isFresh) return newest;
  const refreshed = cluster.edit<ReplicaSet>('replicasets.apps', namespace, name, (draft) => {
    draft.metadata.annotations = annotations;
    if (deployment.spec.minReadySeconds) draft.spec.minReadySeconds = deployment.spec.minReadySeconds;
    else delete draft.spec.minReadySeconds;
  });
  return refreshed ?? newest;
}

/** Makes the ReplicaSet of a template that was never there. Undefined if its name was taken: then try again. */
export function makeNewest(
  { cluster }: ControllerContext,
  deployment: Deployment,
  old: readonly ReplicaSet[],
): ReplicaSet | undefined {
  const { template, selector, minReadySeconds } = deployment.spec;
  const collisions = deployment.status?.collisionCount ?? 0;
  const hash = shortHash(templateText(template), collisions);
  const labels = { ...template.metadata?.labels, [HASH]: hash };
  const revision = nextRevision(old);
  const made = cluster.create<ReplicaSet>('replicasets.apps', {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      name: `${deployment.metadata.name}-${hash}`,
      ...(deployment.metadata.namespace !== undefined && { namespace: deployment.metadata.namespace }),
      labels,
      annotations: annotationsOfNewest(deployment, revision, undefined),
      ownerReferences: [controllerReference(deployment)],
    },
    spec: {
      replicas: firstSize(deployment, old),
      ...(minReadySeconds !== undefined && minReadySeconds > 0 && { minReadySeconds }),
      selector: { ...selector, matchLabels: { ...selector.matchLabels, [HASH]: hash } },
      template: { ...structuredClone(template), metadata: { ...structuredClone(template.metadata), labels } },
    },
    status: { replicas: 0 },
  });
  if (made) writeRevision(cluster, deployment, String(revision));
  else countCollision(cluster, deployment, collisions);
  return made;
}

/** As many as fit under the surge beside the old ones. */
export function firstSize(deployment: Deployment, old: readonly ReplicaSet[], present = 0): number {
  const wanted = replicasOf(deployment);
  if (deployment.spec.strategy?.type === 'Recreate') return wanted;
  const total = sumReplicas(old) + present;
  const most = wanted + slack(deployment).surge;
  if (total >= most) return present;
  return present + Math.min(most - total, wanted - present);
}

type Cluster = ControllerContext['cluster'];

function writeRevision(cluster: Cluster, { metadata }: Deployment, revision: string): void {
  if (metadata.annotations?.[REVISION] === revision) return;
  cluster.edit<Deployment>('deployments.apps', metadata.namespace, metadata.name, (draft) => {
    draft.metadata.annotations = { ...draft.metadata.annotations, [REVISION]: revision };
  });
}

function countCollision(cluster: Cluster, { metadata }: Deployment, collisions: number): void {
  cluster.edit<Deployment>('deployments.apps', metadata.namespace, metadata.name, (draft) => {
    draft.status = { ...draft.status, collisionCount: collisions + 1 };
  });
}
