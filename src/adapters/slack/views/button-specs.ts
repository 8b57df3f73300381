import type { Rollout } from '../../../core/rollout/rollout.ts';
import type { ButtonSpec } from './buttons.ts';
import { counted } from './counted.ts';

export const REJECT: ButtonSpec = { verb: 'reject', label: 'Reject', style: 'danger' };
export const RERUN: ButtonSpec = { verb: 'rerun', label: 'Re-run checks' };
export const CANCEL: ButtonSpec = { verb: 'cancel', label: 'Cancel request' };
export const FULL_REPORT: ButtonSpec = { verb: 'report', label: 'Full report' };
export const PAUSE: ButtonSpec = { verb: 'pause', label: 'Pause' };
export const RESUME: ButtonSpec = { verb: 'resume', label: 'Resume' };
export const RETRY: ButtonSpec = { verb: 'retry', label: 'Retry' };
export const DETAILS: ButtonSpec = { verb: 'details', label: 'Details' };

/** Asks again only where there is something to think about: warnings. */
export function approveButton(rollout: Rollout, cluster: string): ButtonSpec {
  const warnings = rollout.preflight?.findings.filter(({ severity }) => severity === 'warning').length ?? 0;
  const nodes = counted(rollout.plan?.nodes.length ?? 0, 'node');
  const text = `${nodes} of ${cluster} will be replaced. You accept ${counted(warnings, 'warning')}.`;
  return {
    verb: 'approve',
    label: 'Approve',
    style: 'primary',
    ...(warnings > 0 ? { confirm: { title: `Approve ${rollout.id}?`, text, yes: 'Approve' } } : {}),
  };
}

export function abortButton(rollout: Rollout): ButtonSpec {
  const text =
    'Evictions stop at once. The node in work is uncordoned if its instance is not terminating yet. Nodes that are done stay as they are.';
  return {
    verb: 'abort',
    label: 'Abort',
    style: 'danger',
    confirm: { title: `Abort ${rollout.id}?`, text, yes: 'Abort' },
  };
}

export function rollbackButton(rollout: Rollout): ButtonSpec {
  const text =
    'This prepares a plan of its own, which replaces the patched nodes by the former template version. It needs its own approval.';
  return {
    verb: 'rollback',
    label: 'Roll back',
    style: 'danger',
    confirm: { title: `Roll back ${rollout.id}?`, text, yes: 'Prepare it' },
  };
}
