import { interactionParts } from '../inbound/payload-parts.ts';
import type { SlackParts } from '../slack-parts.ts';
import { chosenState, findOption } from '../state/element-state.ts';
import type { JsonObject } from '../state/json-object.ts';
import { enteredKey } from '../state/message.ts';
import type { PlacedElement } from '../state/placed-elements.ts';
import { placedElements } from '../state/placed-elements.ts';
import type { Refusal } from './refusal.ts';
import { cannot, errorOf } from './refusal.ts';
import type { Place, SurfaceAtHand } from './surface.ts';
import { referencesFor, surfaceOf } from './surface.ts';

export interface ClickRequest extends Place {
  readonly actionId: string;
  /** Where two blocks carry the same action. */
  readonly blockId?: string;
  /** What is chosen or typed: an option's value or words, a date, a handle … A button needs none (its own tells two apart). */
  readonly value?: unknown;
}

export type ClickResult =
  | { readonly ok: true; readonly deliveryId: string; readonly tookMs: number }
  | Refusal;

/** A person presses a button, or chooses something in an element that sends it at once. */
export async function click(slack: SlackParts, request: ClickRequest): Promise<ClickResult> {
  const surface = surfaceOf(slack, request);
  if ('ok' in surface) return surface;
  const placed = elementOf(surface, request);
  if (!placed)
    return cannot('action_not_found', `There is nothing called ${request.actionId} to click there.`);
  const acted = actionOf(slack, surface, placed, request.value);
  if ('ok' in acted) return acted;
  const { person, view, channel, original } = surface;
  const replies = channel
    ? { response_url: slack.responseUrls.issue({ user: person.id, channel, original, from: 'interaction' }) }
    : {};
  const { delivery, outcome } = await slack.courier.deliver('interactive', {
    type: 'block_actions',
    ...interactionParts(slack, person),
    ...surface.describe(),
    trigger_id: slack.triggers.issue(person.id, view?.id),
    ...replies,
    actions: [acted.action],
  });
  if (outcome.kind === 'acked') return { ok: true, deliveryId: delivery.id, tookMs: outcome.tookMs };
  return failed(slack, surface, request.actionId, errorOf(outcome));
}

/** Several buttons may carry one action in different blocks: the block or the button's value tells which. */
function elementOf(
  { blocks }: SurfaceAtHand,
  { actionId, blockId, value }: ClickRequest,
): PlacedElement | undefined {
  const candidates = placedElements(blocks).filter(
    ({ block, element }) =>
      element['action_id'] === actionId && (blockId === undefined || block['block_id'] === blockId),
  );
  return (
    candidates.find(({ element }) => element['type'] === 'button' && element['value'] === value) ??
    candidates[0]
  );
}

function actionOf(
  slack: SlackParts,
  surface: SurfaceAtHand,
  { block, element }: PlacedElement,
  value: unknown,
): { readonly action: JsonObject } | Refusal {
  const { type, action_id, text, style, url } = element;
  const base = { type, action_id, block_id: block['block_id'], action_ts: slack.workspace.timeline.nextTs() };
  switch (type) {
    case 'button':
    case 'workflow_button':
    case 'icon_button':
      return { action: { ...base, text, ...optional({ value: element['value'], style, url }) } };
    case 'feedback_buttons':
      return { action: { ...base, text, value } };
    case 'overflow': {
      const option = findOption(element, value);
      return option ? { action: { ...base, selected_option: option } } : noSuchChoice(value);
    }
    default: {
      if (block['type'] === 'input' && block['dispatch_action'] !== true) {
        return cannot('no_dispatch', 'That field is sent with the form, not by itself.');
      }
      const state = chosenState(element, value, referencesFor(slack, surface));
      if (!state) return noSuchChoice(value);
      surface.entered.set(enteredKey(block['block_id'], action_id), state);
      return { action: { ...base, ...state } };
    }
  }
}

function noSuchChoice(value: unknown): Refusal {
  return cannot('no_such_option', `${JSON.stringify(value)} cannot be chosen there.`);
}

function optional(fields: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

/** On a message Slack shows a warning triangle beside the button, in a view the words. */
function failed(
  { workspace }: SlackParts,
  { person, channel, original, view }: SurfaceAtHand,
  actionId: string,
  error: string,
): Refusal {
  const sees = view
    ? 'We had some trouble connecting. Try again?'
    : `⚠ This app responded with the error "${error}"`;
  workspace.feed.emit({
    type: 'delivery-failed',
    user: person.id,
    actionId,
    sees,
    ...(channel ? { channel } : {}),
    ...(original ? { ts: original.ts } : {}),
  });
  return { ok: false, by: 'app', error, sees };
}
