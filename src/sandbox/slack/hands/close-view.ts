import { interactionParts } from '../inbound/payload-parts.ts';
import type { SlackParts } from '../slack-parts.ts';
import { presentedView } from '../state/presented.ts';
import type { View } from '../state/views.ts';
import type { Refusal } from './refusal.ts';
import { cannot } from './refusal.ts';
import { surfaceOf } from './surface.ts';

export interface CloseViewRequest {
  readonly user: string;
  readonly viewId: string;
  /** True: the cross in the corner, which closes the whole stack. Left out: the view's own close button. */
  readonly all?: boolean;
}

export type CloseViewResult = { readonly ok: true; readonly closed: readonly string[] } | Refusal;

/** A person gives up a modal. The app hears of it where a view asked for that; what it answers changes nothing. */
export async function closeView(
  slack: SlackParts,
  { user, viewId, all = false }: CloseViewRequest,
): Promise<CloseViewResult> {
  const surface = surfaceOf(slack, { user, viewId });
  if ('ok' in surface) return surface;
  const { view, person } = surface;
  if (view?.type !== 'modal') return cannot('not_a_modal', 'A home tab cannot be closed.');
  const { views } = slack.workspace;
  const cleared = all || view.content['clear_on_close'] === true;
  const closing = cleared ? views.stack(person.id).toReversed() : [view];
  const told = (one: View): unknown =>
    slack.courier.deliver('interactive', {
      type: 'view_closed',
      ...interactionParts(slack, person),
      view: presentedView(slack.workspace, one, slack.app.id),
      is_cleared: cleared,
    });
  const deliveries = closing.filter(({ content }) => content['notify_on_close'] === true).map(told);
  for (const one of closing) views.close(one);
  await Promise.all(deliveries);
  return { ok: true, closed: closing.map(({ id }) => id) };
}
