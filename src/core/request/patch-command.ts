/** A command in our words. `unknown`: not understood, with what was probably meant. */
export type PatchCommand =
  | {
      readonly kind: 'patch';
      readonly cluster: string;
      readonly nodeGroup: string;
      readonly dryRun: boolean;
      readonly reason?: string;
    }
  | { readonly kind: 'status' | 'report' | 'pause' | 'resume' | 'abort'; readonly rollout?: string }
  /** A person answers for one finding; whether the check and the object exist is for the rollout to say. */
  | {
      readonly kind: 'waive';
      readonly rollout?: string;
      readonly check: string;
      readonly object: string;
      readonly reason: string;
    }
  | { readonly kind: 'help' }
  | { readonly kind: 'unknown'; readonly why: string; readonly suggestions: readonly string[] };
