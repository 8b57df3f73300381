import { NEEDS_EXPOSURE, servedRoots, USES_EXPOSURE } from '../facts/exposure.ts';
import { longestHook, STOP_SECONDS, terminationPatch } from '../facts/termination-patch.ts';
import type { PreflightCheck } from '../preflight-check.ts';

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
      const needed = hook + STOP_SECONDS;
      if (hook === 0 || graceSeconds === 0 || graceSeconds >= needed) return [];
      return {
        severity: graceSeconds <= hook ? 'blocker' : 'warning',
        objects: [served.root.ref],
        message: `${served.root.ref} has ${graceSeconds} s to stop and spends ${hook} s of them in its preStop hook.`,
        fix: terminationPatch(fleet, served),
      };
    });
  },
};
