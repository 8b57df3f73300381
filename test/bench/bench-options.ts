import { parseArgs } from 'node:util';

/** One option of a benchmark: a whole number with a default, a text that may be left out, several texts, or a flag. */
export type BenchOption =
  | { readonly kind: 'number'; readonly about: string; readonly default: number }
  | { readonly kind: 'text' | 'texts' | 'flag'; readonly about: string };

type ValueOf<Option extends BenchOption> = Option extends { kind: 'number' }
  ? number
  : Option extends { kind: 'flag' }
    ? boolean
    : Option extends { kind: 'texts' }
      ? readonly string[]
      : string | undefined;

/** What stands on the command line for an option. */
type Typed = string | boolean | readonly (string | boolean)[] | undefined;

interface Bench<Options> {
  /** As it is typed: `npm run bench`. */
  readonly command: string;
  readonly about: string;
  readonly options: Options;
}

/** What was asked for on the command line. Prints the help and ends with 0, or says what is wrong and ends with 4. */
export function benchOptions<const Options extends Readonly<Record<string, BenchOption>>>(
  bench: Bench<Options>,
): { readonly [Name in keyof Options]: ValueOf<Options[Name]> } {
  try {
    const read = readBenchOptions(bench, process.argv.slice(2));
    if (read !== 'help') return read;
    console.log(helpOf(bench));
    process.exit(0);
  } catch (error) {
    const [why = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
    console.error(`${why.replace(/\.$/, '')}. See ${bench.command} -- --help.`);
    process.exit(4);
  }
}

/** The same without a process. Throws an Error with a sentence for the person who typed it. */
export function readBenchOptions<const Options extends Readonly<Record<string, BenchOption>>>(
  { options }: Pick<Bench<Options>, 'options'>,
  argv: readonly string[],
): 'help' | { readonly [Name in keyof Options]: ValueOf<Options[Name]> } {
  const known = Object.entries(options);
  const { values }: { values: Readonly<Record<string, Typed>> } = parseArgs({
    args: [...argv],
    options: {
      help: { type: 'boolean', short: 'h' },
      ...Object.fromEntries(
        known.map(([name, { kind }]) => [
          name,
          { type: kind === 'flag' ? 'boolean' : 'string', multiple: kind === 'texts' } as const,
        ]),
      ),
    },
  });
  if (values['help']) return 'help';
  const read = known.map(([name, option]) => [name, valueOf(name, option, values[name])]);
  return Object.fromEntries(read) as { [Name in keyof Options]: ValueOf<Options[Name]> };
}

function valueOf(name: string, option: BenchOption, typed: Typed): unknown {
  switch (option.kind) {
    case 'number':
      return typeof typed === 'string' ? whole(name, typed) : option.default;
    case 'flag':
      return typed === true;
    case 'texts':
      return typed ?? [];
    case 'text':
      return typed;
  }
}

function whole(name: string, typed: string): number {
  const value = Number(typed);
  if (!Number.isSafeInteger(value) || value < 1)
    throw new Error(`--${name} needs a whole number, not "${typed}"`);
  return value;
}

function helpOf({ command, about, options }: Bench<Readonly<Record<string, BenchOption>>>): string {
  const lines = Object.entries(options).map(([name, option]) => {
    const left = `--${name}${option.kind === 'flag' ? '' : option.kind === 'number' ? ' N' : ' WORD'}`;
    return `  ${left.padEnd(20)}${option.about}${option.kind === 'number' ? ` (${option.default})` : ''}`;
  });
  return [about, '', `Usage: ${command} -- [OPTIONS]`, ...lines, `  ${'--help'.padEnd(20)}this`].join('\n');
}
