import { mayDo } from '../../core/request/access.ts';
import type { InboxItem } from '../../core/request/inbox-item.ts';
import type { PatchCommand } from '../../core/request/patch-command.ts';
import type { Reply } from '../../core/request/reply.ts';
import { openRollout } from '../../core/rollout/open-rollout.ts';
import { PREFLIGHT_MAX_MS } from '../../core/rollout/preflight-max.ts';
import { hasEnded } from '../../core/rollout/rollout.ts';
import type { RolloutEvent } from '../../core/rollout/rollout-event.ts';
import type { Rollout } from '../../core/rollout/rollout.ts';
import { emptySlot } from '../../core/rollout/slot.ts';
import { changeRollout, wake } from '../change-rollout.ts';
import type { Directory, GroupHandle } from '../directory.ts';
import { findGroup } from '../directory.ts';
import { readPerson } from '../person-facts.ts';
import { patiently } from '../patiently.ts';
import { preparePlan } from '../prepare-plan.ts';
import { accessReply, lockedReply, staleStoreReply } from './replies.ts';

type PatchWords = Extract<PatchCommand, { kind: 'patch' }>;

/**
 * `/patch prod workers`: takes the slot for a request, tells the channel, reads and plans, and offers the plan.
 * Touches neither nodes nor the group. `answer` is called once at the start, so that nobody waits for the reading.
 */
export async function requestPatch(
  directory: Directory,
  item: InboxItem,
  words: PatchWords,
  answer: (reply: Reply) => Promise<void>,
): Promise<void> {
  const handle = findGroup(directory, words.cluster, words.nodeGroup);
  if (!handle) return;
  const person = await readPerson(handle.ports, handle.settings, item.sender);
  const access = mayDo(person, 'request', { teamId: directory.teamId });
  if (!access.allowed) return answer(accessReply(access, handle.settings));
  const opened = await takeSlot(handle, item, words.reason);
  if (opened.kind === 'refused') return answer(opened.reply);
  const { rollout } = opened;
  await answer({
    code: 'ok',
    what: `${rollout.id}: planning ${words.cluster}/${words.nodeGroup}.`,
    next: `The plan and what would go wrong are posted in the channel in a few seconds.`,
  });
  await wake(handle);
  await planAndOffer(handle, rollout);
}

/**
 * Reads, plans, and writes what came of it into the slot; the announcer shows it. Asked for again meanwhile, it is done
 * once more afterwards and not beside it: what was fixed or waived in between is seen, and a cluster is read once at a time.
 */
export async function planAndOffer(handle: GroupHandle, rollout: Rollout): Promise<void> {
  const waits = handle.plans.isRunning(rollout.id);
  return handle.plans.run(rollout.id, async () => {
    const now = waits ? await readAgain(handle, rollout.id) : rollout;
    if (now) await planNow(handle, now);
  });
}

async function readAgain({ ports, settings }: GroupHandle, id: string): Promise<Rollout | undefined> {
  const held = await patiently(ports.clock, () => ports.slots.read(settings.nodeGroup));
  return held?.slot.rollout?.id === id ? held.slot.rollout : undefined;
}

async function planNow(handle: GroupHandle, rollout: Rollout): Promise<void> {
  if (rollout.phase !== 'preflight' && rollout.phase !== 'blocked') return;
  const event = await patiently(handle.ports.clock, () => preparePlan(handle, rollout)).catch(
    (error: unknown) => unreadable(handle, error),
  );
  const change = await changeRollout(handle, rollout.id, (current) =>
    current.phase === rollout.phase ? event : 'conflict',
  );
  if (change.kind !== 'changed') {
    handle.ports.log.warn('a finished preflight found its request changed', {
      rollout: rollout.id,
      change: change.kind,
    });
  }
}

/** A preflight that could not be carried out is no pass: it is shown as UNKNOWN, and can be run again. */
function unreadable({ ports }: GroupHandle, error: unknown): RolloutEvent {
  const reason = error instanceof Error ? error.message : String(error);
  ports.log.warn('a preflight could not be carried out', { error: reason });
  return {
    type: 'preflight-blocked',
    report: {
      verdict: 'unknown',
      findings: [],
      unknown: [{ id: 'cluster-unreadable', reason, objects: [] }],
      skipped: [],
      passed: [],
      prediction: null,
    },
    at: ports.clock.now(),
    real: ports.clock.real(),
  };
}

type Opened =
  | { readonly kind: 'opened'; readonly rollout: Rollout }
  | { readonly kind: 'refused'; readonly reply: Reply };

async function takeSlot(
  { settings, ports }: GroupHandle,
  item: InboxItem,
  reason: string | undefined,
): Promise<Opened> {
  const held = await ports.slots.read(settings.nodeGroup);
  const current = held?.slot.rollout;
  // Our own request, whose answer was lost: it goes on where it stood.
  if (current?.requestKey === item.dedupeKey) return { kind: 'opened', rollout: current };
  if (current && isTaken(current, ports.clock.real()))
    return { kind: 'refused', reply: lockedReply(current, settings) };
  const rollout = openRollout({
    nonce: ports.secure.nonce(16),
    requestedBy: { id: item.sender.userId, name: item.sender.userName },
    requestKey: item.dedupeKey,
    channel: settings.channel,
    approvalsNeeded: settings.approvers.needed,
    ...(reason ? { reason } : {}),
    at: ports.clock.now(),
    real: ports.clock.real(),
  });
  const slot = held?.slot ?? emptySlot(settings.cluster, settings.nodeGroup);
  const outcome = await ports.slots.save({ ...slot, rollout }, held?.version);
  return outcome.kind === 'saved'
    ? { kind: 'opened', rollout }
    : { kind: 'refused', reply: staleStoreReply(settings) };
}

/** A request that was blocked, or whose preflight died, gives way to a new one; everything else keeps the slot. */
function isTaken(rollout: Rollout, real: number): boolean {
  if (hasEnded(rollout.phase) || rollout.phase === 'blocked') return false;
  return rollout.phase !== 'preflight' || real - rollout.requestedAt < PREFLIGHT_MAX_MS;
}
