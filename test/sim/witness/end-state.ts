import { isCordoned } from '../../../src/core/fleet/node.ts';
import { KEYS } from '../../../src/core/replacement/act.ts';
import { hasEnded } from '../../../src/core/rollout/rollout.ts';
import type { Rollout } from '../../../src/core/rollout/rollout.ts';
import { GROUP } from '../kernel/the-group.ts';
import type { Witness } from './witness.ts';

/** L2: what waits for a person says for what: the object that blocks, or the person who asked. */
export function restIsExplained(witness: Witness, rollout: Rollout): void {
  if (rollout.phase === 'paused') {
    const { problem } = rollout;
    const byPerson = problem?.kind === 'paused-by-person';
    if (!problem) return witness.break('L2', `${rollout.id} is paused, and nothing says why`);
    const named =
      byPerson ||
      problem.objects.length > 0 ||
      problem.kind === 'dependency-down' ||
      problem.kind === 'forbidden';
    if (!named || problem.message === '')
      witness.break('L2', `${rollout.id} is paused for ${problem.kind} and names no object`);
  }
  if (rollout.phase === 'halted' && (rollout.halt?.reasons.length ?? 0) === 0)
    witness.break('L2', `${rollout.id} is halted, and nothing says why`);
  if (rollout.phase === 'blocked' && rollout.preflight === undefined)
    witness.break('L2', `${rollout.id} is blocked, and nothing says why`);
}

/** I4 and I12: a rollout that is over leaves nothing behind but what it says it leaves. */
export function checkEndState(witness: Witness): void {
  const rollout = witness.slot?.rollout;
  for (const uid of witness.bare)
    if (
      !witness.truth.pods.some(({ metadata }) => metadata.uid === uid) &&
      !witness.ledger.isRecent('capacity', 7_200_000)
    )
      witness.break('I12', `a bare pod is gone (${uid})`);
  if (witness.ledger.isRecent('slot', 36_000_000)) return;
  if (!rollout || !hasEnded(rollout.phase)) return;
  noMarks(witness, rollout);
  groupAsBefore(witness, rollout);
}

function noMarks(witness: Witness, rollout: Rollout): void {
  const living = new Set(
    witness.truth.living.map(({ instanceId }) => witness.truth.nodeOf(instanceId)?.metadata.uid),
  );
  for (const node of witness.truth.nodes.filter(({ metadata }) => living.has(metadata.uid))) {
    const { name, uid, annotations = {}, labels = {} } = node.metadata;
    if (isCordoned(node) && witness.ourCordons.has(uid))
      witness.break('I4', `${rollout.id} is ${rollout.phase}, and ${name} is still cordoned by it`);
    const left = [
      ...Object.keys(annotations).filter((key) => key.startsWith('drover.dev/')),
      ...(node.spec?.taints ?? []).map(({ key }) => key).filter((key) => key === KEYS.retiring),
      ...(witness.ourMarks.has(`exclude ${uid}`)
        ? Object.keys(labels).filter((key) => key === KEYS.excludeFromLoadBalancers)
        : []),
    ];
    if (left.length > 0)
      witness.break('I4', `${rollout.id} is ${rollout.phase}, and ${left.join(', ')} is left on ${name}`);
  }
}

function groupAsBefore(witness: Witness, rollout: Rollout): void {
  const group = witness.sim.world.cloud.groups.get(GROUP);
  if (!group) return;
  const { prior, leftUndone = [] } = rollout;
  const ours = group.suspendedProcesses.filter((process) => !prior?.suspendedProcesses.includes(process));
  if (ours.length > 0)
    witness.break('I4', `${rollout.id} is ${rollout.phase}, and ${ours.join(', ')} is still suspended`);
  if (Object.keys(group.tags).length > 0)
    witness.break('I4', `${rollout.id} is ${rollout.phase}, and its tags are on the group`);
  if (!prior || witness.ledger.isRecent('capacity', 36_000_000)) return;
  if (group.desired > prior.desired && leftUndone.length === 0)
    witness.break(
      'I4',
      `${rollout.id} is ${rollout.phase}, and the group has ${group.desired} nodes instead of ${prior.desired}`,
    );
  if (group.desired < prior.desired)
    witness.break(
      'I4',
      `${rollout.id} is ${rollout.phase}, and the group has only ${group.desired} nodes instead of ${prior.desired}`,
    );
}
