import { textOf } from '../json.ts';

/** What the test API answered: what it was asked for, or why not. */
export type Answer =
  | { readonly ok: true; readonly body: Readonly<Record<string, unknown>> }
  | {
      readonly ok: false;
      readonly error: string;
      /** What stands before the person, where Slack is concerned. */
      readonly sees: string;
      /** `slack`: its client would not let them. `app`: it was sent, and not answered well. */
      readonly by: 'slack' | 'app' | 'sandbox';
      readonly code: string;
      readonly errors: Readonly<Record<string, string>>;
    };

/** Does something through the sandbox's test API, as any other program would. */
export async function ask(path: string, body: object): Promise<Answer> {
  try {
    const response = await fetch(`/sim/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-sandbox-page': '1' },
      body: JSON.stringify(body),
    });
    const answer: Readonly<Record<string, unknown>> = { ...(await response.json()) };
    return response.ok && answer['refused'] === undefined ? { ok: true, body: answer } : refused(answer);
  } catch {
    return refused({ error: 'The sandbox does not answer. Is it still running?' });
  }
}

export async function read(path: string): Promise<unknown> {
  const response = await fetch(`/sim/${path}`);
  return response.json();
}

function refused({ error, sees, by, code, errors }: Readonly<Record<string, unknown>>): Answer {
  const said = textOf(error);
  return {
    ok: false,
    error: said,
    sees: typeof sees === 'string' ? sees : said,
    by: by === 'slack' || by === 'app' ? by : 'sandbox',
    code: textOf(code),
    errors: typeof errors === 'object' && errors !== null ? { ...errors } : {},
  };
}
