import { checkStage } from './check-stage.ts';
import type { CheckCommand } from './check-stage.ts';
import { conformanceStage } from './conformance-stage.ts';
import { messagesStage } from './messages-stage.ts';
import { rightsStage } from './rights/rights-stage.ts';
import { scenarioStage } from './scenario-stage.ts';
import { mutantsStage } from './mutants-stage.ts';
import { simStage } from './sim-stage.ts';
import type { Stage } from './stage.ts';
import { vitestStage } from './vitest-stage.ts';

/**
 * How many seeds of the simulation each run of the tests plays, beside those that broke it once: others with every commit, four
 * mild ones to a brutal one. Issue 6: as many as fit into ten minutes on two cores, and 10,000 and 2,500 at the least.
 */
const SIM_SEEDS = 12_500;

/** Every stage in the order in which they are run: what is quick and says most comes first. */
export const STAGES: readonly Stage[] = [
  checkStage({
    name: 'typecheck',
    about:
      'the compiler, with the three configurations: everything, core without Node, the page with the DOM',
    level: 'quick',
    minutesMax: 5,
    commands: [
      compiler('tsconfig.json'),
      compiler('src/core/tsconfig.json'),
      compiler('src/sandbox/page/tsconfig.json'),
    ],
  }),
  checkStage({
    name: 'lint',
    about: 'oxlint with its type-aware rules',
    level: 'quick',
    minutesMax: 5,
    commands: [script('lint', 'files', /on (\d+) files/)],
  }),
  checkStage({
    name: 'format',
    about: 'oxfmt has nothing to change',
    level: 'quick',
    minutesMax: 2,
    commands: [script('format:check', 'files', /on (\d+) files/)],
  }),
  checkStage({
    name: 'layers',
    about: 'the dependency rule of src/README.md',
    level: 'quick',
    minutesMax: 3,
    commands: [script('layers', 'modules', /(\d+) modules read/)],
  }),
  checkStage({
    name: 'dead code',
    about: 'knip: no file, export or package that nothing uses',
    level: 'quick',
    minutesMax: 3,
    commands: [
      {
        name: 'knip',
        // The table of this function's calls is the only thing that knip tells of how much it has read.
        words: ['knip', '--performance-fn', 'getImportsAndExports'],
        count: firstNumber(/^getImportsAndExports\s+(\d+)/m),
        unit: 'files',
      },
    ],
  }),
  vitestStage({
    name: 'unit',
    about: 'core, app, configuration, command line, architecture: no server is started',
    level: 'quick',
    project: 'unit',
    minutesMax: 5,
  }),
  simStage({
    name: 'sim',
    about:
      'the engine in a simulated world with faults: those seeds that broke it once, and 12,500 that change with every commit',
    level: 'full',
    seeds: SIM_SEEDS,
    minutesMax: 40,
  }),
  mutantsStage({
    name: 'mutants',
    about: 'mistakes in the engine, each to be found by the simulation by the invariant that is meant for it',
    level: 'full',
    minutesMax: 20,
  }),
  vitestStage({
    name: 'adapters',
    about: 'adapters and contracts, on the fakes and against the sandbox',
    level: 'full',
    project: 'adapters',
    minutesMax: 12,
  }),
  vitestStage({
    name: 'sandbox',
    about: 'the sandbox against the SDKs, kubectl, boto3 and the recordings',
    level: 'full',
    project: 'sandbox',
    minutesMax: 20,
  }),
  conformanceStage,
  vitestStage({
    name: 'image',
    about: 'the Dockerfile, and its steps in a clean folder',
    level: 'full',
    project: 'image',
    minutesMax: 15,
  }),
  vitestStage({
    name: 'page',
    about: "the sandbox's page in a real browser",
    level: 'full',
    project: 'page',
    minutesMax: 10,
  }),
  scenarioStage({
    name: 'small story',
    about: 'the whole product in the smallest scenario',
    level: 'quick',
    partOf: 'scenarios',
    only: ['small'],
  }),
  scenarioStage({
    name: 'scenarios',
    about: 'every scenario, played from the first word to the end as `npm run sandbox -- --play` does',
    level: 'full',
  }),
  rightsStage,
  messagesStage,
  vitestStage({
    name: 'e2e',
    about: 'the whole product in the sandbox: crashes, two engines, load',
    level: 'full',
    project: 'e2e',
    minutesMax: 35,
  }),
  simStage({
    name: 'more sim',
    about: 'seeds that nobody has seen yet, others at every commit',
    level: 'long',
    seeds: 20_000,
    minutesMax: 90,
  }),
  vitestStage({
    name: 'long',
    about: "the same with the rollout of six nodes, and the health gate's stories as fast as the real world",
    level: 'long',
    project: 'long',
    minutesMax: 360,
  }),
];

function compiler(project: string): CheckCommand {
  return {
    name: `tsc -p ${project}`,
    words: ['tsc', '-p', project, '--diagnostics'],
    count: firstNumber(/^Files:\s+(\d+)$/m),
    unit: 'files',
  };
}

function script(name: string, unit: string, pattern: RegExp): CheckCommand {
  return {
    name: `npm run ${name}`,
    words: ['npm', 'run', '--silent', name],
    count: firstNumber(pattern),
    unit,
  };
}

function firstNumber(pattern: RegExp): (output: string) => number {
  return (output) => Number(pattern.exec(output)?.[1] ?? 0);
}
