import type { Deployment } from '../kinds/deployment.ts';
import type { ReplicaSet } from '../kinds/replica-set.ts';
import { sizeAnnotations } from './rollout.ts';

export const REVISION = 'deployment.kubernetes.io/revision';
const HISTORY = 'deployment.kubernetes.io/revision-history';

/** Annotations of a Deployment that stay with it. */
const NOT_COPIED = new Set([
  'kubectl.kubernetes.io/last-applied-configuration',
  REVISION,
  HISTORY,
  'deployment.kubernetes.io/desired-replicas',
  'deployment.kubernetes.io/max-replicas',
  'deprecated.deployment.rollback.to',
]);

export function revisionOf({ metadata }: ReplicaSet | Deployment): number {
  return Number(metadata.annotations?.[REVISION] ?? 0);
}

export function nextRevision(old: readonly ReplicaSet[]): number {
  return Math.max(0, ...old.map(revisionOf)) + 1;
}

/** What the newest ReplicaSet is annotated with; a former revision that becomes the newest again remembers it. */
export function annotationsOfNewest(
  deployment: Deployment,
  revision: number,
  former: ReplicaSet | undefined,
): Record<string, string> {
  const copied = Object.entries(deployment.metadata.annotations ?? {}).filter(
    ([key]) => !NOT_COPIED.has(key),
  );
  const past = former && revisionOf(former);
  const before = former?.metadata.annotations?.[HISTORY];
  const history = past !== undefined && past > 0 && past < revision ? [before, String(past)] : [before];
  const text = history.filter((part) => part !== undefined && part !== '').join(',');
  return {
    ...former?.metadata.annotations,
    ...Object.fromEntries(copied),
    ...(text !== '' && { [HISTORY]: text }),
    ...(former ? {} : sizeAnnotations(deployment)),
    [REVISION]: String(Math.max(revision, past ?? 0)),
  };
}
