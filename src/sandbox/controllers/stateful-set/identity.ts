import type { Draft } from '../../kubernetes/cluster.ts';
import type { PersistentVolumeClaim } from '../kinds/persistent-volume-claim.ts';
import type { Pod, Volume } from '../kinds/pod.ts';
import type { StatefulSet } from '../kinds/stateful-set.ts';
import { podDraft } from '../pod-draft.ts';
import type { TemplateRevision } from '../template-revisions.ts';

export const REVISION_LABEL = 'controller-revision-hash';

export function podName({ metadata }: StatefulSet, ordinal: number): string {
  return `${metadata.name}-${ordinal}`;
}

/** The number at the end of a pod's name, if the rest is the name of the set. */
export function ordinalOf({ metadata }: StatefulSet, pod: Pod): number | undefined {
  const match = /^(.*)-(\d+)$/.exec(pod.metadata.name);
  return match?.[1] === metadata.name ? Number(match[2]) : undefined;
}

/** The first ordinal, and the one after the last. */
export function ordinalRange({ spec }: StatefulSet): { first: number; end: number } {
  const first = spec.ordinals?.start ?? 0;
  return { first, end: first + (spec.replicas ?? 1) };
}

export function memberDraft(set: StatefulSet, ordinal: number, revision: TemplateRevision): Draft {
  const draft = podDraft(set, revision.template);
  const name = podName(set, ordinal);
  return {
    ...draft,
    metadata: {
      ...draft.metadata,
      name,
      labels: {
        ...draft.metadata.labels,
        'apps.kubernetes.io/pod-index': String(ordinal),
        [REVISION_LABEL]: revision.name,
        'statefulset.kubernetes.io/pod-name': name,
      },
    },
    spec: {
      ...draft.spec,
      hostname: name,
      ...(set.spec.serviceName && { subdomain: set.spec.serviceName }),
      ...withClaims(set, ordinal, draft.spec.volumes),
    },
  };
}

/** The claims of the templates come first and replace volumes of the same name. */
function withClaims(set: StatefulSet, ordinal: number, volumes: Volume[] = []): { volumes?: Volume[] } {
  const templates = set.spec.volumeClaimTemplates ?? [];
  const claims = templates.map(({ metadata }) => ({
    name: metadata.name,
    persistentVolumeClaim: { claimName: claimName(set, metadata.name, ordinal) },
  }));
  const names = new Set(claims.map(({ name }) => name));
  const all = [...claims, ...volumes.filter(({ name }) => !names.has(name))];
  return all.length > 0 ? { volumes: all } : {};
}

function claimName(set: StatefulSet, template: string, ordinal: number): string {
  return `${template}-${podName(set, ordinal)}`;
}

export function claimNamesOf(set: StatefulSet, ordinal: number): string[] {
  return (set.spec.volumeClaimTemplates ?? []).map(({ metadata }) => claimName(set, metadata.name, ordinal));
}

export function claimDrafts(set: StatefulSet, ordinal: number): Draft[] {
  return (set.spec.volumeClaimTemplates ?? []).map(
    (template: Pick<PersistentVolumeClaim, 'metadata' | 'spec'>) => ({
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: {
        name: claimName(set, template.metadata.name, ordinal),
        ...(set.metadata.namespace !== undefined && { namespace: set.metadata.namespace }),
        labels: { ...template.metadata.labels, ...set.spec.selector.matchLabels },
        ...(template.metadata.annotations && { annotations: template.metadata.annotations }),
      },
      spec: structuredClone(template.spec),
      status: { phase: 'Pending' },
    }),
  );
}
