export type RefusalReason =
  | 'forged'
  | 'stale'
  | 'future'
  /** Not what Slack sends: a field is missing or of another kind. */
  | 'malformed'
  /** Signed for our app, but of a workspace that is not ours. */
  | 'wrong-team'
  /** Nothing that this app has: a shortcut, a form, a button of another make. */
  | 'unsupported';

/** A raw request that is none of our business, with the reason for the audit log. */
export interface InboxRefusal {
  readonly kind: 'refused';
  readonly reason: RefusalReason;
  readonly detail: string;
}

export function refused(reason: RefusalReason, detail: string): InboxRefusal {
  return { kind: 'refused', reason, detail };
}
