/** A lease as it stood when it was read. */
export interface HeldLease {
  readonly holder: string;
  /** `leaseTransitions`: rises when the holder changes. Our epoch. */
  readonly transitions: number;
  readonly durationMs: number;
  /** The resourceVersion: the record is alive as long as this keeps changing (judged on our own monotonic clock). */
  readonly version: string;
}

/** The coordination.k8s.io Lease that says which engine acts on a cluster. */
export interface LeaseStore {
  read(): Promise<HeldLease | undefined>;
  /** Creates or replaces the version that was read. `stale`: another one was first. */
  write(
    lease: { readonly holder: string; readonly transitions: number; readonly durationMs: number },
    version: string | undefined,
  ): Promise<{ readonly kind: 'written'; readonly version: string } | { readonly kind: 'stale' }>;
}
