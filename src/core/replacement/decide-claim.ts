import { tell } from '../rollout/story.ts';
import type { Claim } from '../rollout/claim.ts';
import type { NodeResult, Problem, Rollout } from '../rollout/rollout.ts';
import { save, stuck, wait } from './decision.ts';
import type { StepAnswer } from './decision.ts';
import { isLeaving, isPatched, membersOf } from './members.ts';
import type { StageContext } from './stage-context.ts';
import { withClaim } from './stage-context.ts';
import { drain } from './stages/draining.ts';
import { judge } from './stages/judging.ts';
import { settle } from './stages/settling.ts';
import { terminate } from './stages/terminating.ts';

/** The next thing for the node in work. The stage is a cache of how far it came; what is done is read in the world. */
export function decideClaim(context: StageContext): StepAnswer {
  const { claim, seen } = context;
  const another = registeredAnew(context);
  if (another) return stuck(another);
  switch (claim.stage) {
    case 'draining':
      return drain(context);
    case 'settling':
      return settle(context);
    case 'judging':
      return whenDone(judge(context), () => (claim.canary ? canaryPassed(context) : release(context)));
    case 'terminating':
      if (!seen.group) return wait(context.plan.policy.pollMs, 'the node group is being read');
      return whenDone(terminate(context), () => afterTermination(context));
  }
}

/** Its node object was deleted, and its kubelet made another one: what runs on the machine now was never drained. */
function registeredAnew({ claim, seen, work }: StageContext): Omit<Problem, 'at'> | undefined {
  if (work.node || !seen.group) return undefined;
  const { name, uid, instanceId } = claim.node;
  const member = membersOf(seen.group).find(({ instance }) => instance.instanceId === instanceId);
  if (!member?.node || isLeaving(member) || member.node.metadata.uid === uid) return undefined;
  return {
    kind: 'node-registered-anew',
    objects: [`Node/${member.node.metadata.name}`],
    message: `The node object of ${name} was deleted while it was in work, and ${instanceId} has registered as another one. What runs there now was not drained.`,
    fix: `Resume goes on with the other nodes; drain and end ${instanceId} yourself, or leave it to the next rollout.`,
    node: name,
  };
}

function whenDone(answer: StepAnswer, next: () => StepAnswer): StepAnswer {
  return answer.kind === 'done' ? next() : answer;
}

function canaryPassed(context: StageContext): StepAnswer {
  const { claim, seen } = context;
  const next = withClaim(context, { stage: 'terminating', waitingFor: 'the instance to end' });
  return save(tell(next, seen.now, { kind: 'canary-passed', node: claim.node.name }));
}

function afterTermination(context: StageContext): StepAnswer {
  const { claim, rollout } = context;
  if (claim.purpose === 'shed') return save(withoutClaim(rollout));
  if (claim.canary) return release(context);
  return save(withClaim(context, { stage: 'judging', waitingFor: 'the health window' }));
}

/** The node is replaced: its result is written and the slot is free for the next one. */
function release(context: StageContext): StepAnswer {
  const { claim, seen, plan, rollout } = context;
  const replacedBy = successorOf(context);
  const result: NodeResult = {
    ...claim.node,
    result: 'replaced',
    movedPods: claim.podsTotal,
    startedAt: claim.claimedAt,
    endedAt: seen.now,
    ...(claim.progressAt === undefined ? {} : { drainedAt: claim.progressAt }),
    ...(replacedBy ? { replacedBy } : {}),
  };
  const freed: Rollout = { ...withoutClaim(rollout), results: [...rollout.results, result] };
  return save(
    tell(freed, seen.now, {
      kind: 'node-replaced',
      node: claim.node.name,
      index: freed.results.length,
      of: plan.nodes.length,
      zone: claim.node.zone,
      movedPods: claim.podsTotal,
      seconds: Math.round((seen.now - claim.claimedAt) / 1_000),
      ...(replacedBy ? { replacedBy } : {}),
    }),
  );
}

/** The patched node that took its place: the first not yet named, of the same zone if there is one. A name for people only. */
function successorOf({ seen, plan, rollout, claim }: StageContext): string | undefined {
  if (!seen.group) return undefined;
  const named = new Set(rollout.results.map(({ replacedBy }) => replacedBy));
  const fresh = membersOf(seen.group)
    .filter((member) => isPatched(member, plan.release) && member.node !== undefined)
    .filter(
      ({ node }) =>
        node && !named.has(node.metadata.name) && !plan.alreadyPatched.includes(node.metadata.name),
    )
    .toSorted((a, b) => (a.state?.launchedAt ?? 0) - (b.state?.launchedAt ?? 0));
  const near = fresh.find(({ instance }) => instance.zone === claim.node.zone) ?? fresh[0];
  return near?.node?.metadata.name;
}

export function withoutClaim(rollout: Rollout): Rollout {
  const { active: _gone, ...rest } = rollout as Rollout & { active?: Claim };
  return rest;
}
