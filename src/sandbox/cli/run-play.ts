import { writeFileSync } from 'node:fs';
import { playStory } from '../play/play-story.ts';
import type { StoryResult } from '../play/play-story.ts';
import type { SandboxOptions } from './options.ts';

/** Plays a story without a browser. Answers the exit status: 0 only if it ended as its scenario says. */
export async function runPlay(options: SandboxOptions): Promise<number> {
  const { scenario, seed, speed, json, verbose, messages } = options;
  const result = await playStory({
    scenario,
    seed,
    speed,
    // With --json stdout is one line, for programs; people still want to know what happened.
    tell: (line) => (json ? console.error(line) : console.log(line)),
    ...(messages === undefined
      ? {}
      : { onJudged: (judged: unknown) => writeFileSync(messages, JSON.stringify(judged)) }),
    ...(verbose ? { onLog: (line: string) => console.error(line) } : {}),
  });
  if (json) console.log(JSON.stringify(result));
  else console.log(summary(result));
  return result.ok ? 0 : 1;
}

function summary(result: StoryResult): string {
  const failed = Object.entries(result.requests).filter(([, { failed: lost }]) => lost > 0);
  const requests = Object.values(result.requests).reduce((sum, { ok }) => sum + ok, 0);
  return [
    '',
    `${result.ok ? 'ok' : 'NOT AS EXPECTED'}: ${result.scenario} ended ${result.outcome} (expected ${result.expected})`,
    ...result.problems.map((problem) => `  - ${problem}`),
    `  nodes replaced: ${result.nodes.replaced} of ${result.nodes.total}; evictions a pod: ${result.evictionsPerPod}`,
    `  requests answered: ${requests}; failed: ${failed.length === 0 ? 'none' : failed.map(([name, { failed: lost }]) => `${name} ${lost}`).join(', ')}`,
    ...(result.wallClockSeconds === null
      ? []
      : [
          `  wall clock ${result.wallClockSeconds} s, critical path ${result.criticalPathSeconds ?? '?'} s, ratio ${result.ratio ?? '?'}`,
        ]),
    `  Redis: ${result.redis}`,
  ].join('\n');
}
