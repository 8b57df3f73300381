import type { SlackParts } from '../slack-parts.ts';
import type { JsonObject } from '../state/json-object.ts';
import { isJsonObject } from '../state/json-object.ts';
import { placeAnswer } from './place-answer.ts';

/** What the app's POST to a response_url is answered. A refused message uses nothing up. */
export function answerResponseUrl(
  slack: SlackParts,
  id: string,
  body: string,
): { readonly status: number; readonly body: string } {
  const context = slack.responseUrls.look(id);
  if (typeof context === 'string') return { status: 404, body: context };
  const sent = parsed(body);
  if (!sent) return { status: 400, body: 'invalid_payload' };
  const problem = placeAnswer(slack, context, sent, 'response_url');
  if (problem !== undefined) return { status: problem === 'message_not_found' ? 404 : 400, body: problem };
  slack.responseUrls.use(id);
  return { status: 200, body: 'ok' };
}

function parsed(body: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
