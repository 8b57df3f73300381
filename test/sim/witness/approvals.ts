import { canonicalJson } from '../../../src/core/canonical-json.ts';
import type { AuditEntry } from '../../../src/ports/audit-log.ts';
import type { WireAct } from '../../fakes/ports/wire.ts';
import type { EngineProcess } from '../kernel/engine-process.ts';
import type { Witness } from './witness.ts';

/** I8: every effect has its intent in the audit log, under a plan that enough people approved, none of whom asked for it. */
export function checkApproval(witness: Witness, process: EngineProcess, act: WireAct): void {
  const entry = process.intents.at(-1);
  if (!entry || !isFor(entry, act))
    return witness.break(
      'I8',
      `${act.kind} is sent, and the last intent in the audit log is ${entry?.action ?? 'none'}`,
    );
  const rollout = witness.slot?.rollout;
  const { plan } = entry;
  if (plan === null) return witness.break('I8', `${entry.action} without a plan`);
  const voters = witness.people?.approvals.get(plan) ?? new Set();
  if (voters.size < witness.sim.settings.approvers.needed)
    return witness.break('I8', `${entry.action} under a plan that ${voters.size} people approved`);
  if (rollout?.id !== entry.rollout || !rollout.plan || rollout.planHash !== plan) return;
  const known = witness.hashed.get(plan);
  if (known === rollout.plan) return;
  witness.hashed.set(plan, rollout.plan);
  if (witness.sim.secure.sha256(canonicalJson(rollout.plan)) !== plan)
    witness.break('I8', `the plan of ${rollout.id} is not the one that was approved`);
}

function isFor({ action, target }: AuditEntry, act: WireAct): boolean {
  switch (act.kind) {
    case 'evict':
      return action === 'pod.evict' && target['uid'] === act.pod.uid;
    case 'edit-node':
      return action.startsWith('node.') && target['uid'] === act.target.uid;
    case 'terminate':
      return action === 'instance.terminate' && target['instance'] === act.instanceId;
    case 'set-desired':
      return action === 'group.set-desired' && target['desired'] === String(act.desired);
    case 'use-template':
      return action === 'group.use-template' && target['version'] === act.version;
    case 'suspend':
    case 'resume':
      return action === `group.${act.kind}-processes`;
    case 'tag':
    case 'untag':
      return action === `group.${act.kind}-group`;
    case 'save-slot':
      return true;
  }
}
