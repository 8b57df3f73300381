import type { EphemeralView, MessageView } from '../../control/view/slack-snapshot.ts';
import type { Surface } from '../blocks/surface.ts';
import { Drafts } from '../blocks/surface.ts';
import { objectsOf } from '../json.ts';
import type { Reader } from '../mrkdwn/reader.ts';
import type { AppState } from '../state/app-state.ts';
import { ask } from '../state/ask.ts';

/** A message as a place where a person acts. */
export function messageSurface(
  state: AppState,
  reader: Reader,
  { channel, ts }: MessageView | EphemeralView,
): Surface {
  const place = { user: state.me, channel, ts };
  return {
    kind: 'message',
    id: `message-${ts}`,
    reader,
    drafts: draftsOf(`${state.me}/${channel}/${ts}`),
    errors: {},
    stateOf: () => undefined,
    troubleWith: (actionId) =>
      state.failures.find((one) => one.ts === ts && one.actionId === actionId && one.user === state.me)?.sees,
    async act(action) {
      state.forgetFailures(ts);
      const answer = await ask('click', { ...place, ...action });
      // What the app did not answer is told by the stream, beside the button.
      if (!answer.ok && answer.by !== 'app') state.notice(channel, answer.sees);
    },
    async suggest({ actionId, value }) {
      const answer = await ask('suggest', { ...place, actionId, value });
      return answer.ok ? objectsOf(answer.body['options']) : [];
    },
  };
}

const DRAFTS = new Map<string, Drafts>();

/** What a person chose in a message stays chosen when the message is edited, by block and action as in Slack. */
function draftsOf(key: string): Drafts {
  const drafts = DRAFTS.get(key) ?? new Drafts();
  DRAFTS.set(key, drafts);
  return drafts;
}
