import type { Child } from './element.ts';
import { h } from './element.ts';
import { icon } from './icon.ts';

export interface DialogParts {
  readonly title: string;
  readonly class?: string;
  readonly body: Child;
  readonly foot?: Child;
  /** Called however it was closed. */
  onClose?(): void;
}

/** A dialog before everything else, closed by Escape, by its cross or by the one who opened it. */
export function openDialog(parts: DialogParts): HTMLDialogElement {
  const title = h('h2', { attrs: { id: `dialog-${crypto.randomUUID()}` } }, parts.title);
  const close = h(
    'button',
    { class: 'quiet', attrs: { type: 'button', 'aria-label': 'Close' }, on: { click: () => dialog.close() } },
    icon('close'),
  );
  const dialog = h(
    'dialog',
    { class: `dialog ${parts.class ?? ''}`, attrs: { 'aria-labelledby': title.id } },
    h('header', {}, title, close),
    h('div', { class: 'dialog-body' }, parts.body),
    parts.foot ? h('footer', {}, parts.foot) : undefined,
  );
  dialog.addEventListener('close', () => {
    dialog.remove();
    parts.onClose?.();
  });
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}
