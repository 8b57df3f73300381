import { withCondition } from '../kinds/condition.ts';
import type { Job, JobStatus } from '../kinds/job.ts';

/** How a Job ended. */
export interface Conclusion {
  readonly type: 'Complete' | 'Failed';
  readonly reason: string;
  readonly message: string;
}

/** The end is announced by one condition and sealed by another. */
const ANNOUNCED = { Complete: 'SuccessCriteriaMet', Failed: 'FailureTarget' } as const;

export function concludeJob({ status }: Job, conclusion: Conclusion, now: string): Partial<JobStatus> {
  const { type, reason, message } = conclusion;
  let conditions = status?.conditions;
  for (const name of [ANNOUNCED[type], type]) {
    const condition = { type: name, status: 'True', lastProbeTime: now, reason, message };
    conditions = withCondition(conditions, condition, now);
  }
  return { ...(conditions && { conditions }), ...(type === 'Complete' && { completionTime: now }) };
}
