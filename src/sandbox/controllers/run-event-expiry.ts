import type { ControllerContext } from './controller-context.ts';
import type { ClusterEvent } from './kinds/event.ts';
import { keyOf, partsOf } from './object-key.ts';

/** Events are forgotten an hour after they were written last. etcd does this, so it goes on while controllers stand still. */
export function runEventExpiry(context: ControllerContext): void {
  const { cluster, clock, settings } = context;
  const lastWritten = new Map<string, number>();
  context.watch<ClusterEvent>('events', ({ type, object }) => {
    const key = keyOf(object);
    // Re-inserted, so that the oldest come first.
    lastWritten.delete(key);
    if (type !== 'DELETED') lastWritten.set(key, clock.now());
  });
  const sweep = clock.every(settings.eventLifetimeMs / SWEEPS, () => {
    for (const [key, at] of lastWritten) {
      if (at > clock.now() - settings.eventLifetimeMs) return;
      cluster.delete('events', ...partsOf(key));
    }
  });
  context.onStop(() => sweep.cancel());
}

/** How often in the life of an event its end is looked for. */
const SWEEPS = 60;
