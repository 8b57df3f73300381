import { describe, expect, it } from 'vitest';
import { playInFreshWorlds } from '../../conformance/play-stories.ts';
import { readExceptions } from '../../conformance/exceptions.ts';
import { readStories } from '../../conformance/read-stories.ts';
import { renameStory } from '../../conformance/rename-story.ts';

const JOBS = 24;

describe('the recorded stories', () => {
  it('hold under other names, two of each side by side', { timeout: 120_000 }, async () => {
    const exceptions = readExceptions();
    const stories = readStories()
      .filter(({ story }) => !exceptions.has(story))
      .flatMap((story) => [
        renameStory(story, { suffix: '-one', prefix: 'r-', labels: { app: 'workload', tier: 'layer' } }),
        renameStory(story, {
          suffix: '-two',
          prefix: 'q',
          labels: { app: 'example.com/part', watched: 'seen' },
        }),
      ]);

    const results = await playInFreshWorlds(stories, { jobs: JOBS });

    expect(stories.length).toBeGreaterThan(200);
    expect(results).toHaveLength(stories.length);
    expect(results.filter(({ problem }) => problem !== undefined)).toEqual([]);
  });
});
