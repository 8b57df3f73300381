import { registerHooks } from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';
import type { Mutant } from './mutant.ts';

export interface MutantSetup {
  readonly mutant: Mutant;
  readonly seeds: readonly number[];
}

export type MutantReport =
  | {
      readonly kind: 'broken';
      readonly seed: number;
      readonly tried: number;
      readonly invariant: string;
      readonly detail: string;
    }
  | { readonly kind: 'survived'; readonly tried: number }
  | { readonly kind: 'unfit'; readonly why: string };

Error.stackTraceLimit = 0;
const { mutant, seeds } = workerData as MutantSetup;
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
  let tried = 0;
  for (const seed of seeds) {
    tried += 1;
    const { broken } = await runSeed({ seed, heat: mutant.heat });
    if (broken) return { kind: 'broken', seed, tried, invariant: broken.invariant, detail: broken.detail };
  }
  return { kind: 'survived', tried };
}
