import type { Rollout } from './rollout.ts';
import type { StoryBody } from './story-event.ts';

/** The slot must stay far below the 1 MiB of a ConfigMap: old events are dropped, their numbers stay. */
const STORY_MAX = 400;

/** Adds an event to the rollout's story. `at`: product time. */
export function tell(rollout: Rollout, at: number, body: StoryBody): Rollout {
  const n = (rollout.story.at(-1)?.n ?? 0) + 1;
  return { ...rollout, story: [...rollout.story, { n, at, ...body }].slice(-STORY_MAX) };
}
