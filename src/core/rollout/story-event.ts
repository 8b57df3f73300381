/** Something worth a line in the thread. The line is a pure function of the event and the rollout. */
export type StoryEvent = { readonly n: number; readonly at: number } & StoryBody;

export type StoryBody =
  | { readonly kind: 'requested' }
  | { readonly kind: 'preflight-blocked' }
  | { readonly kind: 'preflight-passed' }
  | {
      readonly kind: 'waived';
      readonly by: string;
      readonly check: string;
      readonly object: string;
      readonly reason: string;
    }
  | { readonly kind: 'voted'; readonly by: string; readonly count: number; readonly needed: number }
  | { readonly kind: 'rejected'; readonly by: string }
  | { readonly kind: 'expired' }
  | { readonly kind: 'cancelled'; readonly by: string }
  | { readonly kind: 'stale'; readonly why: string }
  | { readonly kind: 'started'; readonly nodes: number; readonly surge: number }
  | { readonly kind: 'claimed'; readonly node: string; readonly index: number; readonly canary: boolean }
  | { readonly kind: 'drain-slow'; readonly node: string; readonly waitingFor: string }
  | {
      readonly kind: 'node-replaced';
      readonly node: string;
      readonly index: number;
      readonly of: number;
      readonly zone: string;
      readonly movedPods: number;
      readonly seconds: number;
      readonly replacedBy?: string;
    }
  | { readonly kind: 'node-skipped'; readonly node: string; readonly index: number; readonly why: string }
  | { readonly kind: 'canary-passed'; readonly node: string }
  | { readonly kind: 'held'; readonly why: string }
  | { readonly kind: 'hold-over'; readonly seconds: number }
  | { readonly kind: 'paused' }
  | { readonly kind: 'resumed'; readonly by: string }
  | { readonly kind: 'halting' }
  | { readonly kind: 'halted' }
  | { readonly kind: 'aborting'; readonly by: string }
  | { readonly kind: 'aborted' }
  | { readonly kind: 'verifying' }
  | { readonly kind: 'succeeded' }
  | { readonly kind: 'rolled-back' }
  | { readonly kind: 'rollback-incomplete' }
  | { readonly kind: 'refused'; readonly why: string };
