import { h } from '../dom/element.ts';
import { textOf } from '../json.ts';
import { drawButton, drawFeedback, drawOverflow } from './buttons.ts';
import { drawChoices } from './choices.ts';
import type { ElementUse } from './element-use.ts';
import { drawExternalSelect } from './external-select.ts';
import { drawMultiSelect } from './multi-select.ts';
import { drawPicker } from './pickers.ts';
import { drawSelect } from './select.ts';
import { drawTextInput } from './text-input.ts';

/** Any interactive element of Block Kit. */
export function drawElement(use: ElementUse): HTMLElement {
  const type = textOf(use.element['type']);
  switch (type) {
    case 'button':
    case 'workflow_button':
    case 'icon_button':
      return drawButton(use);
    case 'feedback_buttons':
      return drawFeedback(use);
    case 'overflow':
      return drawOverflow(use);
    case 'checkboxes':
    case 'radio_buttons':
      return drawChoices(use);
    case 'datepicker':
    case 'timepicker':
    case 'datetimepicker':
      return drawPicker(use);
    case 'external_select':
    case 'multi_external_select':
      return drawExternalSelect(use);
    case 'plain_text_input':
    case 'email_text_input':
    case 'url_text_input':
    case 'number_input':
    case 'rich_text_input':
      return drawTextInput(use);
    default:
      if (/^multi_\w+_select$/.test(type)) return drawMultiSelect(use);
      if (type.endsWith('_select')) return drawSelect(use);
      return h('span', { class: 'unknown' }, `(${type || 'an element'}: not drawn in the sandbox)`);
  }
}
