import type { Problem, Verdict } from '../limits/verdict.ts';
import { inWords } from '../limits/verdict.ts';
import type { JsonObject } from '../state/json-object.ts';

/** What a Web API method answers, always with HTTP 200. */
export type Answer =
  | ({ readonly ok: true } & JsonObject)
  | ({ readonly ok: false; readonly error: string } & JsonObject);

export function refuse(error: string, more: JsonObject = {}): Answer {
  return { ok: false, error, ...more };
}

/** `invalid_arguments` with the reasons where Slack puts them. */
export function refuseArguments(...reasons: readonly string[]): Answer {
  return refuse('invalid_arguments', {
    response_metadata: { messages: reasons.map((reason) => `[ERROR] ${reason}`) },
  });
}

export function refuseMessage(verdict: Verdict & { ok: false }): Answer {
  if (verdict.problems.length === 0) return refuse(verdict.error);
  const errors = verdict.problems.map(inWords);
  return refuse(verdict.error, {
    errors,
    response_metadata: { messages: errors.map((error) => `[ERROR] ${error}`) },
  });
}

export function refuseView(verdict: Verdict & { ok: false }): Answer {
  if (verdict.problems.length === 0) return refuse(verdict.error);
  const whole: Problem = { message: 'failed to match all allowed schemas', pointer: '/view' };
  return refuseArguments(...[whole, ...verdict.problems].map(inWords));
}
