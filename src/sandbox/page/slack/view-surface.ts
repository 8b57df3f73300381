import type { OpenView } from '../../control/view/slack-snapshot.ts';
import type { Drafts, Surface } from '../blocks/surface.ts';
import { objectOf, objectsOf } from '../json.ts';
import type { Reader } from '../mrkdwn/reader.ts';
import type { AppState } from '../state/app-state.ts';
import { ask } from '../state/ask.ts';

interface Options {
  readonly kind: 'modal' | 'home';
  readonly open: OpenView;
  readonly drafts: Drafts;
  readonly reader: Reader;
  /** Told what the person sees when something did not work. */
  readonly trouble: (sees: string) => void;
}

/** A modal or home tab as a place where a person acts. */
export function viewSurface(state: AppState, { kind, open, drafts, reader, trouble }: Options): Surface {
  const place = { user: state.me, viewId: open.id };
  const values = objectOf(objectOf(open.view['state'])['values']);
  return {
    kind,
    id: open.id,
    reader,
    drafts,
    errors: open.errors,
    stateOf(blockId, actionId) {
      const held = objectOf(values[blockId])[actionId];
      return held === undefined ? undefined : objectOf(held);
    },
    troubleWith: () => undefined,
    async act(action) {
      const answer = await ask('click', { ...place, ...action });
      if (!answer.ok) trouble(answer.sees);
    },
    async suggest({ actionId, value }) {
      const answer = await ask('suggest', { ...place, actionId, value });
      if (!answer.ok) trouble(answer.sees);
      return answer.ok ? objectsOf(answer.body['options']) : [];
    },
  };
}
