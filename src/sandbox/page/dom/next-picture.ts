/** Real ms between two updates of a window that nobody sees. */
const HIDDEN_PAUSE_MS = 250;

/** Real ms that a pressed pointer may hold the picture still. */
const PRESS_MAX_MS = 1500;

/**
 * Runs what draws the next picture. Not between press and release of a pointer: the browser sends a click only to an
 * element that saw both, and a button that was drawn anew in between would swallow it.
 */
export class NextPicture {
  #pressedAt: number | undefined;

  constructor() {
    addEventListener('pointerdown', () => (this.#pressedAt = performance.now()), { capture: true });
    for (const released of ['pointerup', 'pointercancel'])
      addEventListener(released, () => (this.#pressedAt = undefined), { capture: true });
    addEventListener('blur', () => (this.#pressedAt = undefined));
  }

  before(run: () => void): void {
    // A hidden window draws no pictures, but its title still counts what waits.
    if (document.hidden) setTimeout(run, HIDDEN_PAUSE_MS);
    else requestAnimationFrame(() => (this.#isPressed() ? this.before(run) : run()));
  }

  #isPressed(): boolean {
    return this.#pressedAt !== undefined && performance.now() - this.#pressedAt < PRESS_MAX_MS;
  }
}
