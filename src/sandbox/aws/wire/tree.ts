/** Parameters as they came over the wire, before anybody knows their types. */
export type Tree = string | number | boolean | null | readonly Tree[] | TreeObject;

export interface TreeObject {
  readonly [key: string]: Tree | undefined;
}

/** What an operation answers; each protocol writes it in its own way. Undefined and null are left out. */
export type Output = string | number | boolean | Date | undefined | null | readonly Output[] | OutputObject;

export interface OutputObject {
  readonly [key: string]: Output;
}

export function isTreeObject(tree: Tree | undefined): tree is TreeObject {
  return typeof tree === 'object' && tree !== null && !Array.isArray(tree);
}
