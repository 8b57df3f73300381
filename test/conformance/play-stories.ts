import { Difference, hooksOf, play, type Story } from '../recordings/replay.mjs';
import type { BareWorld } from './start-bare-world.ts';

export interface StoryResult {
  readonly story: string;
  readonly seconds: number;
  /** What differed; undefined if every `must` held. */
  readonly problem: string | undefined;
  readonly cleanupProblems: readonly string[];
}

/**
 * Plays stories side by side; those that stop the controllers or forget history would disturb the others and are
 * played alone, at the end.
 */
export async function playStories(
  world: BareWorld,
  stories: readonly Story[],
  jobs: number,
  onResult: (result: StoryResult) => void = () => {},
): Promise<StoryResult[]> {
  const results: StoryResult[] = [];
  const work = async (queue: Story[]): Promise<void> => {
    for (let story = queue.shift(); story; story = queue.shift()) {
      const result = await playOne(world, story);
      results.push(result);
      onResult(result);
    }
  };
  const isAlone = (story: Story): boolean => hooksOf(story).length > 0;
  // The longest first: it must not be what everybody waits for at the end.
  const together = stories
    .filter((story) => !isAlone(story))
    .toSorted((left, right) => weight(right) - weight(left));
  await Promise.all(Array.from({ length: jobs }, () => work(together)));
  await work(stories.filter(isAlone));
  return results;
}

function weight({ needs = [] }: Story): number {
  return Number(needs.includes('long-wait'));
}

async function playOne(world: BareWorld, story: Story): Promise<StoryResult> {
  const begun = performance.now();
  const cleanupProblems: string[] = [];
  let problem: string | undefined;
  try {
    await play(story, {
      server: world.server,
      hooks: world.hooks,
      onCleanupProblem: (step, error) => cleanupProblems.push(`${step.say}: ${error.message}`),
    });
  } catch (error) {
    problem = error instanceof Difference ? error.message : ((error as Error).stack ?? String(error));
  }
  return { story: story.story, seconds: (performance.now() - begun) / 1000, problem, cleanupProblems };
}
