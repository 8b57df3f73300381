import type { Draft } from '../../kubernetes/cluster.ts';
import type { DaemonSet } from '../kinds/daemon-set.ts';
import type { Node } from '../kinds/node.ts';
import type { Pod, PodSpec, Toleration } from '../kinds/pod.ts';
import { podDraft } from '../pod-draft.ts';
import type { TemplateRevision } from '../template-revisions.ts';
import { selectsNode } from '../../scheduler/node-selection.ts';
import { tolerates } from '../../scheduler/tolerations.ts';

export const REVISION_LABEL = 'controller-revision-hash';

const TOLERATED: readonly Toleration[] = [
  { key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoExecute' },
  { key: 'node.kubernetes.io/unreachable', operator: 'Exists', effect: 'NoExecute' },
  { key: 'node.kubernetes.io/disk-pressure', operator: 'Exists', effect: 'NoSchedule' },
  { key: 'node.kubernetes.io/memory-pressure', operator: 'Exists', effect: 'NoSchedule' },
  { key: 'node.kubernetes.io/pid-pressure', operator: 'Exists', effect: 'NoSchedule' },
  { key: 'node.kubernetes.io/unschedulable', operator: 'Exists', effect: 'NoSchedule' },
];

const NO_NETWORK: Toleration = {
  key: 'node.kubernetes.io/network-unavailable',
  operator: 'Exists',
  effect: 'NoSchedule',
};

/** The pod of a DaemonSet for one node: pinned to it by name, and undisturbed by the node's ordinary troubles. */
export function daemonPodDraft(set: DaemonSet, nodeName: string, revision: TemplateRevision): Draft {
  const draft = podDraft(set, set.spec.template);
  const generation = set.metadata.annotations?.['deprecated.daemonset.template.generation'];
  return {
    ...draft,
    metadata: {
      ...draft.metadata,
      labels: {
        ...draft.metadata.labels,
        [REVISION_LABEL]: revision.hash,
        'pod-template-generation': generation ?? String(set.metadata.generation ?? 1),
      },
    },
    spec: {
      ...draft.spec,
      affinity: pinned(draft.spec, nodeName),
      tolerations: tolerationsOf(draft.spec),
    },
  };
}

/** The pin takes the place of all required terms; preferences stay. */
function pinned({ affinity }: PodSpec, nodeName: string): PodSpec['affinity'] & object {
  return {
    ...affinity,
    nodeAffinity: {
      ...affinity?.nodeAffinity,
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [{ matchFields: [{ key: 'metadata.name', operator: 'In', values: [nodeName] }] }],
      },
    },
  };
}

function tolerationsOf({ tolerations = [], hostNetwork }: PodSpec): Toleration[] {
  const added = hostNetwork === true ? [...TOLERATED, NO_NETWORK] : TOLERATED;
  const isThere = (wanted: Toleration): boolean =>
    tolerations.some(
      ({ key, effect, operator, value }) =>
        key === wanted.key &&
        effect === wanted.effect &&
        operator === wanted.operator &&
        value === wanted.value,
    );
  return [...tolerations, ...added.filter((toleration) => !isThere(toleration))];
}

/** The node that a daemon pod is for, also before it is bound. */
export function targetOf({ spec }: Pod): string | undefined {
  if (spec.nodeName) return spec.nodeName;
  const terms =
    spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];
  return terms
    .flatMap(({ matchFields = [] }) => matchFields)
    .find(({ key, operator, values }) => key === 'metadata.name' && operator === 'In' && values?.length === 1)
    ?.values?.[0];
}

/** Should a pod be made on the node, and may one that is there stay? */
export function fits(set: DaemonSet, node: Node): { run: boolean; stay: boolean } {
  const { spec } = set.spec.template;
  const { name, labels = {} } = node.metadata;
  const asPod = { metadata: set.metadata, apiVersion: 'v1', kind: 'Pod', spec };
  const isChosen = (!spec.nodeName || spec.nodeName === name) && selectsNode(asPod, { name, labels });
  if (!isChosen) return { run: false, stay: false };
  const tolerations = tolerationsOf(spec);
  const untolerated = (node.spec.taints ?? []).filter((taint) => !tolerates(tolerations, taint));
  return {
    run: !untolerated.some(({ effect }) => effect === 'NoSchedule' || effect === 'NoExecute'),
    stay: !untolerated.some(({ effect }) => effect === 'NoExecute'),
  };
}
