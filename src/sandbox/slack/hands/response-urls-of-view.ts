import type { SlackParts } from '../slack-parts.ts';
import { stateOf } from '../state/element-state.ts';
import type { JsonObject } from '../state/json-object.ts';
import { placedElements } from '../state/placed-elements.ts';
import type { View } from '../state/views.ts';

/** A response_url for each channel that was chosen in a select with `response_url_enabled`. */
export function responseUrlsOf({ responseUrls }: SlackParts, view: View): readonly JsonObject[] {
  return placedElements(view.blocks).flatMap(({ block, element }) => {
    if (element['response_url_enabled'] !== true) return [];
    const state = stateOf(block, element, view.entered);
    const channel = state?.['selected_conversation'] ?? state?.['selected_channel'];
    if (typeof channel !== 'string') return [];
    const url = responseUrls.issue({ user: view.user, channel, original: undefined, from: 'command' });
    return [
      {
        block_id: block['block_id'],
        action_id: element['action_id'],
        channel_id: channel,
        response_url: url,
      },
    ];
  });
}
