import { parseArgs } from 'node:util';
import { playInFreshWorlds, type StoryResult } from './play-stories.ts';
import { readStories } from './read-stories.ts';
import { readExceptions } from './exceptions.ts';

/**
 * Plays the recorded stories against a freshly started cluster: one line a story, the count in the last. Options:
 * `--only TEXT` (may be repeated), `--jobs N`, `--stories FOLDER`.
 */
const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true, default: [] },
    jobs: { type: 'string', default: '12' },
    stories: { type: 'string' },
  },
});

const exceptions = readExceptions();
const stories = readStories(values.only, values.stories).filter(({ story }) => !exceptions.has(story));
const results = await playInFreshWorlds(stories, { jobs: Number(values.jobs), onResult: print });
for (const [story, reason] of exceptions) console.log(`excepted ${story}: ${reason}`);
const failed = results.filter(({ problem }) => problem !== undefined).length;
const leftOut = stories.length - results.length;
if (leftOut > 0) console.log(`${leftOut} stories were left out`);
console.log(`${results.length - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 && leftOut === 0 && results.length > 0 ? 0 : 1;

function print({ story, seconds, problem, cleanupProblems }: StoryResult): void {
  const time = `(${seconds.toFixed(1)} s)`;
  console.log(problem === undefined ? `ok ${story} ${time}` : `FAILED ${story} ${time}\n  ${problem}`);
  for (const one of cleanupProblems) console.log(`    (cleanup) ${one}`);
}
