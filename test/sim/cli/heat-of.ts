import type { Heat } from '../kernel/regime.ts';

/** How the seeds of a run are: all of one heat, or mixed. */
export type Temper = Heat | 'mixed';

/** In a mixed run every fifth seed is brutal. Issue 6: 20,000 mild seeds and 5,000 hot ones. */
const HOT_EVERY = 5;

export function heatOf(seed: number, temper: Temper): Heat {
  if (temper !== 'mixed') return temper;
  return seed % HOT_EVERY === 0 ? 'hot' : 'mild';
}
