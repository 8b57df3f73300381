/** What a button of ours can ask for. Its action_id is `p.<verb>`. */
export type Verb =
  | 'approve'
  | 'reject'
  | 'rerun'
  | 'cancel'
  | 'report'
  | 'pause'
  | 'resume'
  | 'retry'
  | 'rollback'
  | 'abort'
  | 'details';

/** What a click is bound to. `r`: rollout, `g`: `prod/workers`, `p`: the whole plan hash, `h`: the halt. */
export interface ButtonValue {
  readonly r: string;
  readonly g: string;
  readonly p?: string;
  readonly h?: string;
}

export const ACTION_PREFIX = 'p.';
