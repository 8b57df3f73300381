import type { Outcome } from '../scenarios/scenario.ts';
import type { World } from '../world.ts';
import { shownPhase } from './conversation.ts';

/** The phases at which a story is over, as the root message shows them. */
const OUTCOMES: Readonly<Record<string, Outcome>> = {
  BLOCKED: 'refused',
  REFUSED: 'refused',
  STALE_PLAN: 'refused',
  SUCCEEDED: 'succeeded',
  PAUSED: 'paused',
  HALTED: 'halted',
  ABORTED: 'aborted',
  ROLLED_BACK: 'rolled-back',
  ROLLBACK_INCOMPLETE: 'rollback-incomplete',
};

/** Real ms between two looks. */
const LOOK_MS = 50;

/** Waits until the story is over. Throws when it is not within the world minutes it may take. */
export async function awaitOutcome(world: World, minutesMax: number): Promise<Outcome> {
  const until = world.clock.now() + minutesMax * 60_000;
  for (;;) {
    const outcome = OUTCOMES[shownPhase(world) ?? ''];
    if (outcome) return outcome;
    if (world.clock.now() > until) {
      throw new Error(
        `the story did not end within ${minutesMax} minutes of world time; last seen: ${shownPhase(world) ?? 'nothing'}`,
      );
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}
