import type { Child } from './element.ts';
import { h } from './element.ts';

export interface MenuItem {
  readonly label: Child;
  readonly isChosen?: boolean;
  readonly choose: () => void;
}

/** A list that drops from a button; arrows walk through it, Escape leaves it. */
export function openMenu(
  anchor: HTMLElement,
  items: readonly MenuItem[],
  name: string,
  className = '',
): void {
  const buttons = items.map(({ label, isChosen, choose }) =>
    h(
      'button',
      {
        attrs: { type: 'button', role: 'menuitemradio', 'aria-checked': isChosen === true, tabindex: -1 },
        on: {
          click: () => {
            menu.remove();
            anchor.focus();
            choose();
          },
        },
      },
      label,
    ),
  );
  const menu = h(
    'div',
    { class: `menu ${className}`, attrs: { role: 'menu', 'aria-label': name, popover: 'auto' } },
    buttons,
  );
  menu.addEventListener('keydown', (event) => walk(event, buttons));
  menu.addEventListener('toggle', (event) => {
    if ((event as ToggleEvent).newState === 'closed') menu.remove();
  });
  document.body.append(menu);
  menu.showPopover();
  place(menu, anchor);
  (buttons.find((button) => button.getAttribute('aria-checked') === 'true') ?? buttons[0])?.focus();
}

/** Px between the menu and the edge of the window. */
const MARGIN = 8;

function place(menu: HTMLElement, anchor: HTMLElement): void {
  const at = anchor.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = menu;
  const left = Math.max(MARGIN, Math.min(at.left, window.innerWidth - width - MARGIN));
  const below = at.bottom + 4;
  const top = below + height + MARGIN < window.innerHeight ? below : Math.max(MARGIN, at.top - height - 4);
  menu.style.left = `${left}px`;
  menu.style.top = `${top}px`;
}

function walk(event: KeyboardEvent, buttons: readonly HTMLButtonElement[]): void {
  const at = buttons.findIndex((button) => button === document.activeElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  buttons.at(to % buttons.length)?.focus();
}
