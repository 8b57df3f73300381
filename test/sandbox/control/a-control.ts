import { onTestFinished } from 'vitest';
import type { ControlParts, DroverFacts } from '../../../src/sandbox/control/control-parts.ts';
import type { Control } from '../../../src/sandbox/control/start-control.ts';
import { startControl } from '../../../src/sandbox/control/start-control.ts';
import { findScenario, SCENARIOS } from '../../../src/sandbox/scenarios/catalogue.ts';
import type { SmallWorld, SmallWorldOptions } from './a-small-world.ts';
import { aSmallWorld } from './a-small-world.ts';

export interface ControlAtHand extends Control {
  /** The world of now. */
  world(): SmallWorld;
  /** What drover is said to be; tests change it. */
  readonly drover: { -readonly [K in keyof DroverFacts]: DroverFacts[K] };
  /** The test says what it expects in the body. */
  get<T = unknown>(path: string): Promise<Answered<T>>;
  post<T = unknown>(path: string, body?: unknown, headers?: Record<string, string>): Promise<Answered<T>>;
}

export interface Answered<T> {
  readonly status: number;
  readonly body: T;
}

export interface ControlWishes extends Partial<Omit<SmallWorldOptions, 'scenario'>> {
  readonly scenario?: string;
  readonly parts?: Partial<ControlParts>;
}

/** The control over a small world that can be reset, closed when the test ends. */
export async function aControl({
  scenario = 'small',
  parts,
  ...options
}: ControlWishes = {}): Promise<ControlAtHand> {
  let world = await aSmallWorld({ ...options, scenario: findScenario(scenario) });
  const drover: ControlAtHand['drover'] = {
    state: 'running',
    mode: 'socket',
    redis: 'embedded',
    log: ['drover is ready'],
  };
  const control = await startControl(
    {
      world: () => world,
      drover: () => drover,
      scenarios: SCENARIOS,
      setSpeed: async (speed) => world.clock.setSpeed(speed),
      reset: async (wish) => {
        const old = world;
        world = await aSmallWorld({ ...options, scenario: findScenario(wish.scenario), seed: wish.seed });
        await old.stop();
      },
      ...parts,
    },
    { port: 0 },
  );
  onTestFinished(async () => {
    await control.close();
    await world.stop();
  });
  const ask = async <T>(path: string, init?: RequestInit): Promise<Answered<T>> => {
    const response = await fetch(`${control.sim}/${path}`, init);
    return { status: response.status, body: (await response.json()) as T };
  };
  return {
    ...control,
    world: () => world,
    drover,
    get: (path) => ask(path),
    post: (path, body, headers = {}) =>
      ask(path, { method: 'POST', headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) }),
  };
}
