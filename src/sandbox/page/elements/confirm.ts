import { openDialog } from '../dom/dialog.ts';
import { h } from '../dom/element.ts';
import type { Json } from '../json.ts';
import { objectOf, textOf } from '../json.ts';

/** Asks what the element's `confirm` asks, if it has one; false: the person thought better of it. */
export async function confirmed({ confirm }: Json): Promise<boolean> {
  if (confirm === undefined || confirm === null) return true;
  const { title, text, confirm: yes, deny, style } = objectOf(confirm);
  return new Promise((resolve) => {
    let agreed = false;
    const answer = (value: boolean) => () => {
      agreed = value;
      dialog.close();
    };
    const dialog = openDialog({
      title: words(title) || 'Are you sure?',
      class: 'small',
      body: h('p', {}, words(text)),
      foot: [
        button(words(deny) || 'Cancel', 'plain', answer(false)),
        button(words(yes) || 'Yes', style === 'danger' ? 'danger' : 'primary', answer(true)),
      ],
      onClose: () => resolve(agreed),
    });
  });
}

function button(label: string, style: string, click: () => void): HTMLElement {
  return h('button', { class: `button ${style}`, attrs: { type: 'button' }, on: { click } }, label);
}

function words(text: unknown): string {
  return textOf(objectOf(text)['text']);
}
