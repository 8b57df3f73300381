import type { Act } from '../replacement/act.ts';
import type { Phase, Rollout } from './rollout.ts';

/** A promise of the engine (engine.md 6.3) that an effect would break. That is a fault of drover's, never of the world's. */
export interface BrokenPromise {
  /** `I5`, `I7`, `I8`, `I10`. */
  readonly invariant: string;
  readonly objects: readonly string[];
  readonly message: string;
}

/** Phases in which only what the rollout itself had added is taken away. */
const UNDOING: readonly Phase[] = ['halting', 'aborting', 'verifying'];

/**
 * What can be told from the slot alone, asked once more right before each effect: whatever decided it, nothing is taken
 * away that the slot does not name, and nothing without approval. Putting things back is never refused.
 */
export function brokenPromise(rollout: Rollout, act: Act): BrokenPromise | undefined {
  switch (act.kind) {
    case 'evict':
      return (
        unapproved(rollout, act) ?? notInWork(rollout, act.node, `Pod/${act.pod.namespace}/${act.pod.name}`)
      );
    case 'terminate':
      return unapproved(rollout, act) ?? unintended(rollout, act);
    case 'edit-node':
      if (act.verb === 'node.uncordon' || act.verb === 'node.unmark') return undefined;
      if (act.change.unschedulable !== true) return unapproved(rollout, act);
      return unapproved(rollout, act) ?? notInWork(rollout, act.node.name, `Node/${act.node.name}`);
    case 'create-template-version':
    case 'resume-processes':
    case 'set-desired':
    case 'suspend-processes':
    case 'tag-group':
    case 'untag-group':
    case 'use-template':
      return unapproved(rollout, act);
  }
}

/** I8: a plan, and as many people as it needs who approved exactly this one. */
function unapproved(
  { approvals, approvalsNeeded, planHash }: Rollout,
  { kind }: Act,
): BrokenPromise | undefined {
  const voters = new Set(approvals.filter((vote) => vote.planHash === planHash).map(({ by }) => by.id));
  if (planHash !== undefined && voters.size >= approvalsNeeded) return undefined;
  return {
    invariant: 'I8',
    objects: [],
    message: `${kind} was decided under a plan that ${voters.size} of ${approvalsNeeded} people approved.`,
  };
}

/** I7 and I10: only the node in the slot is emptied, and while things are put back only a surplus one. */
function notInWork({ active, phase }: Rollout, node: string, object: string): BrokenPromise | undefined {
  if (active?.node.name !== node) {
    const message = `${object} was to be taken from ${node}; the slot names ${active?.node.name ?? 'no node'}.`;
    return { invariant: 'I7', objects: [object], message };
  }
  const isStopped = phase !== 'running' && !(UNDOING.includes(phase) && active.purpose === 'shed');
  if (!isStopped) return undefined;
  return {
    invariant: 'I10',
    objects: [object],
    message: `${object} was to go while the rollout is ${phase}.`,
  };
}

/** I5: an instance is ended by the intent in the slot; or it never became a node, and is surplus. */
function unintended(
  { active, phase }: Rollout,
  { node }: Extract<Act, { kind: 'terminate' }>,
): BrokenPromise | undefined {
  const isUnjoined = node.uid === '' && UNDOING.includes(phase);
  if (isUnjoined || (active?.node.instanceId === node.instanceId && active.terminate)) return undefined;
  const object = `Instance/${node.instanceId}`;
  return {
    invariant: 'I5',
    objects: [object],
    message: `${object} was to be ended without an intent in the slot.`,
  };
}
