import type { OnProgress } from '../app/capture/read-cluster.ts';
import type { PreflightReport } from '../core/preflight/preflight-report.ts';

/** What preflight says of some nodes, outside of any rollout. */
export interface Inspection {
  /** What was looked at: `prod/workers, 6 nodes`. */
  readonly subject: string;
  readonly report: PreflightReport;
}

/** Told how far a long look has come. */
export interface InspectionProgress {
  readonly onPage: OnProgress;
  /** Everything is read; the checks and the rehearsal begin. */
  readonly onJudge: () => void;
}
