import type { Pod } from '../../fleet/pod.ts';
import type { PodRoot } from '../../fleet/workload-index.ts';
import type { PatchPolicy } from '../../plan/patch-policy.ts';
import { matchesNodeAffinity } from '../../placement/node-affinity.ts';
import type { Refusal } from '../../placement/objection.ts';
import type { Stranded } from '../../simulation/rehearsal.ts';
import type { Fleet } from '../fleet.ts';
import { rehearsalOf } from './rehearsal.ts';
import { workloadIndex } from './roots.ts';
import { countOf } from './words.ts';

/** Why a pod finds no place, as a person would name it. */
export type StrandedBy =
  | 'ghost'
  | 'anti-affinity'
  | 'volume'
  | 'host-port'
  | 'hostname'
  | 'label'
  | 'anything-else';

export interface StrandedRoot {
  readonly root: PodRoot;
  readonly pods: readonly Pod[];
  /** The nodes whose drain strands them. */
  readonly from: readonly string[];
  readonly refusals: ReadonlyMap<Refusal, number>;
}

/** Owners whose pods find no place for this reason. */
export function strandedBy(fleet: Fleet, policy: PatchPolicy, reason: StrandedBy): readonly StrandedRoot[] {
  const { rootOf } = workloadIndex(fleet);
  const found = new Map<string, StrandedRoot>();
  for (const stranded of rehearsalOf(fleet, policy).rehearsal.stranded) {
    if (reasonOf(fleet, stranded) !== reason) continue;
    const root = rootOf(stranded.pod);
    const before = found.get(root.ref);
    found.set(root.ref, {
      root,
      pods: [...(before?.pods ?? []), stranded.pod],
      from: [...new Set([...(before?.from ?? []), stranded.from])],
      refusals: before?.refusals ?? stranded.refusals,
    });
  }
  return [...found.values()];
}

/** `insufficient cpu on 3 nodes, taint on 1 node`: the most frequent reason first. */
export function refusalsInWords(refusals: ReadonlyMap<Refusal, number>): string {
  return [...refusals]
    .toSorted(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
    .map(([reason, count]) => `${reason} on ${countOf(count, 'node')}`)
    .join(', ');
}

/** Nodes that are out anyway say nothing about what the pod lacks; the rest decide. */
function reasonOf(fleet: Fleet, { pod, from, refusals, heldByGhost }: Stranded): StrandedBy {
  if (heldByGhost) return 'ghost';
  const reasons = [...refusals.keys()].filter(
    (reason) => !['cordoned', 'taint', 'node affinity'].includes(reason),
  );
  const among = (...names: readonly string[]) =>
    reasons.length > 0 && reasons.every((reason) => names.includes(reason) || reason.startsWith('volume'));
  if (
    among('pod anti-affinity', "another pod's anti-affinity") &&
    reasons.some((each) => each.includes('anti'))
  ) {
    return 'anti-affinity';
  }
  if (among('host port') && reasons.includes('host port')) return 'host-port';
  if (reasons.some((reason) => reason === 'volume affinity' || reason === 'volume zone')) return 'volume';
  if (reasons.length > 0) return 'anything-else';
  if (isPinned(pod)) return 'hostname';
  return fitsLabelsOf(fleet, pod, from) ? 'label' : 'anything-else';
}

/** It asks for labels, and its own node has them; so the group's next node lacks one. */
function fitsLabelsOf(fleet: Fleet, { spec }: Pod, nodeName: string): boolean {
  const asks = Object.keys(spec.nodeSelector ?? {}).length > 0 || spec.affinity?.nodeAffinity !== undefined;
  const node = fleet.get('nodes').find(({ metadata }) => metadata.name === nodeName);
  return (
    asks &&
    node !== undefined &&
    matchesNodeAffinity(spec, { name: nodeName, labels: node.metadata.labels ?? {} })
  );
}

/** Tied to the name of a node, which the next node will not have. */
function isPinned({ spec }: Pod): boolean {
  const terms =
    spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];
  const byTerm =
    terms.length > 0 &&
    terms.every(
      ({ matchExpressions = [], matchFields = [] }) =>
        matchFields.some(({ operator }) => operator === 'In') ||
        matchExpressions.some(({ key, operator }) => key === 'kubernetes.io/hostname' && operator === 'In'),
    );
  return byTerm || spec.nodeSelector?.['kubernetes.io/hostname'] !== undefined;
}
