import type { Phase } from '../../../src/core/rollout/rollout.ts';
import type { Slot } from '../../../src/core/rollout/slot.ts';
import type { WireAct } from '../../fakes/ports/wire.ts';
import { LATE_MAX_MS } from '../kernel/process-wire.ts';
import { GROUP } from '../kernel/the-group.ts';
import type { Witness } from './witness.ts';

/** Phases in which nothing may be taken away any more but what the rollout itself had added. */
const STOPPED: readonly Phase[] = [
  'halting',
  'halted',
  'aborting',
  'aborted',
  'paused',
  'verifying',
  'succeeded',
];

/** After a halt was accepted a request of before may land so late, ms: its look, its way, and its delay. */
const LANDS_MS = LATE_MAX_MS + 15_000;

/** The brake stops within one tick; a tick has its reads and its deadline, ms. */
const BRAKE_MS = 60_000 + LANDS_MS;

/** I10: after a halt, an abort or a pause nothing is evicted for a node that was to be replaced. */
export function checkHalt(witness: Witness, act: WireAct): void {
  const rollout = witness.slot?.rollout;
  if (!rollout || !takesAway(act) || isForAnotherPod(witness, act)) return;
  // What was sent for a surplus node may land when that claim is over.
  const isShedding = rollout.active?.purpose === 'shed' || wasShed(witness, act);
  if (STOPPED.includes(rollout.phase) && !isShedding && witness.ledger.since('stopped') > LANDS_MS)
    witness.break('I10', `${act.kind} lands while the rollout is ${rollout.phase}`);
  const braked = witness.sim.slots.isBraked(GROUP) && witness.ledger.since('braked') > BRAKE_MS;
  if (braked && !isShedding && rollout.phase === 'running')
    witness.break('I10', `${act.kind} lands although the brake is on`);
}

/** I10: no new claim of a node to be replaced. */
export function checkHaltOnSlot(witness: Witness, before: Slot | undefined, after: Slot | undefined): void {
  const [old, now] = [before?.rollout, after?.rollout];
  if (old?.active?.purpose === 'shed') witness.ledger.note(`shed ${old.active.node.uid}`);
  if (!now) return;
  if (STOPPED.includes(now.phase) && (old?.id !== now.id || !STOPPED.includes(old.phase)))
    witness.ledger.note('stopped');
  if (witness.sim.slots.isBraked(GROUP) && !witness.wasBraked) witness.ledger.note('braked');
  witness.wasBraked = witness.sim.slots.isBraked(GROUP);
  const isClaimed = now.active !== undefined && now.active.node.uid !== old?.active?.node.uid;
  if (isClaimed && now.active?.purpose === 'replace' && now.phase !== 'running')
    witness.break('I10', `${now.active.node.name} is claimed while the rollout is ${now.phase}`);
}

/** Its pod is gone, and another one has the name: the uid that it names makes the API server refuse it. */
function isForAnotherPod(witness: Witness, act: WireAct): boolean {
  if (act.kind !== 'evict') return false;
  const pod = witness.sim.world.cluster.objects.get('pods', act.pod.namespace, act.pod.name);
  return pod?.metadata.uid !== act.pod.uid;
}

function wasShed(witness: Witness, act: WireAct): boolean {
  return witness.ledger.isRecent(`shed ${nodeUidOf(witness, act) ?? ''}`, LANDS_MS);
}

function nodeUidOf(witness: Witness, act: WireAct): string | undefined {
  if (act.kind === 'edit-node') return act.target.uid;
  if (act.kind !== 'evict') return undefined;
  const pod = witness.sim.world.cluster.objects.get('pods', act.pod.namespace, act.pod.name);
  return witness.truth.nodes.find(({ metadata }) => metadata.name === pod?.spec.nodeName)?.metadata.uid;
}

function takesAway(act: WireAct): boolean {
  return act.kind === 'evict' || (act.kind === 'edit-node' && act.edit.unschedulable === true);
}
