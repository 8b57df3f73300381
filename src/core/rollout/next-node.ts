import { isCordoned } from '../fleet/node.ts';
import type { Node } from '../fleet/node.ts';
import type { RolloutPlan } from '../plan/rollout-plan.ts';
import { isLeaving, isPatched, isUsable, membersOf } from '../replacement/members.ts';
import { isCordonedBy } from '../replacement/node-changes.ts';
import type { GroupView } from '../replacement/seen.ts';
import type { NodeRef } from './claim.ts';
import { remainingNodes } from './remaining-nodes.ts';
import type { Rollout } from './rollout.ts';

/** `none`: nothing is left. `not-yet`: no node of the rest may be taken now, for a reason that can pass; they are named. */
export type NextNode =
  | { readonly kind: 'node'; readonly ref: NodeRef; readonly node: Node }
  | { readonly kind: 'skip'; readonly ref: NodeRef; readonly why: string }
  | { readonly kind: 'not-yet'; readonly why: string; readonly waiting: readonly NodeRef[] }
  | { readonly kind: 'none' };

/**
 * The first node of the plan's order that may go now. The order is fixed when the plan is made; only a node whose zone
 * has bound volumes and no patched node yet lets others pass.
 */
export function nextNode(rollout: Rollout, plan: RolloutPlan, view: GroupView): NextNode {
  const rest = remainingNodes(rollout, plan);
  const zones = patchedZones(plan, view);
  for (const ref of rest) {
    const verdict = judge(rollout, plan, view, ref);
    if (verdict !== 'go') return verdict;
    if (!plan.boundZones.includes(ref.zone) || zones.has(ref.zone)) {
      const node = view.nodes.find(({ metadata }) => metadata.uid === ref.uid);
      if (node) return { kind: 'node', ref, node };
    }
  }
  if (rest.length === 0) return { kind: 'none' };
  return {
    kind: 'not-yet',
    why: `a patched node in ${[...new Set(rest.map(({ zone }) => zone))].join(' or ')}, where volumes bind pods`,
    waiting: rest,
  };
}

function patchedZones(plan: RolloutPlan, view: GroupView): ReadonlySet<string> {
  const patched = membersOf(view).filter(
    (member) => isPatched(member, plan.release) && isUsable(member, view),
  );
  return new Set(patched.map(({ instance }) => instance.zone));
}

function judge(
  rollout: Rollout,
  plan: RolloutPlan,
  view: GroupView,
  ref: NodeRef,
): 'go' | Extract<NextNode, { kind: 'skip' }> {
  const member = membersOf(view).find(({ instance }) => instance.instanceId === ref.instanceId);
  if (!member || isLeaving(member)) return { kind: 'skip', ref, why: 'its instance is gone already' };
  if (isPatched(member, plan.release)) return { kind: 'skip', ref, why: 'it already runs the release' };
  const { node } = member;
  if (!node || node.metadata.uid !== ref.uid)
    return { kind: 'skip', ref, why: 'another node has taken its name' };
  if (isCordoned(node) && !isCordonedBy(node, rollout)) {
    return { kind: 'skip', ref, why: 'somebody else has cordoned it' };
  }
  return 'go';
}
