import type { Effect } from '../../src/sandbox/effects.ts';
import type { Fault } from '../../src/sandbox/faults.ts';
import type { TroubledPlace } from './troubled-place.ts';

/** Something that goes wrong during a rollout. */
export interface Trouble {
  readonly name: string;
  /** At which of drover's effects; the trouble before it must be over. */
  when(index: number, effect: Effect): boolean;
  /** Called before drover has the answer to that effect. It is over when the promise resolves. */
  strike(place: TroubledPlace): void | Promise<void>;
}

/** At the effect of that number, or at the next one after the trouble before. */
export function atEffect(at: number): Trouble['when'] {
  return (index) => index >= at;
}

/** Whether an engine has written these words since now. */
export function since(place: TroubledPlace): (words: string) => boolean {
  const before = place.lines.map((lines) => lines.length);
  return (words) =>
    place.lines.some((lines, index) => lines.slice(before[index]).some((line) => line.includes(words)));
}

/** The rollout goes on: so many more effects are there. */
export async function moreEffects({ world }: TroubledPlace, more: number): Promise<void> {
  const deeds = (): number =>
    world.effects.all().filter(({ verb }) => !/configmaps|leases|selfsubject/.test(verb)).length;
  const before = deeds();
  await until('the rollout goes on', () => deeds() >= before + more);
}

/** Makes a server of the world answer wrongly, and waits until it has done so as often as the fault says. */
export async function strikeOut(
  { world }: TroubledPlace,
  ...faults: readonly (Fault & { readonly times: number })[]
): Promise<void> {
  const counts = faults.map((fault) => {
    let struck = 0;
    world.faults.add({
      ...fault,
      // It is asked for when the fault strikes, and then only.
      get answer() {
        struck += 1;
        return fault.answer;
      },
    });
    return () => struck;
  });
  await until('every fault has struck', () =>
    counts.every((count, index) => count() === faults[index]?.times),
  );
}

/** Waits for a state, within a bound that only a broken program exceeds. */
export async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + PATIENCE_MS;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`it did not come that ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

/** Real ms that a state may take to come on a busy machine. */
const PATIENCE_MS = 60_000;
