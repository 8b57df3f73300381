import { registerHooks } from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';
import type { Mutant } from './mutant.ts';

export interface MutantSetup {
  readonly mutant: Mutant;
  readonly seeds: readonly number[];
  /** Play every seed, instead of ending with the first that kills it. */
  readonly playAll: boolean;
}

export interface Kill {
  readonly seed: number;
  readonly invariant: string;
  readonly detail: string;
}

export type MutantReport =
  | {
      readonly kind: 'hunted';
      readonly tried: number;
      /** Seeds that broke an invariant which may find it. */
      readonly kills: readonly Kill[];
      /** Seeds that broke another one: these prove nothing. */
      readonly others: readonly Kill[];
    }
  | { readonly kind: 'unfit'; readonly why: string };

Error.stackTraceLimit = 0;
const { mutant, seeds, playAll } = workerData as MutantSetup;
const target = new URL(`../../../${mutant.file}`, import.meta.url).href;
let places = 0;

registerHooks({
  load(url, context, nextLoad) {
    const loaded = nextLoad(url, context);
    if (url !== target) return loaded;
    const source = textOf(loaded.source);
    places = source.split(mutant.find).length - 1;
    return { ...loaded, source: source.replace(mutant.find, () => mutant.replace) };
  },
});

parentPort?.postMessage(await hunt());

function textOf(source: string | ArrayBuffer | NodeJS.TypedArray | undefined | null): string {
  return typeof source === 'string' ? source : new TextDecoder().decode(source ?? undefined);
}

async function hunt(): Promise<MutantReport> {
  const { runSeed } = await import('../run-seed.ts');
  if (places !== 1) return { kind: 'unfit', why: `its text stands ${places} times in ${mutant.file}` };
  const [kills, others]: [Kill[], Kill[]] = [[], []];
  let tried = 0;
  for (const seed of seeds) {
    if (kills.length > 0 && !playAll) break;
    tried += 1;
    const { heat, focus = [], without = [] } = mutant;
    const { broken } = await runSeed({ seed, heat, focus, without });
    if (broken) (mutant.killedBy.includes(broken.invariant) ? kills : others).push({ seed, ...broken });
  }
  return { kind: 'hunted', tried, kills, others };
}
