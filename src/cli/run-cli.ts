import { parseArgs } from 'node:util';
import { nearestWord } from '../core/nearest-word.ts';
import { readVersion } from '../config/version.ts';
import { auditVerify } from './audit.ts';
import { CannotRun, EXIT } from './exit-code.ts';
import type { ExitCode } from './exit-code.ts';
import { HELP } from './help.ts';
import { metricsCheck } from './metrics-check.ts';
import type { Output } from './output.ts';
import type { PreflightOptions } from './preflight/parse-preflight.ts';
import { preflight } from './preflight/preflight.ts';
import type { Environment } from './preflight/preflight.ts';

/** What `serve` runs until it is told to stop; answers the exit code. */
export type Serve = () => Promise<number>;

const OPTIONS = {
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'v' },
  anchor: { type: 'string' },
  json: { type: 'boolean' },
  kubeconfig: { type: 'string' },
  context: { type: 'string' },
  selector: { type: 'string', short: 'l' },
} as const;

/** The commands with the options that each of them takes. */
const COMMANDS: Readonly<Record<string, readonly string[]>> = {
  serve: [],
  preflight: ['json', 'kubeconfig', 'context', 'selector'],
  metrics: [],
  audit: ['anchor'],
  help: [],
  version: [],
};

/** Runs a command line and answers its exit code. `args`: what follows the program's name. */
export async function runCli(
  args: readonly string[],
  env: Environment,
  serve: Serve,
  output: Output,
): Promise<number> {
  try {
    return await run(args, env, serve, output);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    output.err(`drover: ${message.replaceAll(/\s*\n\s*/g, ' ').trim()}`);
    return EXIT.failed;
  }
}

async function run(args: readonly string[], env: Environment, serve: Serve, output: Output): Promise<number> {
  const { values, positionals } = parse(args);
  const [command, ...rest] = positionals;
  if (values.version === true || command === 'version') return show(`drover ${readVersion()}`, output);
  if (values.help === true || command === undefined || command === 'help')
    return show(HELP.trimEnd(), output);
  refuseOptions(command, values);
  switch (command) {
    case 'serve':
      refuseMore(rest);
      return serve();
    case 'preflight':
      return preflight(rest, values, env, output);
    case 'metrics':
      return metrics(rest, env, output);
    case 'audit':
      return audit(rest, values.anchor, output);
    default:
      throw unknownWord('command', command, Object.keys(COMMANDS));
  }
}

function refuseOptions(command: string, values: object): void {
  const taken = COMMANDS[command];
  const wrong = Object.keys(values).find((name) => taken?.includes(name) === false);
  if (wrong !== undefined) throw new CannotRun(`drover ${command} takes no --${wrong}; see drover --help`);
}

interface Parsed {
  readonly values: PreflightOptions & {
    readonly help?: boolean;
    readonly version?: boolean;
    readonly anchor?: string;
  };
  readonly positionals: readonly string[];
}

function parse(args: readonly string[]): Parsed {
  const wrong = args.find((arg) => arg.startsWith('--') && !isOption(arg.slice(2).split('=')[0] ?? ''));
  if (wrong !== undefined)
    throw unknownWord(
      'option',
      wrong,
      Object.keys(OPTIONS).map((name) => `--${name}`),
    );
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw new CannotRun(error instanceof Error ? error.message : String(error));
  }
}

function isOption(name: string): boolean {
  return name === '' || name in OPTIONS;
}

function show(text: string, output: Output): ExitCode {
  output.out(text);
  return EXIT.ok;
}

async function metrics(
  [verb, ...rest]: readonly string[],
  env: Environment,
  output: Output,
): Promise<ExitCode> {
  if (verb === undefined)
    throw new CannotRun('metrics needs a verb: drover metrics check CLUSTER NODE-GROUP');
  if (verb !== 'check') throw unknownWord('verb of metrics', verb, ['check']);
  return metricsCheck(rest, env, output);
}

async function audit(
  [verb, file, ...rest]: readonly string[],
  anchor: string | undefined,
  output: Output,
): Promise<ExitCode> {
  if (verb === undefined) throw new CannotRun('audit needs a verb: drover audit verify FILE');
  if (verb !== 'verify') throw unknownWord('verb of audit', verb, ['verify']);
  if (file === undefined) throw new CannotRun('audit verify needs a file: drover audit verify FILE');
  refuseMore(rest);
  return auditVerify(file, anchor, output);
}

function refuseMore([extra]: readonly string[]): void {
  if (extra !== undefined) throw new CannotRun(`"${extra}" is one word too many; see drover --help`);
}

function unknownWord(what: string, word: string, known: readonly string[]): CannotRun {
  const meant = nearestWord(word, known);
  const hint = meant === undefined ? 'see drover --help' : `did you mean "${meant}"?`;
  return new CannotRun(`there is no ${what} "${word}"; ${hint}`);
}
