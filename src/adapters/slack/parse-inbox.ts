import { createHash } from 'node:crypto';
import type { InboxItem, RawInbox } from '../../core/request/inbox-item.ts';
import type { Envelope } from './envelope.ts';
import type { InboxRefusal } from './inbox-refusal.ts';
import { refused } from './inbox-refusal.ts';
import { readClick } from './read-click.ts';
import { readCommand } from './read-command.ts';
import { readMention } from './read-mention.ts';
import { readPayload } from './read-payload.ts';
import type { SlackPayload } from './read-payload.ts';
import { verifyRawRequest } from './verify-raw-request.ts';

export interface InboxRules {
  /** One, or two while the secret is being changed. */
  readonly signingSecrets: readonly string[];
  /** The workspace this app is installed in. */
  readonly teamId: string;
  /** Real time, epoch ms. */
  readonly now: number;
}

/**
 * A raw request in our words, or why it is refused. The engine calls this itself, so that neither the gateway nor the
 * queue between them can invent a click (security 5.3).
 */
export function parseInbox(raw: RawInbox, rules: InboxRules): InboxItem | InboxRefusal {
  if (raw.transport === 'http') {
    const verification = verifyRawRequest(raw, rules.signingSecrets, rules.now);
    if (verification !== 'genuine') return refused(verification, `the signature is ${verification}`);
  }
  const payload = readPayload(raw.transport === 'http' ? raw.body : raw.payload);
  if (payload.kind === 'refused') return payload;
  return readItem(payload, { receivedAt: raw.receivedAt, proof: proofOf(raw), teamId: rules.teamId });
}

function readItem(payload: SlackPayload, envelope: Envelope): InboxItem | InboxRefusal {
  switch (payload.kind) {
    case 'command':
      return readCommand(payload.fields, envelope);
    case 'interaction':
      return readClick(payload.fields, envelope);
    case 'event':
      return readMention(payload.fields, envelope);
    case 'other':
      return refused('unsupported', `it is ${payload.type.slice(0, 60) || 'nothing known'}`);
  }
}

/** Names the signed request in the audit log; the request itself can be checked against it later. */
function proofOf(raw: RawInbox): string | null {
  if (raw.transport === 'socket') return null;
  const digest = createHash('sha256').update(`${raw.signature}:${raw.timestamp}:${raw.body}`).digest('hex');
  return `sha256:${digest}`;
}
