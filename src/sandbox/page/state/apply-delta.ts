import type { Keyed, WorldDelta } from '../../control/view/world-delta.ts';
import type { WorldView } from '../../control/view/world-view.ts';

type Item = { readonly id: string | number };

/** The view after a change. Things keep their order; new ones come last, where the drawing sorts them. */
export function applyDelta(view: WorldView, { fields, lists }: WorldDelta): WorldView {
  const changed = Object.entries(lists).map(([key, { put, gone }]) => {
    // The keys of `lists` are those of the view's own lists.
    return [key, patched(view[key as Keyed], put, gone)] as const;
  });
  return { ...view, ...fields, ...Object.fromEntries(changed) };
}

function patched(
  list: readonly Item[],
  put: readonly Item[],
  gone: readonly (string | number)[],
): readonly Item[] {
  const items = new Map(list.map((item) => [item.id, item] as const));
  for (const id of gone) items.delete(id);
  for (const item of put) items.set(item.id, item);
  return [...items.values()];
}
