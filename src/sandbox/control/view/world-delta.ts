import type { WorldView } from './world-view.ts';

/** The parts of the view that are lists of things with an `id`. */
export const KEYED = ['nodes', 'pods', 'budgets', 'services', 'effects'] as const;
export type Keyed = (typeof KEYED)[number];

interface Changed<T> {
  readonly put: readonly T[];
  /** Their ids. */
  readonly gone: readonly (string | number)[];
}

/** What became of a view: things that are new or different, ids of those that are gone, and other fields whole. */
export interface WorldDelta {
  readonly fields: Partial<Omit<WorldView, Keyed>>;
  readonly lists: { readonly [K in Keyed]?: Changed<WorldView[K][number]> };
}

/** Undefined: nothing but the time has changed. */
export function diffWorld(before: WorldView, after: WorldView): WorldDelta | undefined {
  const fields = Object.entries(after).filter(
    ([key, value]) => !isKeyed(key) && key !== 'clock' && !isSame(value, Reflect.get(before, key)),
  );
  if (before.clock.speed !== after.clock.speed) fields.push(['clock', after.clock]);
  const lists = KEYED.flatMap((key) => {
    const changed = diffList<{ readonly id: string | number }>(before[key], after[key]);
    return changed ? [[key, changed] as const] : [];
  });
  if (fields.length === 0 && lists.length === 0) return undefined;
  // Every entry was taken from a view under its own key.
  const delta = {
    fields: { ...Object.fromEntries(fields), clock: after.clock },
    lists: Object.fromEntries(lists),
  };
  return delta as WorldDelta;
}

function isKeyed(key: string): boolean {
  return KEYED.some((one) => one === key);
}

function diffList<T extends { readonly id: string | number }>(
  before: readonly T[],
  after: readonly T[],
): Changed<T> | undefined {
  const old = new Map(before.map((one) => [one.id, one] as const));
  const put = after.filter((one) => !isSame(one, old.get(one.id)));
  for (const { id } of after) old.delete(id);
  const gone = [...old.keys()];
  return put.length > 0 || gone.length > 0 ? { put, gone } : undefined;
}

function isSame(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}
