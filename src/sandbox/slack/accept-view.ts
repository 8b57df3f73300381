import { validateView } from './limits/validate-view.ts';
import type { Verdict } from './limits/verdict.ts';
import type { JsonObject } from './state/json-object.ts';
import { isJsonObject, objectsOf } from './state/json-object.ts';
import { withIds } from './state/with-ids.ts';
import type { Workspace } from './state/workspace.ts';

export type AcceptedView =
  | { readonly ok: true; readonly content: JsonObject; readonly blocks: readonly JsonObject[] }
  | { readonly ok: false; readonly verdict: Verdict & { ok: false } };

/** Judges a view by Slack's limits, keeps the verdict, and makes it what the workspace stores. */
export function acceptView(
  workspace: Workspace,
  via: string,
  view: unknown,
  surface: 'modal' | 'home',
): AcceptedView {
  const verdict = validateView(view, surface);
  const content = isJsonObject(view) ? view : {};
  workspace.verdicts.record({ via, surface, content, verdict });
  if (!verdict.ok) return { ok: false, verdict };
  return { ok: true, content, blocks: withIds(objectsOf(content['blocks']), workspace.random) };
}
