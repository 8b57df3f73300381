import { drawRegime } from './kernel/regime.ts';
import type { Aim, Heat } from './kernel/regime.ts';
import { Chance } from './kernel/chance.ts';
import type { Counts } from './kernel/reach.ts';
import { Sim } from './kernel/sim.ts';
import type { TraceDepth, TraceLine } from './kernel/trace.ts';
import { EnginePods } from './world/engine-pods.ts';
import { stageWorld } from './world/stage-world.ts';
import { Meddlers, WALL_OFF_MAX_MS } from './world/meddlers.ts';
import { People } from './world/people.ts';
import { REST_MS } from './witness/witness.ts';
import type { Broken } from './witness/witness.ts';

export interface SeedRun extends Aim {
  readonly seed: number;
  readonly heat: Heat;
  readonly depth?: TraceDepth;
}

export interface SeedOutcome {
  readonly seed: number;
  readonly heat: Heat;
  readonly broken: Broken | undefined;
  readonly fingerprint: string;
  readonly events: number;
  /** Simulated seconds. */
  readonly seconds: number;
  readonly reach: { readonly states: Counts; readonly reasons: Counts; readonly pairs: Counts };
  readonly timeline: readonly TraceLine[];
}

const MINUTE_MS = 60_000;

/** After the faults have stopped, a rollout must come to rest within so long (engine.md 6.3). */
const PATIENCE_MS = 60 * MINUTE_MS;

/** Within so long a word of a person is heard and in the slot, when nothing is in trouble. */
const HEARD_MS = 20_000;

/** Longer than any run. */
const LONG_MS = 24 * 60 * MINUTE_MS;

/** One simulated run: an undisturbed world, a time of trouble, the end of all trouble, and what must come of it. */
export async function runSeed({ seed, heat, depth = 'none', ...aim }: SeedRun): Promise<SeedOutcome> {
  const regime = drawRegime(new Chance(seed, 'regime'), heat, aim);
  const sim = new Sim({ seed, regime, depth });
  const dateNow = Date.now;
  Date.now = () => sim.dateNow();
  try {
    await play(sim);
  } finally {
    Date.now = dateNow;
  }
  const { states, reasons, pairs } = sim.reach;
  return {
    seed,
    heat,
    broken: sim.witness.broken,
    fingerprint: `${sim.trace.fingerprint} ${sim.chance.state}`,
    events: sim.trace.events,
    seconds: sim.seconds,
    reach: { states, reasons, pairs },
    timeline: sim.trace.lines,
  };
}

async function play(sim: Sim): Promise<void> {
  const engines = new EnginePods(sim);
  stageWorld(sim, engines);
  const chance = sim.chance.fork('play');
  const people = new People(sim);
  const meddlers = new Meddlers(sim);
  engines.start();
  people.start();
  meddlers.start();
  sim.witness.begin(people);
  await sim.run(chance.between(6, 30) * MINUTE_MS, () => people.isDone);
  sim.faults.stop();
  meddlers.heal(chance);
  people.rest();
  sim.trace.note('healed', '-', () => 'no more faults');
  await comeToRest(sim);
  // Whatever waits for a person gets one: then it must end, and leave nothing behind.
  for (let turn = 0; turn < 4 && !sim.witness.broken && people.endIt(); turn++) {
    // Until it is heard, everything is still at the rest of before.
    await sim.run(HEARD_MS);
    await comeToRest(sim);
  }
  if (!sim.witness.broken) sim.witness.atTheEnd();
}

async function comeToRest(sim: Sim): Promise<void> {
  const { witness } = sim;
  const isAtRest = (): boolean => witness.isAtRest();
  await sim.run(PATIENCE_MS, isAtRest);
  // What was begun under a wrong wall clock, a request or a wait, ends by that clock.
  if (!witness.mayRest() && witness.ledger.isRecent('wall clock', LONG_MS))
    await sim.run(WALL_OFF_MAX_MS, isAtRest);
  // It came to rest at the last moment: then it must stay there.
  if (witness.mayRest()) await sim.run(2 * REST_MS, isAtRest);
  if (!witness.broken) witness.demandRest();
}
