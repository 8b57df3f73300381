import { NEEDS_EXPOSURE, servedRoots, USES_EXPOSURE, type ServedRoot } from '../facts/exposure.ts';
import type { PreflightCheck } from '../preflight-check.ts';

/** A process gets at least so long to stop, and a little for whatever comes between. preflight.md 4. */
const STOP_SECONDS = 5;
const SLACK_SECONDS = 5;

export const graceTooShort: PreflightCheck = {
  id: 'grace-too-short',
  number: 21,
  title: 'The grace period ends before the pod can stop',
  why: 'The grace clock includes the preStop hook; what is left when it ends is killed.',
  severities: ['blocker', 'warning'],
  gate: false,
  waivable: true,
  needs: NEEDS_EXPOSURE,
  uses: USES_EXPOSURE,

  inspect(fleet) {
    return servedRoots(fleet).flatMap((served) => {
      const hook = longestHook(served);
      const { graceSeconds } = served.termination;
      const needed = hook + STOP_SECONDS + SLACK_SECONDS;
      if (hook === 0 || graceSeconds === 0 || graceSeconds >= needed) return [];
      return {
        severity: graceSeconds <= hook ? 'blocker' : 'warning',
        objects: [served.root.ref],
        message: `${served.root.ref} has ${graceSeconds} s to stop and spends ${hook} s of them in its preStop hook.`,
        fix: `terminationGracePeriodSeconds: ${hook + 2 * (STOP_SECONDS + SLACK_SECONDS)}`,
      };
    });
  },
};

function longestHook({ termination }: ServedRoot): number {
  const known = termination.serving.map(({ preStop }) => (preStop.kind === 'seconds' ? preStop.seconds : 0));
  return Math.max(0, ...known);
}
