import type { InboxItem } from '../../core/request/inbox-item.ts';
import type { Rollout } from '../../core/rollout/rollout.ts';
import type { AuditEntry } from '../../ports/audit-log.ts';
import type { GroupHandle } from '../directory.ts';
import { groupKey } from '../group-settings.ts';

/** Writes down what a person wants of a rollout, before it is done, with the proof that it was them. Throws if it cannot be written. */
export async function auditPerson(
  { ports, settings }: GroupHandle,
  { id, planHash, approvals }: Rollout,
  { sender, proof, dedupeKey }: InboxItem,
  said: Pick<AuditEntry, 'action' | 'target' | 'why'>,
): Promise<void> {
  await ports.audit.append({
    rollout: id,
    group: groupKey(settings),
    epoch: 0,
    actor: { type: 'user', id: sender.userId, team: sender.teamId },
    stage: 'event',
    plan: planHash ?? null,
    approvals: approvals.map(({ by }) => by.id),
    detail: { proof, dedupeKey },
    ...said,
  });
}
