import type { Person, Rollout } from './rollout.ts';
import { tell } from './story.ts';

interface Opening {
  readonly nonce: string;
  readonly requestedBy: Person;
  readonly requestKey: string;
  readonly channel: string;
  readonly approvalsNeeded: number;
  readonly reason?: string;
  /** The rollout to undo, for a rollback. */
  readonly undoing?: Rollout;
  /** Product time and real time, epoch ms. */
  readonly at: number;
  readonly real: number;
}

/** A new request, before anything was read. */
export function openRollout(opening: Opening): Rollout {
  const { nonce, requestedBy, requestKey, channel, approvalsNeeded, reason, undoing, at, real } = opening;
  const rollout: Rollout = {
    id: rolloutId(nonce),
    nonce,
    kind: undoing ? 'rollback' : 'patch',
    phase: 'preflight',
    requestedBy,
    requestedAt: real,
    requestKey,
    channel,
    approvals: [],
    approvalsNeeded,
    results: [],
    story: [],
    ...(reason ? { reason } : {}),
    ...(undoing ? { undoes: undoing.id } : {}),
    // The plan of the rollout to undo says which template version its nodes came from.
    ...(undoing?.plan ? { plan: undoing.plan } : {}),
    // A halted rollout may have left things as they stood: what the group was like before it is what to come back to.
    ...(undoing?.phase === 'halted' && undoing.prior ? { prior: undoing.prior } : {}),
  };
  return tell(rollout, at, { kind: 'requested' });
}

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** `R-` and five base32 characters of the nonce (design decision 17): no counter that a flush could reset. */
function rolloutId(nonce: string): string {
  const bytes = Array.from({ length: 5 }, (_, index) =>
    Number.parseInt(nonce.slice(index * 2, index * 2 + 2), 16),
  );
  return `R-${bytes.map((byte) => BASE32[byte % BASE32.length]).join('')}`;
}
