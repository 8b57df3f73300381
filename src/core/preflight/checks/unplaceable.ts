import type { Refusal } from '../../placement/objection.ts';
import { podName } from '../facts/moving-pods.ts';
import { NEEDS_REHEARSAL, rehearsalOf, USES_REHEARSAL } from '../facts/rehearsal.ts';
import { byRoot } from '../facts/roots.ts';
import { refusalsInWords, strandedBy } from '../facts/stranded.ts';
import { countOf, listOf } from '../facts/words.ts';
import type { PatchPolicy } from '../../plan/patch-policy.ts';
import type { Fleet } from '../fleet.ts';
import type { Observation, PreflightCheck } from '../preflight-check.ts';

/**
 * The rollout is rehearsed with the scheduler's own filters. A pod with a feature that they do not model is neither
 * placeable nor stranded: that is UNKNOWN.
 */
export const unplaceable: PreflightCheck = {
  id: 'unplaceable',
  number: 57,
  title: 'A pod that has to move finds no node',
  why: 'Its replacement would stay Pending, its workload short, and the drain of the next node would wait for it.',
  severities: ['blocker'],
  gate: true,
  needs: NEEDS_REHEARSAL,
  uses: USES_REHEARSAL,

  inspect(fleet, policy) {
    const stranded = strandedBy(fleet, policy, 'anything-else').map(
      ({ root, pods, from, refusals }): Observation => ({
        severity: 'blocker',
        objects: [root.ref, ...pods.map(podName), ...from.map((node) => `Node/${node}`)],
        message: `${countOf(pods.length, 'pod')} of ${root.ref} (${listOf(pods.map(podName))}) would find no node once ${listOf(from)} ${from.length === 1 ? 'is' : 'are'} drained: ${refusalsInWords(refusals)}.`,
        fix: fixFor(refusals),
      }),
    );
    return [...stranded, ...doubts(fleet, policy)];
  },
};

function doubts(fleet: Fleet, policy: PatchPolicy): Observation[] {
  const { unproven } = rehearsalOf(fleet, policy).rehearsal;
  const features = new Map(unproven.map((each) => [each.pod, each.features]));
  return byRoot(
    fleet,
    unproven.map(({ pod }) => pod),
  ).map(({ root, pods }) => ({
    reason: `cannot prove that ${listOf(pods.map(podName))} of ${root.ref} would find a node: ${[...new Set(pods.flatMap((pod) => features.get(pod) ?? []))].join(', ')} is not modelled`,
    objects: [root.ref, ...pods.map(podName)],
  }));
}

/** By the reason that keeps most nodes out, of those that something can be done about. */
function fixFor(refusals: ReadonlyMap<Refusal, number>): string {
  const [reason = 'node affinity'] = [...refusals]
    .filter(([each]) => each !== 'cordoned')
    .toSorted(
      ([a, x], [b, y]) =>
        Number(b.startsWith('insufficient')) - Number(a.startsWith('insufficient')) || y - x,
    )
    .map(([each]) => each);
  if (reason.startsWith('insufficient ')) {
    return `Add ${reason.slice('insufficient '.length)}: raise the surge, add a node, or lower what the pod requests.`;
  }
  return FIXES[reason] ?? `See what is behind "${reason}", and give the pod one more node that it accepts.`;
}

const REPAIR_CLAIM =
  'Repair its PersistentVolumeClaim first: the running pod works, its replacement cannot start.';

const FIXES: { readonly [R in Refusal]?: string } = {
  taint: 'Add nodes without the taint, or a toleration for it.',
  'node affinity':
    'Put the labels that the pod asks for into the definition of the node group: a new node has only those that all its nodes carry.',
  'topology spread':
    'Set whenUnsatisfiable: ScheduleAnyway or nodeTaintsPolicy: Honor in its constraint, or free a node in the emptiest domain.',
  'pod affinity': 'See that the pods it wants to be near run on nodes with room.',
  'claim missing': REPAIR_CLAIM,
  'claim lost': REPAIR_CLAIM,
  'claim being deleted': REPAIR_CLAIM,
  'claim not bound': REPAIR_CLAIM,
};
