import { SCENARIOS } from '../scenarios/catalogue.ts';

/** `npm run sandbox -- --help`. */
export function helpText(): string {
  const width = Math.max(...SCENARIOS.map(({ name }) => name.length));
  return [
    'A small world (a Slack workspace, a Kubernetes cluster, AWS) with the real drover beside it.',
    '',
    '  npm run sandbox                          opens the world; prints one address for your browser',
    '  npm run sandbox -- --play                plays the story without a browser, prints the conversation',
    '  npm run sandbox -- --world-only          the world alone, for other programs; prints one JSON line',
    '',
    'Options',
    '  --scenario NAME   how the world begins, and what happens in it (healthy)',
    '  --seed N          chance: the same seed gives the same world (1)',
    '  --speed N         world seconds a real second (20; with --play 60; with --world-only 1)',
    '  --json            with --play: one JSON line at the end instead of the conversation',
    '  --messages FILE   with --play: writes every message and view that reached Slack, as JSON',
    '  --port N          port of the page (any free one)',
    "  --verbose         drover's own log, on stderr",
    '',
    'Scenarios',
    ...SCENARIOS.map(({ name, about }) => `  ${name.padEnd(width)}  ${about}`),
  ].join('\n');
}
