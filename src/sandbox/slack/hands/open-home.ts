import { tellApp } from '../inbound/event-source.ts';
import type { SlackParts } from '../slack-parts.ts';
import { presentedView } from '../state/presented.ts';
import { actor } from './actor.ts';
import type { Refusal } from './refusal.ts';
import { cannot } from './refusal.ts';

export interface OpenHomeRequest {
  readonly user: string;
  readonly tab?: 'home' | 'messages';
}

export type OpenHomeResult =
  /** `viewId`: the tab as it was before the app could answer; it publishes when it is ready. */
  { readonly ok: true; readonly told: boolean; readonly viewId?: string } | Refusal;

/** A person opens the app's home. */
export async function openHome(
  slack: SlackParts,
  { user, tab = 'home' }: OpenHomeRequest,
): Promise<OpenHomeResult> {
  const person = actor(slack, user);
  if ('ok' in person) return person;
  const { workspace, app } = slack;
  if (tab === 'home' && app.homeTab === false) return cannot('not_enabled', 'This app has no Home tab.');
  const direct = workspace.directory.direct(person.id, workspace.bot.id);
  const before = workspace.views.home(person.id);
  const event = {
    type: 'app_home_opened',
    user: person.id,
    channel: direct.id,
    tab,
    ...(before ? { view: presentedView(workspace, before, app.id) } : {}),
    event_ts: workspace.timeline.nextTs(),
  };
  const told = await tellApp(slack, { subscription: 'app_home_opened', event });
  return { ok: true, told, ...(before ? { viewId: before.id } : {}) };
}
