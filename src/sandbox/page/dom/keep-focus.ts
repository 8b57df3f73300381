/** Redraws a part of the page; whoever stood on a control in it stands on the same control of the new picture. */
export function keepFocus<T extends Element>(old: Element, redraw: () => T): T {
  const active = document.activeElement;
  const held = active instanceof HTMLElement && old.contains(active) ? active.dataset['focus'] : undefined;
  const made = redraw();
  if (held !== undefined) {
    const again = made.querySelector(`[data-focus="${CSS.escape(held)}"]`);
    if (again instanceof HTMLElement) again.focus({ preventScroll: true });
  }
  return made;
}
