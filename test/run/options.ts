import { parseArgs } from 'node:util';
import { LEVELS } from './stage.ts';
import type { Level, Stage } from './stage.ts';

export interface RunOptions {
  readonly help: boolean;
  readonly stages: readonly Stage[];
}

/** What was asked for. Throws an Error with a sentence for the person who typed it. */
export function parseRunOptions(argv: readonly string[], all: readonly Stage[]): RunOptions {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      quick: { type: 'boolean', default: false },
      long: { type: 'boolean', default: false },
      only: { type: 'string', multiple: true, default: [] },
      help: { type: 'boolean', short: 'h', default: false },
    },
    strict: true,
  });
  if (values.quick && values.long) throw new Error('--quick and --long exclude each other');
  const unknown = values.only.find((name) => !all.some((stage) => stage.name === name));
  if (unknown !== undefined)
    throw new Error(`there is no stage "${unknown}"; there are ${all.map(({ name }) => name).join(', ')}`);
  const level: Level = values.quick ? 'quick' : values.long ? 'long' : 'full';
  const stages =
    values.only.length > 0
      ? all.filter(({ name }) => values.only.includes(name))
      : all.filter((stage) => isIn(stage, level, all));
  return { help: values.help, stages };
}

/** A level has its own stages and those of the smaller ones; a part of a stage that runs whole is not run twice. */
function isIn(stage: Stage, level: Level, all: readonly Stage[]): boolean {
  const has = (one: Stage): boolean => LEVELS.indexOf(one.level) <= LEVELS.indexOf(level);
  const whole = all.find(({ name }) => name === stage.partOf);
  return has(stage) && !(whole && has(whole));
}

export function helpText(all: readonly Stage[]): string {
  const width = Math.max(...all.map(({ name }) => name.length));
  return [
    'Runs the tests stage by stage. The last line is the count: N passed, N failed.',
    '',
    'Usage: npm test [-- OPTIONS]',
    '  --quick        only the quick stages (npm run test:quick)',
    '  --long         the long stages too (npm run test:long)',
    '  --only STAGE   only this stage; may be given more than once',
    '  --help',
    '',
    'Stages',
    ...all.map(({ name, about, level }) => `  ${name.padEnd(width)}  ${level.padEnd(5)}  ${about}`),
    '',
    'Logs and reports are in node_modules/.cache/drover-tests. Exit status: 0 all passed, 1 not, 4 it could not be run.',
  ].join('\n');
}
