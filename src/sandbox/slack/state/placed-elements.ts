import type { JsonObject } from './json-object.ts';
import { isJsonObject, objectsOf } from './json-object.ts';

/** An interactive element and the block in which it stands. */
export interface PlacedElement {
  readonly block: JsonObject;
  readonly element: JsonObject;
  /** From the outermost block: `elements/0`, `accessory`, `child_blocks/2/elements/1`. */
  readonly path: string;
}

/** Where blocks keep elements and further blocks. */
const LISTS = ['elements', 'actions', 'child_blocks'];
const SINGLES = ['accessory', 'element'];

/** Every element with which a person can do something, in the order in which they are shown. */
export function placedElements(blocks: readonly JsonObject[]): readonly PlacedElement[] {
  return blocks.flatMap((block) => within(block, block, ''));
}

export function findElement(
  blocks: readonly JsonObject[],
  actionId: string,
  blockId?: string,
): PlacedElement | undefined {
  return placedElements(blocks).find(
    ({ block, element }) =>
      element['action_id'] === actionId && (blockId === undefined || block['block_id'] === blockId),
  );
}

function within(block: JsonObject, part: JsonObject, path: string): readonly PlacedElement[] {
  const listed = LISTS.flatMap((key) =>
    objectsOf(part[key]).map((one, index) => ({ one, at: `${path}${key}/${index}` })),
  );
  const single = SINGLES.flatMap((key) => {
    const one = part[key];
    return isJsonObject(one) ? [{ one, at: `${path}${key}` }] : [];
  });
  return [...single, ...listed].flatMap(({ one, at }) => {
    if (isInteractive(one)) return [{ block, element: one, path: at }];
    // A card of a carousel and a child of a container are blocks themselves.
    return within(typeof one['block_id'] === 'string' ? one : block, one, `${at}/`);
  });
}

function isInteractive(part: JsonObject): boolean {
  return typeof part['action_id'] === 'string';
}
