import type { Rollout } from '../core/rollout/rollout.ts';
import type { Conversation, ThreadState } from '../ports/thread-store.ts';

/** A halted rollout that waits beside its rollback keeps its conversation: it may come back. */
export function threadOf(
  { id, channel }: Rollout,
  waits: string | undefined,
  stored: ThreadState | undefined,
): ThreadState {
  if (stored?.rolloutId === id) return stored;
  const known = [stored, stored?.former].filter((one) => one !== undefined);
  const former = known.find(({ rolloutId }) => rolloutId === waits);
  const own = known.find(({ rolloutId }) => rolloutId === id);
  return {
    ...(own ?? { rolloutId: id, channel, toldUpTo: 0 }),
    ...(former ? { former: talkOf(former) } : {}),
  };
}

function talkOf({ former: _former, ...talk }: ThreadState): Conversation {
  return talk;
}
