import type { Container, Pod } from '../../fleet/pod.ts';
import { movingRoots, NEEDS_WORKLOADS } from '../facts/roots.ts';
import type { PreflightCheck } from '../preflight-check.ts';

/** SIGKILL, as the exit code shows it. */
const KILLED = 137;

/** Evidence only: a shell in front that passes no signal on, or a container that was killed and not for its memory. */
export const sigtermIgnored: PreflightCheck = {
  id: 'sigterm-ignored',
  number: 23,
  title: 'A container does not seem to heed SIGTERM',
  why: 'It then serves until its grace is over and is killed in the middle of its requests.',
  severities: ['warning'],
  gate: false,
  needs: NEEDS_WORKLOADS,

  inspect(fleet) {
    return movingRoots(fleet).flatMap(({ root, pods }) => {
      const shell = pods[0]?.spec.containers.find(isBehindShell);
      const killed = pods.find(wasKilled);
      if (!shell && !killed) return [];
      return {
        severity: 'warning',
        objects: [root.ref],
        message: shell
          ? `Container ${shell.name} of ${root.ref} starts behind a shell without exec: the shell gets the signal and keeps it.`
          : `A container of ${killed?.metadata.name ?? ''} of ${root.ref} was killed (exit code ${KILLED}), and not for its memory.`,
        fix: 'Start the process with exec (sh -c "exec app"), or with an init such as tini, and let it end on SIGTERM.',
      };
    });
  },
};

/** `sh -c "app --serve"`: one command, without exec and without a trap. */
function isBehindShell({ command = [], args = [] }: Container): boolean {
  const [shell = '', flag, script] = [...command, ...args];
  if (!/(^|\/)(ba|da|a)?sh$/.test(shell) || flag !== '-c' || script === undefined) return false;
  return !/(^|[\s;&])(exec|trap)\s/.test(script);
}

function wasKilled({ status }: Pod): boolean {
  return (status?.containerStatuses ?? []).some(({ lastState }) => {
    const ended = lastState?.terminated;
    return ended?.exitCode === KILLED && ended.reason !== 'OOMKilled';
  });
}
