import type { SlackParts } from '../slack-parts.ts';
import type { JsonObject } from '../state/json-object.ts';
import { presentedView } from '../state/presented.ts';
import type { View } from '../state/views.ts';

/** A view before a person: as Slack presents it to apps, and the field errors that stand in it. */
interface ShownView {
  readonly id: string;
  readonly view: JsonObject;
  /** By block_id. */
  readonly errors: Readonly<Record<string, string>>;
}

export interface ShownViews {
  /** The one on top last. */
  readonly modals: readonly ShownView[];
  readonly home: ShownView | undefined;
}

/** What is open before a person; undefined: no such person. */
export function views(slack: SlackParts, { user }: { readonly user: string }): ShownViews | undefined {
  const { directory, views: all } = slack.workspace;
  const person = directory.person(user);
  if (!person) return undefined;
  const shown = (view: View): ShownView => ({
    id: view.id,
    view: presentedView(slack.workspace, view, slack.app.id),
    errors: view.errors,
  });
  const home = all.home(person.id);
  return { modals: all.stack(person.id).map(shown), home: home && shown(home) };
}
