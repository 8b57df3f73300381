import { SCENARIOS } from '../scenarios/catalogue.ts';
import type { Expectation, Scenario } from '../scenarios/scenario.ts';

/** docs/scenarios.md, made from the catalogue. */
export function renderScenarios(): string {
  return [
    '# The scenarios of the sandbox',
    '',
    'Generated from the catalogue by `npm run docs:scenarios`; a test compares the two. Each is one file in',
    '`src/sandbox/scenarios`. In every story somebody asks for a rollout; how it must end is counted by the meters of the',
    "world, never read from drover's own words alone. `npm test` plays all of them.",
    '',
    '    npm run sandbox -- --scenario NAME             # to watch it',
    '    npm run sandbox -- --play --scenario NAME      # to read it',
    '',
    '| scenario | what it is like | how its story must end |',
    '|---|---|---|',
    ...SCENARIOS.map((scenario) => `| \`${scenario.name}\` | ${scenario.about} | ${endingOf(scenario)} |`),
    '',
  ].join('\n');
}

function endingOf({ scenes, expected }: Scenario): string {
  if (scenes?.length === 0) return 'It has no story.';
  const parts = [
    `**${expected.outcome}**`,
    ...(expected.replaced === undefined ? [] : [replacedWords(expected.replaced)]),
    ...lossOf(expected),
    ...(expected.evictionsPerPodMax === undefined ? [] : ['each pod evicted once']),
    ...(expected.says ?? []).map((words) => `says “${words}”`),
  ];
  return parts.join(', ');
}

function replacedWords(count: number): string {
  if (count === 0) return 'no node replaced';
  return count === 1 ? 'one node replaced' : `${count} nodes replaced`;
}

function lossOf({ lossless }: Expectation): readonly string[] {
  if (lossless === undefined) return [];
  return [lossless ? 'no request lost' : 'requests lost, and counted'];
}
