import type { SlackSnapshot } from '../../control/view/slack-snapshot.ts';
import type { Reader } from '../mrkdwn/reader.ts';
import type { AppState } from '../state/app-state.ts';

const NOBODY: SlackSnapshot = {
  team: '',
  bot: { id: '', name: '', realName: '' },
  commands: [],
  hasHome: false,
  people: [],
  channels: [],
  groups: [],
  messages: [],
  ephemerals: [],
  views: {},
};

/** The person of this window as a reader. */
export function readerOf(state: AppState): Reader {
  return { slack: state.slack ?? NOBODY, me: state.me, now: state.worldNow() };
}
