import type { InboxRefusal } from './inbox-refusal.ts';
import { refused } from './inbox-refusal.ts';

/** What kind of thing Slack sent, in the order in which Slack's own SDK tells them apart. */
export type SlackPayload =
  | { readonly kind: 'command' | 'interaction' | 'event'; readonly fields: object }
  /** By its `type`; empty if it has none. */
  | { readonly kind: 'other'; readonly type: string };

/** Reads a body as it was signed, or the payload of a socket's envelope: JSON, or a form with JSON in one field. */
export function readPayload(text: string): SlackPayload | InboxRefusal {
  const fields = text.trimStart().startsWith('{') ? readJson(text) : readForm(text);
  if (fields === undefined) return refused('malformed', 'the body is neither a form nor a JSON object');
  if ('event' in fields) return { kind: 'event', fields };
  if ('command' in fields) return { kind: 'command', fields };
  if ('actions' in fields) return { kind: 'interaction', fields };
  return { kind: 'other', type: 'type' in fields && typeof fields.type === 'string' ? fields.type : '' };
}

function readForm(text: string): object | undefined {
  const form = new URLSearchParams(text);
  const names = [...form.keys()];
  // A field given twice could be read as one thing by us and as another by whoever looks after us.
  if (names.length === 0 || new Set(names).size !== names.length) return undefined;
  const payload = form.get('payload');
  return payload === null ? Object.fromEntries(form) : readJson(payload);
}

function readJson(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
