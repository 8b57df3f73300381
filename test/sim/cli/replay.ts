import { FAULT_NAMES } from '../kernel/regime.ts';
import type { FaultName, Heat } from '../kernel/regime.ts';
import type { TraceDepth } from '../kernel/trace.ts';
import { runSeed } from '../run-seed.ts';
import type { SeedOutcome } from '../run-seed.ts';

/** One seed alone, with its timeline if it is asked for. */
export async function replay(
  seed: number,
  heat: Heat,
  depth: TraceDepth,
  print: (line: string) => void,
): Promise<SeedOutcome> {
  const outcome = await runSeed({ seed, heat, depth });
  for (const { at, who, what } of outcome.timeline)
    print(`${at.toFixed(3).padStart(10)}  ${who.padEnd(6)}  ${what}`);
  return outcome;
}

/**
 * Leaves out one kind of fault after the other as long as the same invariant breaks: what is left is what it takes.
 * Greedy, one pass: each kind is tried once.
 */
export async function shrink({ seed, heat, broken }: SeedOutcome): Promise<readonly FaultName[]> {
  let without: readonly FaultName[] = [];
  for (const fault of FAULT_NAMES) {
    const tried = [...without, fault];
    const outcome = await runSeed({ seed, heat, without: tried });
    if (outcome.broken?.invariant === broken?.invariant) without = tried;
  }
  return FAULT_NAMES.filter((fault) => !without.includes(fault));
}
