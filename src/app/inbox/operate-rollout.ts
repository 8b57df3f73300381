import { mayDo } from '../../core/request/access.ts';
import type { InboxItem } from '../../core/request/inbox-item.ts';
import type { Reply } from '../../core/request/reply.ts';
import type { RolloutEvent } from '../../core/rollout/rollout-event.ts';
import type { Person, Rollout } from '../../core/rollout/rollout.ts';
import { changeRollout } from '../change-rollout.ts';
import type { Directory, GroupHandle } from '../directory.ts';
import { readPerson } from '../person-facts.ts';
import { auditPerson } from './audit-person.ts';
import { accessReply, phaseName, staleCardReply, staleStoreReply } from './replies.ts';

export type OperatorVerb = 'pause' | 'resume' | 'retry' | 'abort' | 'cancel';

/** Pause, resume, retry, abort, cancel: who may, in which phase, and what the person is told. */
export async function operateRollout(
  directory: Directory,
  handle: GroupHandle,
  rollout: Rollout,
  item: InboxItem,
  verb: OperatorVerb,
): Promise<Reply> {
  const { settings } = handle;
  const person = await readPerson(handle.ports, settings, item.sender);
  const access = mayDo(person, 'operate', { teamId: directory.teamId, requesterId: rollout.requestedBy.id });
  if (!access.allowed) return accessReply(access, settings);
  const brake = await brakeInTheWay(handle, rollout, verb);
  if (brake) return brake;
  await auditPerson(handle, rollout, item, {
    action: `rollout.${verb}`,
    target: { rollout: rollout.id },
    why: 'a person asked for it',
  });
  const by = { id: item.sender.userId, name: item.sender.userName };
  const change = await changeRollout(handle, rollout.id, (current) =>
    eventOf(handle, current, item, verb, by),
  );
  switch (change.kind) {
    case 'changed':
      return {
        code: 'ok',
        what: doneText(meantBy(verb, change.rollout), change.rollout),
        next: nextText(verb),
      };
    case 'conflict':
      return refusedText(verb, change.rollout);
    case 'missing':
      return staleCardReply(rollout.id, undefined);
    case 'busy':
      return staleStoreReply(settings);
  }
}

function eventOf(
  handle: GroupHandle,
  current: Rollout,
  item: InboxItem,
  verb: OperatorVerb,
  by: Person,
): RolloutEvent | 'conflict' {
  const times = { at: handle.ports.clock.now(), real: handle.ports.clock.real() };
  // A card drawn for an earlier halt must not answer a later one.
  if (item.kind === 'click' && item.haltId !== undefined && current.halt && item.haltId !== current.halt.id)
    return 'conflict';
  switch (verb) {
    case 'pause':
      return current.pauseRequested ? 'conflict' : { type: 'pause-asked', by, ...times };
    case 'resume':
    case 'retry':
      return { type: 'resumed', by, ...times };
    case 'cancel':
      return { type: 'cancelled', by, ...times };
    case 'abort':
      return beforeStart(current)
        ? { type: 'cancelled', by, ...times }
        : { type: 'abort-asked', by, ...times };
  }
}

function beforeStart({ phase, startedAt }: Rollout): boolean {
  return startedAt === undefined && ['preflight', 'blocked', 'awaiting-approval', 'approved'].includes(phase);
}

async function brakeInTheWay(
  { ports, settings }: GroupHandle,
  { phase }: Rollout,
  verb: OperatorVerb,
): Promise<Reply | undefined> {
  // An abort from the halt empties the extra node, which the brake forbids.
  const evicts = verb === 'resume' || verb === 'retry' || (verb === 'abort' && phase === 'halted');
  if (!evicts) return undefined;
  const held = await ports.slots.read(settings.nodeGroup);
  if (!held?.brake) return undefined;
  return {
    code: 'E-BRAKE',
    what: 'The brake is on. Nothing was done.',
    why: 'Somebody set drover.dev/halt=true on the slot.',
    next: `Take it off first: kubectl -n ${settings.namespace} annotate configmap ${held.objectName} drover.dev/halt-`,
  };
}

/** A cancellation that came after the start was an abort. */
function meantBy(verb: OperatorVerb, { phase }: Rollout): OperatorVerb {
  return verb === 'cancel' && phase === 'aborting' ? 'abort' : verb;
}

function doneText(verb: OperatorVerb, { id }: Rollout): string {
  switch (verb) {
    case 'pause':
      return `${id} pauses after the node in work.`;
    case 'resume':
    case 'retry':
      return `${id} goes on after preflight has run again.`;
    case 'cancel':
      return `${id} is cancelled. Nothing was changed.`;
    case 'abort':
      return `${id} is being aborted: no further node, the one in work is given back, the extra one leaves.`;
  }
}

function nextText(verb: OperatorVerb): string {
  switch (verb) {
    case 'pause':
      return 'Resume when you are ready.';
    case 'resume':
    case 'retry':
    case 'cancel':
    case 'abort':
      return 'The thread says how it goes.';
  }
}

function refusedText(verb: OperatorVerb, rollout: Rollout): Reply {
  if (verb === 'pause' && rollout.pauseRequested) {
    return {
      code: 'E-DONE',
      what: `${rollout.pauseRequested.name} has asked for a pause already. Nothing more to do.`,
    };
  }
  return {
    code: 'E-STALE',
    what: `${rollout.id} cannot be ${verb === 'retry' ? 'retried' : `${verb}${verb.endsWith('e') ? 'd' : 'ed'}`} now. Nothing was done.`,
    why: `It is ${phaseName(rollout.phase)}.`,
    next: 'See /patch status.',
  };
}
