import { h } from '../dom/element.ts';

const GAP_PX = 8;

/** One small note for whatever carries `data-tip`, while it is pointed at or focused. */
export function followTips(root: HTMLElement): void {
  const tip = h('div', { class: 'tip', attrs: { role: 'tooltip', hidden: true } });
  document.body.append(tip);
  const show = (target: EventTarget | null): void => {
    const owner = target instanceof Element ? target.closest('[data-tip]') : null;
    tip.hidden = !(owner instanceof HTMLElement);
    if (!(owner instanceof HTMLElement)) return;
    tip.textContent = owner.dataset['tip'] ?? '';
    place(tip, owner.getBoundingClientRect());
  };
  root.addEventListener('pointerover', (event) => show(event.target));
  root.addEventListener('pointerleave', () => show(null));
  root.addEventListener('focusin', (event) => show(event.target));
  root.addEventListener('focusout', () => show(null));
}

function place(tip: HTMLElement, at: DOMRect): void {
  const left = Math.max(GAP_PX, Math.min(at.left, window.innerWidth - tip.offsetWidth - GAP_PX));
  const above = at.top - tip.offsetHeight - GAP_PX;
  tip.style.left = `${left}px`;
  tip.style.top = `${above > GAP_PX ? above : at.bottom + GAP_PX}px`;
}
