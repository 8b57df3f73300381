import { setTimeout as sleep } from 'node:timers/promises';
import { click } from '../../slack/hands/click.ts';
import { closeView } from '../../slack/hands/close-view.ts';
import { dismiss } from '../../slack/hands/ephemerals.ts';
import { mention } from '../../slack/hands/mention.ts';
import type { OpenHomeRequest, OpenHomeResult } from '../../slack/hands/open-home.ts';
import { openHome } from '../../slack/hands/open-home.ts';
import { say } from '../../slack/hands/say.ts';
import { slash } from '../../slack/hands/slash.ts';
import { submit } from '../../slack/hands/submit.ts';
import { suggest } from '../../slack/hands/suggest.ts';
import type { Slack } from '../../slack/start-slack.ts';
import { ControlError } from '../http/control-error.ts';
import { anyText, anything, flag, oneOf, optional, readFields, record, text } from '../http/read-fields.ts';
import type { Route } from '../http/route.ts';
import { answerHand } from './answer-hand.ts';

const PLACE = { user: text, channel: optional(text), ts: optional(text), viewId: optional(text) };
const SAID = { user: text, channel: text, text, threadTs: optional(text) };
const CLICKED = { ...PLACE, actionId: text, blockId: optional(text), value: optional(anything) };

/** What a person does in Slack. `slack` is asked each time: a reset puts another in its place. */
export function slackHands(slack: () => Slack): readonly Route[] {
  return [
    post('slash', async (input) => answerHand(await slash(slack(), readFields(SAID, input)))),
    post('click', async (input) => answerHand(await click(slack(), readFields(CLICKED, input)))),
    post('submit', async (input) =>
      answerHand(
        await submit(slack(), readFields({ user: text, viewId: text, values: optional(record) }, input)),
      ),
    ),
    post('close', async (input) =>
      answerHand(
        await closeView(slack(), readFields({ user: text, viewId: text, all: optional(flag) }, input)),
      ),
    ),
    post('suggest', async (input) =>
      answerHand(await suggest(slack(), readFields({ ...PLACE, actionId: text, value: anyText }, input))),
    ),
    post('home', async (input) =>
      answerHand(
        await opened(slack(), readFields({ user: text, tab: optional(oneOf('home', 'messages')) }, input)),
      ),
    ),
    post('say', (input) => answerHand(say(slack(), readFields(SAID, input)))),
    post('mention', (input) => answerHand(mention(slack(), readFields(SAID, input)))),
    post('dismiss', (input) => dismissed(slack(), readFields({ user: text, ts: text }, input))),
  ];
}

function post(path: string, answer: Route['answer']): Route {
  return { method: 'POST', path, answer };
}

/** The event is repeated for minutes if the app does not take it; whoever asks is told sooner. Real ms. */
const HOME_WAIT_MS = 4_000;

async function opened(slack: Slack, wish: OpenHomeRequest): Promise<OpenHomeResult> {
  const patience = new AbortController();
  const late = sleep(HOME_WAIT_MS, { ok: true, told: false } as const, {
    signal: patience.signal,
    ref: false,
  });
  late.catch(() => undefined);
  try {
    return await Promise.race([openHome(slack, wish), late]);
  } finally {
    patience.abort();
  }
}

function dismissed(
  slack: Slack,
  wish: { readonly user: string; readonly ts: string },
): { readonly ok: true } {
  if (dismiss(slack, wish)) return { ok: true };
  throw new ControlError(
    404,
    `${wish.user} sees no ephemeral message ${wish.ts}; GET ephemerals?user=${wish.user} lists them`,
  );
}
