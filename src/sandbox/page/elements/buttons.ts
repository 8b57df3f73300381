import { h } from '../dom/element.ts';
import { icon } from '../dom/icon.ts';
import { openMenu } from '../dom/menu.ts';
import type { Json } from '../json.ts';
import { objectOf, objectsOf, textOf } from '../json.ts';
import { plainText } from '../mrkdwn/plain-text.ts';
import { confirmed } from './confirm.ts';
import type { ElementUse } from './element-use.ts';

/** A button; with a link it opens that too. */
export function drawButton(use: ElementUse): HTMLElement {
  const { element, surface, blockId, actionId } = use;
  const style = textOf(element['style']) || 'plain';
  const trouble = surface.troubleWith(actionId);
  const button = h(
    'button',
    {
      class: `button ${style}`,
      attrs: { type: 'button', 'aria-label': textOf(element['accessibility_label']) || undefined },
      // Several buttons of a row may carry one action: the value tells them apart.
      data: { focus: `${blockId}/${actionId}/${textOf(element['value'])}`, action: actionId },
      on: { click: () => void press() },
    },
    plainText(element['text']),
  );
  const press = async (): Promise<void> => {
    if (!(await confirmed(element))) return;
    const url = textOf(element['url']);
    if (/^https?:/i.test(url)) window.open(url, '_blank', 'noopener,noreferrer');
    await whileBusy(button, () => surface.act({ actionId, blockId, value: element['value'] }));
  };
  if (!trouble) return button;
  return h(
    'span',
    { class: 'troubled' },
    button,
    h('span', { class: 'trouble', attrs: { role: 'alert' } }, trouble),
  );
}

export function drawFeedback({ element, surface, blockId, actionId }: ElementUse): HTMLElement {
  const buttons = ['positive_button', 'negative_button'].map((key) => {
    const { text, value } = objectOf(element[key]);
    const click = (): void => void surface.act({ actionId, blockId, value });
    return h('button', { class: 'button plain', attrs: { type: 'button' }, on: { click } }, plainText(text));
  });
  return h('span', { class: 'row' }, buttons);
}

/** Three dots with a list behind them. */
export function drawOverflow({ element, surface, blockId, actionId }: ElementUse): HTMLElement {
  const choose = async (option: Json): Promise<void> => {
    if (await confirmed(element)) await surface.act({ actionId, blockId, value: option['value'] });
  };
  const items = objectsOf(element['options']).map((option) => ({
    label: plainText(option['text']),
    choose: () => void choose(option),
  }));
  return h(
    'button',
    {
      class: 'button plain overflow',
      attrs: { type: 'button', 'aria-label': 'More', 'aria-haspopup': 'menu' },
      data: { focus: `${blockId}/${actionId}`, action: actionId },
      on: { click: (event) => openMenu(event.currentTarget as HTMLElement, items, 'More') },
    },
    icon('dots'),
  );
}

async function whileBusy(button: HTMLButtonElement, act: () => Promise<void>): Promise<void> {
  if (button.getAttribute('aria-busy') === 'true') return;
  button.setAttribute('aria-busy', 'true');
  try {
    await act();
  } finally {
    button.removeAttribute('aria-busy');
  }
}
