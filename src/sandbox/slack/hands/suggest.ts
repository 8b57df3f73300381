import { interactionParts } from '../inbound/payload-parts.ts';
import { SUGGESTED_OPTIONS } from '../limits/composition.ts';
import type { Problem } from '../limits/verdict.ts';
import type { SlackParts } from '../slack-parts.ts';
import type { JsonObject } from '../state/json-object.ts';
import { objectsOf } from '../state/json-object.ts';
import { findElement } from '../state/placed-elements.ts';
import type { Refusal } from './refusal.ts';
import { cannot, errorOf } from './refusal.ts';
import type { Place } from './surface.ts';
import { suggestionKey, surfaceOf } from './surface.ts';

export interface SuggestRequest extends Place {
  readonly actionId: string;
  /** What is typed so far. */
  readonly value: string;
}

export type SuggestResult = { readonly ok: true; readonly options: readonly JsonObject[] } | Refusal;

/** Slack asks the app only from so many characters on, unless the element says otherwise. */
const QUERY_MIN = 3;

/** A person types into a select whose options the app supplies. */
export async function suggest(slack: SlackParts, request: SuggestRequest): Promise<SuggestResult> {
  const surface = surfaceOf(slack, request);
  if ('ok' in surface) return surface;
  const placed = findElement(surface.blocks, request.actionId);
  const { type, min_query_length: min = QUERY_MIN } = placed?.element ?? {};
  if (!placed || (type !== 'external_select' && type !== 'multi_external_select')) {
    return cannot('action_not_found', `There is no field ${request.actionId} that asks the app.`);
  }
  if (request.value.length < Number(min)) return { ok: true, options: [] };
  const { outcome } = await slack.courier.deliver('interactive', {
    type: 'block_suggestion',
    ...interactionParts(slack, surface.person),
    ...surface.describe(),
    action_id: request.actionId,
    block_id: placed.block['block_id'],
    value: request.value,
  });
  const options = outcome.kind === 'acked' ? optionsIn(outcome.body ?? {}) : undefined;
  if (!options) {
    const error = outcome.kind === 'acked' ? 'invalid_options' : errorOf(outcome);
    return { ok: false, by: 'app', error, sees: 'We had trouble loading the options.' };
  }
  slack.workspace.suggestions.set(suggestionKey(surface, request.actionId), options);
  return { ok: true, options };
}

/** Undefined: not what Slack takes for options. */
function optionsIn(body: JsonObject): readonly JsonObject[] | undefined {
  const found: Problem[] = [];
  SUGGESTED_OPTIONS(body, '', found);
  if (found.length > 0) return undefined;
  return [
    ...objectsOf(body['options']),
    ...objectsOf(body['option_groups']).flatMap((group) => objectsOf(group['options'])),
  ];
}
