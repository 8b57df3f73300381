import { Environment } from '@marcbachmann/cel-js';

/** What an expression of an admission policy may speak of. `authorizer` is not offered. */
const VARIABLES = ['object', 'oldObject', 'request', 'params', 'namespaceObject', 'variables'] as const;

export type CelInput = Readonly<Partial<Record<(typeof VARIABLES)[number], unknown>>>;

const environment = VARIABLES.reduce(
  (env, name) => env.registerVariable(name, 'dyn'),
  new Environment({
    unlistedVariablesAreDyn: false,
    enableOptionalTypes: true,
    homogeneousAggregateLiterals: false,
  }),
);

type Program = (input: CelInput) => unknown;

const programs = new Map<string, Program>();

/** Why an expression does not compile; undefined if it does. */
export function celProblem(expression: string): string | undefined {
  try {
    compile(expression);
    return undefined;
  } catch (problem) {
    return problem instanceof Error ? problem.message : String(problem);
  }
}

/** The value of an expression. Throws if it does not compile or fails, as on a missing key. */
export function evaluateCel(expression: string, input: CelInput): unknown {
  return compile(expression)(input);
}

function compile(expression: string): Program {
  const known = programs.get(expression);
  if (known) return known;
  const program = environment.parse(expression) as unknown as Program;
  programs.set(expression, program);
  return program;
}

/** JSON as CEL sees it: whole numbers are ints, not doubles. */
export function toCel(value: unknown): unknown {
  if (typeof value === 'number') return Number.isInteger(value) ? BigInt(value) : value;
  if (Array.isArray(value)) return value.map(toCel);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, toCel(one)]));
}
