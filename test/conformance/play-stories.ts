import { Difference, hooksOf, play, type Story } from '../recordings/replay.mjs';
import { startBareWorld, type BareWorld } from './start-bare-world.ts';

/** Where stories are played: a server, and what can be done to it from outside. */
export type StoryGround = Pick<BareWorld, 'server' | 'hooks'>;

export interface StoryResult {
  readonly story: string;
  readonly seconds: number;
  /** What differed; undefined if every `must` held. */
  readonly problem: string | undefined;
  readonly cleanupProblems: readonly string[];
}

export interface PlayOptions {
  /** How many side by side. */
  readonly jobs: number;
  /** Multiplies every waiting time. */
  readonly patience?: number;
  readonly onResult?: (result: StoryResult) => void;
}

/** How much faster world time runs for the stories that wait for minutes of it. */
const LONG_WAIT_SPEED = 8;

/** Plays stories in fresh worlds: one at the pace of the recording, one that is faster for those with long waits. */
export async function playInFreshWorlds(
  stories: readonly Story[],
  options: PlayOptions,
): Promise<StoryResult[]> {
  const isLong = ({ needs = [] }: Story): boolean => needs.includes('long-wait');
  const played = [
    playInFreshWorld(
      1,
      stories.filter((story) => !isLong(story)),
      options,
    ),
    playInFreshWorld(LONG_WAIT_SPEED, stories.filter(isLong), options),
  ];
  return (await Promise.all(played)).flat();
}

async function playInFreshWorld(
  speed: number,
  stories: readonly Story[],
  options: PlayOptions,
): Promise<StoryResult[]> {
  if (stories.length === 0) return [];
  const world = await startBareWorld({ speed });
  try {
    return await playStories(world, stories, options);
  } finally {
    await world.stop();
  }
}

/**
 * Plays stories side by side; those that stop the controllers or forget history would disturb the others and are
 * played alone, at the end.
 */
export async function playStories(
  world: StoryGround,
  stories: readonly Story[],
  { jobs, patience = 1, onResult = () => {} }: PlayOptions,
): Promise<StoryResult[]> {
  const results: StoryResult[] = [];
  const work = async (queue: Story[]): Promise<void> => {
    for (let story = queue.shift(); story; story = queue.shift()) {
      const result = await playOne(world, story, patience);
      results.push(result);
      onResult(result);
    }
  };
  const isAlone = (story: Story): boolean => hooksOf(story).length > 0;
  const together = stories.filter((story) => !isAlone(story));
  await Promise.all(Array.from({ length: jobs }, () => work(together)));
  await work(stories.filter(isAlone));
  return results;
}

async function playOne(world: StoryGround, story: Story, patience: number): Promise<StoryResult> {
  const begun = performance.now();
  const cleanupProblems: string[] = [];
  let problem: string | undefined;
  try {
    await play(story, {
      server: world.server,
      hooks: world.hooks,
      patience,
      onCleanupProblem: (step, error) => cleanupProblems.push(`${step.say}: ${error.message}`),
    });
  } catch (error) {
    problem = error instanceof Difference ? error.message : ((error as Error).stack ?? String(error));
  }
  return { story: story.story, seconds: (performance.now() - begun) / 1000, problem, cleanupProblems };
}
