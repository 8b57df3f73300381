import { keepFocus } from './keep-focus.ts';

/** One child of a list: `sign` changes when it must be drawn anew. */
export interface Keyed {
  readonly key: string;
  readonly sign: string;
  readonly make: () => HTMLElement;
}

interface Mark {
  readonly key: string;
  readonly sign: string;
}

const MARKS = new WeakMap<Element, Mark>();

/** Makes the parent's children these, in this order; what has the same key and sign stays the element that it is. */
export function showKeyed(parent: HTMLElement, items: readonly Keyed[]): void {
  const there = new Map([...parent.children].map((child) => [MARKS.get(child)?.key ?? '', child] as const));
  let at: Element | null = parent.firstElementChild;
  for (const item of items) {
    const old = there.get(item.key);
    there.delete(item.key);
    const isInPlace = old !== undefined && old === at;
    const element = current(old, item);
    // What is in its place is not touched: putting it there again would start its animations again.
    if (isInPlace) at = element.nextElementSibling;
    else parent.insertBefore(element, at);
  }
  for (const gone of there.values()) gone.remove();
}

function current(old: Element | undefined, { key, sign, make }: Keyed): Element {
  if (old && MARKS.get(old)?.sign === sign) return old;
  const build = (): HTMLElement => {
    const element = make();
    MARKS.set(element, { key, sign });
    return element;
  };
  if (!old) return build();
  return keepFocus(old, () => {
    const element = build();
    old.replaceWith(element);
    return element;
  });
}
