import { parseArgs } from 'node:util';
import { findScenario } from '../scenarios/catalogue.ts';
import type { Scenario } from '../scenarios/scenario.ts';

export interface SandboxOptions {
  /** `page`: world, drover and a page. `play`: a story without a browser. `world-only`: the world for other programs. `help`. */
  readonly mode: 'page' | 'play' | 'world-only' | 'help';
  readonly scenario: Scenario;
  readonly seed: number;
  readonly speed: number;
  readonly json: boolean;
  readonly port: number;
  readonly verbose: boolean;
  /** Where a play writes every message and view that reached Slack. */
  readonly messages?: string;
}

const SPEED_MAX = 200;

/** What was asked for on the command line. Throws an Error with a sentence for the person who typed it. */
export function parseSandboxOptions(argv: readonly string[]): SandboxOptions {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      play: { type: 'boolean', default: false },
      'world-only': { type: 'boolean', default: false },
      scenario: { type: 'string', default: 'healthy' },
      seed: { type: 'string', default: '1' },
      speed: { type: 'string' },
      port: { type: 'string', default: '0' },
      json: { type: 'boolean', default: false },
      verbose: { type: 'boolean', default: false },
      messages: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
    strict: true,
  });
  if (values.play && values['world-only']) throw new Error('--play and --world-only exclude each other');
  const mode = values.help ? 'help' : values.play ? 'play' : values['world-only'] ? 'world-only' : 'page';
  return {
    mode,
    scenario: findScenario(values.scenario),
    seed: wholeNumber('--seed', values.seed, Number.MAX_SAFE_INTEGER),
    speed: values.speed === undefined ? DEFAULT_SPEED[mode] : positive('--speed', values.speed),
    json: values.json,
    port: wholeNumber('--port', values.port, 65_535),
    verbose: values.verbose,
    ...(values.messages === undefined ? {} : { messages: values.messages }),
  };
}

/** The page begins at a pace that can be watched; a story is played quickly; a world for others runs as time does. */
const DEFAULT_SPEED = { page: 20, play: 60, 'world-only': 1, help: 1 } as const;

function wholeNumber(name: string, text: string, max: number): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 0 && value <= max) return value;
  throw new Error(`${name} must be a whole number from 0 to ${max}, not "${text}"`);
}

function positive(name: string, text: string): number {
  const value = Number(text);
  if (Number.isFinite(value) && value > 0 && value <= SPEED_MAX) return value;
  throw new Error(`${name} must be a number above 0 and at most ${SPEED_MAX}, not "${text}"`);
}
