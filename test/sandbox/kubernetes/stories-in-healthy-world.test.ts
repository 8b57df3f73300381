import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CREDENTIALS } from '../../../src/sandbox/run/credentials.ts';
import { healthy } from '../../../src/sandbox/scenarios/healthy.ts';
import { settleWorld } from '../../../src/sandbox/settle-world.ts';
import { startWorld, type World } from '../../../src/sandbox/world.ts';
import { playStories, type StoryGround } from '../../conformance/play-stories.ts';
import { readExceptions } from '../../conformance/exceptions.ts';
import { readStories } from '../../conformance/read-stories.ts';
import { renameStory } from '../../conformance/rename-story.ts';
import { Server, type Story } from '../../recordings/replay.mjs';

/** Minutes of world time pass faster for the stories that wait for them. */
const LONG_WAIT_SPEED = 8;

describe('the recorded stories in the world of the healthy scenario', () => {
  let world: World;
  let ground: StoryGround;
  beforeAll(async () => {
    world = await startWorld({ scenario: healthy, seed: 1, speed: 1 });
    await settleWorld(world, 1);
    const { url, caPem } = world.kubernetes;
    ground = {
      server: new Server({ url, tokens: CREDENTIALS.kubernetes, ca: caPem }),
      hooks: {
        'pause-controllers': () => world.controllers.pause(),
        'resume-controllers': () => world.controllers.resume(),
        'compact-history': () => world.cluster.store.compact(),
      },
    };
  }, 60_000);
  afterAll(async () => {
    ground.server.agent.destroy();
    await world.close();
  });

  it('hold under other names, two of each side by side', { timeout: 120_000 }, async () => {
    const exceptions = readExceptions();
    const stories = readStories()
      .filter(({ story }) => !exceptions.has(story))
      .flatMap((story) => [
        renameStory(story, { suffix: '-here', prefix: 's-', labels: { app: 'name' } }),
        renameStory(story, {
          suffix: '-there',
          prefix: 'z',
          labels: { app: 'example.com/name', half: 'side' },
        }),
      ]);
    const isLong = ({ needs = [] }: Story): boolean => needs.includes('long-wait');

    const short = await playStories(
      ground,
      stories.filter((story) => !isLong(story)),
      { jobs: 16 },
    );
    world.clock.setSpeed(LONG_WAIT_SPEED);
    const long = await playStories(ground, stories.filter(isLong), { jobs: 2 });

    const results = [...short, ...long];
    expect(results).toHaveLength(stories.length);
    expect(results.filter(({ problem }) => problem !== undefined)).toEqual([]);
  });
});
