/** Something that may stand elsewhere after a change. */
export interface Movable {
  readonly element: HTMLElement;
  /** What it stands on, if that moves too and takes it along. */
  readonly carrier?: HTMLElement;
}

const MOVE_MS = 700;
const APPEAR_MS = 420;
const FADE_MS = 420;
const EASE = 'cubic-bezier(0.22, 0.9, 0.24, 1)';
/** Px that nobody sees. */
const STILL_PX = 1;

const RUNNING = new WeakMap<HTMLElement, Animation>();

/**
 * Makes a change of the picture and lets things glide from where they were to where they are. `change` answers where
 * newcomers come from: the element whose place they leave. Whoever wants little motion sees the change at once.
 */
export function moveGently(
  list: () => readonly Movable[],
  change: () => ReadonlyMap<HTMLElement, HTMLElement>,
): void {
  if (isStill()) {
    change();
    return;
  }
  const before = new Map(list().map(({ element }) => [element, element.getBoundingClientRect()] as const));
  const origins = change();
  const movables = list();
  for (const { element } of movables) RUNNING.get(element)?.cancel();
  const after = new Map(movables.map(({ element }) => [element, element.getBoundingClientRect()] as const));
  fadeOut(before);
  // Nothing was there before: this is the first picture, which has no past.
  if (before.size === 0) return;
  const shiftOf = (element: HTMLElement): Shift => shiftBetween(before.get(element), after.get(element));
  for (const { element, carrier } of movables) {
    const origin = origins.get(element);
    const from = before.get(element) ?? (origin && before.get(origin));
    const carried = carrier ? shiftOf(carrier) : NO_SHIFT;
    if (from) glide(element, shiftBetween(from, after.get(element)), carried);
    else appear(element);
  }
}

interface Shift {
  readonly x: number;
  readonly y: number;
}

const NO_SHIFT: Shift = { x: 0, y: 0 };

function shiftBetween(from: DOMRect | undefined, to: DOMRect | undefined): Shift {
  return from && to ? { x: from.left - to.left, y: from.top - to.top } : NO_SHIFT;
}

function glide(element: HTMLElement, shift: Shift, carried: Shift): void {
  const x = shift.x - carried.x;
  const y = shift.y - carried.y;
  if (Math.abs(x) < STILL_PX && Math.abs(y) < STILL_PX) return;
  const isFar = Math.hypot(x, y) > 60;
  element.classList.add('moving');
  const animation = element.animate(
    [
      { transform: `translate(${x}px, ${y}px)` },
      ...(isFar
        ? [{ transform: `translate(${x * 0.5}px, ${y * 0.5 - 14}px) scale(1.12)`, offset: 0.45 }]
        : []),
      { transform: 'none' },
    ],
    { duration: MOVE_MS, easing: EASE },
  );
  run(element, animation);
}

function appear(element: HTMLElement): void {
  const frames = [
    { transform: 'scale(0.7)', opacity: 0 },
    { transform: 'none', opacity: 1 },
  ];
  run(element, element.animate(frames, { duration: APPEAR_MS, easing: EASE }));
}

function run(element: HTMLElement, animation: Animation): void {
  RUNNING.set(element, animation);
  const done = (): void => {
    if (RUNNING.get(element) !== animation) return;
    element.classList.remove('moving');
    RUNNING.delete(element);
  };
  animation.addEventListener('finish', done);
  animation.addEventListener('cancel', done);
}

/** What is gone fades where it stood. What stood on something that is gone fades with it. */
function fadeOut(before: ReadonlyMap<HTMLElement, DOMRect>): void {
  for (const [element, rect] of before) {
    if (element.isConnected || rect.width === 0 || element.parentElement?.closest('.gone')) continue;
    const ghost = element.cloneNode(true);
    if (!(ghost instanceof HTMLElement)) continue;
    ghost.classList.add('gone');
    ghost.setAttribute('aria-hidden', 'true');
    Object.assign(ghost.style, {
      left: `${rect.left}px`,
      top: `${rect.top}px`,
      width: `${rect.width}px`,
      height: `${rect.height}px`,
    });
    document.body.append(ghost);
    const animation = ghost.animate([{ opacity: 0.9 }, { opacity: 0, transform: 'scale(0.6)' }], {
      duration: FADE_MS,
      easing: 'ease-in',
      fill: 'forwards',
    });
    animation.addEventListener('finish', () => ghost.remove());
  }
}

function isStill(): boolean {
  return document.hidden || window.matchMedia('(prefers-reduced-motion: reduce)').matches;
}
