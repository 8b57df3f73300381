/** A command in our words. `unknown`: not understood, with what was probably meant. */
export type PatchCommand =
  | {
      readonly kind: 'patch';
      readonly cluster: string;
      readonly nodeGroup: string;
      readonly dryRun: boolean;
      readonly reason?: string;
    }
  | { readonly kind: 'status' | 'pause' | 'resume' | 'abort'; readonly rollout?: string }
  | { readonly kind: 'help' }
  | { readonly kind: 'unknown'; readonly why: string; readonly suggestions: readonly string[] };
