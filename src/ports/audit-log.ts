/** One line of the audit log, before sequence and hashes are added (security.md 5.7). */
export interface AuditEntry {
  readonly rollout: string;
  readonly group: string;
  readonly epoch: number;
  readonly actor: { readonly type: 'user' | 'engine'; readonly id: string; readonly team?: string };
  /** `node.cordon`, `pod.evict`, `instance.terminate`, `group.set-desired`, `approval.given` … */
  readonly action: string;
  /** `intent` is written before an effect, `result` after it; `event` stands alone. */
  readonly stage: 'intent' | 'result' | 'event';
  readonly target: Readonly<Record<string, string>>;
  readonly plan: string | null;
  readonly approvals: readonly string[];
  readonly detail?: Readonly<Record<string, unknown>>;
  readonly why: string;
}

/** Append-only and hash-chained. A line that cannot be written throws: an effect whose intent is not written is not done. */
export interface AuditLog {
  append(entry: AuditEntry): Promise<void>;
}
