/** Px from its end at which a reader still counts as reading the end. */
const NEAR_PX = 90;

/** Changes what stands in a scrolling list; who was at its end is at its end again, who read further up stays there. */
export function stickToEnd(list: HTMLElement, change: () => void): void {
  const wasAtEnd = isAtEnd(list);
  change();
  if (wasAtEnd) list.scrollTop = list.scrollHeight;
}

export function isAtEnd(list: HTMLElement): boolean {
  return list.scrollHeight - list.scrollTop - list.clientHeight < NEAR_PX;
}
