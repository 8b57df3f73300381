import type { Workload } from '../../fleet/workload.ts';
import { movingRoots, NEEDS_WORKLOADS } from '../facts/roots.ts';
import { countOf } from '../facts/words.ts';
import type { PreflightCheck } from '../preflight-check.ts';

const DEFAULT_BACKOFF_LIMIT = 6;

export const jobRunning: PreflightCheck = {
  id: 'job-running',
  number: 29,
  title: 'A Job is at work on a node that goes',
  why: 'An eviction counts as a failure of its pod: its work starts over, and a Job without attempts left fails for good.',
  severities: ['blocker', 'warning'],
  gate: false,
  waivable: true,
  needs: NEEDS_WORKLOADS,

  inspect(fleet) {
    return movingRoots(fleet).flatMap(({ root, pods }) => {
      if (root.kind !== 'workload' || root.workload.kind !== 'Job') return [];
      const left = attemptsLeft(root.workload);
      const fatal = left < 1 && !forgivesDisruption(root.workload);
      return {
        severity: fatal ? 'blocker' : 'warning',
        objects: [root.ref],
        message: fatal
          ? `${root.ref} has no attempt left: the eviction of its pod would fail it for good.`
          : `${root.ref} runs with ${countOf(pods.length, 'pod')} here; its work starts over elsewhere (${countOf(left, 'attempt')} left).`,
        fix: 'Wait until it is done, or let disruptions not count: podFailurePolicy: {rules: [{action: Ignore, onPodConditions: [{type: DisruptionTarget}]}]} with restartPolicy: Never.',
      };
    });
  },
};

function attemptsLeft({ spec, status }: Workload): number {
  return (spec.backoffLimit ?? DEFAULT_BACKOFF_LIMIT) - (status?.failed ?? 0);
}

function forgivesDisruption({ spec }: Workload): boolean {
  return JSON.stringify(spec.podFailurePolicy?.rules ?? []).includes('"DisruptionTarget"');
}
