import { h } from '../dom/element.ts';
import type { CommandLine } from './suggest-commands.ts';

/** The list above the composer: arrows walk, Tab or Enter takes, Escape puts it away. */
export class CommandList {
  readonly element: HTMLElement;
  readonly #field: HTMLElement;
  readonly #take: (text: string) => void;
  #lines: readonly CommandLine[] = [];
  #at = 0;
  /** Nobody has walked in it yet: then Enter sends what is typed. */
  #isTouched = false;

  constructor(id: string, field: HTMLElement, take: (text: string) => void) {
    this.#field = field;
    this.#take = take;
    this.element = h('div', {
      class: 'command-list',
      attrs: { id, role: 'listbox', 'aria-label': 'Commands', hidden: true },
    });
  }

  show(lines: readonly CommandLine[]): void {
    this.#lines = lines;
    this.#at = 0;
    this.#isTouched = false;
    this.#draw();
  }

  hide(): void {
    this.show([]);
  }

  /** True: the key was meant for the list. */
  onKey(event: KeyboardEvent): boolean {
    if (this.#lines.length === 0) return false;
    switch (event.key) {
      case 'ArrowDown':
      case 'ArrowUp':
        this.#walk(event.key === 'ArrowDown' ? 1 : -1);
        break;
      case 'Tab':
        this.#choose(this.#at);
        break;
      case 'Enter':
        if (!this.#isTouched || event.shiftKey) return false;
        this.#choose(this.#at);
        break;
      case 'Escape':
        this.hide();
        break;
      default:
        return false;
    }
    event.preventDefault();
    return true;
  }

  #walk(by: number): void {
    this.#at = this.#isTouched
      ? (this.#at + by + this.#lines.length) % this.#lines.length
      : by < 0
        ? this.#lines.length - 1
        : 0;
    this.#isTouched = true;
    this.#draw();
  }

  #choose(index: number): void {
    const line = this.#lines[index];
    if (line) this.#take(line.text);
  }

  #draw(): void {
    const { id } = this.element;
    this.element.hidden = this.#lines.length === 0;
    this.#field.setAttribute('aria-expanded', String(this.#lines.length > 0));
    if (this.#isTouched) this.#field.setAttribute('aria-activedescendant', `${id}-${this.#at}`);
    else this.#field.removeAttribute('aria-activedescendant');
    this.element.replaceChildren(
      ...this.#lines.map(({ text, hint, description }, index) =>
        h(
          'div',
          {
            class: 'command-line',
            attrs: {
              id: `${id}-${index}`,
              role: 'option',
              'aria-selected': index === this.#at && this.#isTouched,
            },
            // On press rather than on click: the field must not lose focus first.
            on: {
              mousedown: (event) => {
                event.preventDefault();
                this.#choose(index);
              },
            },
          },
          h('code', {}, text.trim()),
          hint !== '' && h('span', { class: 'faint' }, hint),
          description !== '' && h('span', { class: 'command-about' }, description),
        ),
      ),
      h('div', { class: 'command-keys' }, 'Tab completes · ↑ ↓ choose · Enter sends'),
    );
  }
}
