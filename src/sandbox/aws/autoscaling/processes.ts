import { userSuspended } from '../scaling/group-builder.ts';
import { SCALING_PROCESSES, type ScalingProcess } from '../scaling/group.ts';
import { list, required, text } from '../wire/fields.ts';
import { operation } from '../wire/operation.ts';
import { findGroup, onGroup, validationError } from './group-access.ts';

const parameters = {
  AutoScalingGroupName: required(text({ min: 1, max: 255 })),
  ScalingProcesses: list(text({ max: 255 })),
};

export const suspendProcesses = operation({
  name: 'SuspendProcesses',
  access: 'write',
  parameters,
  authorize: (input, context) => [onGroup('SuspendProcesses', input.AutoScalingGroupName, context)],
  run(input, { cloud }) {
    const group = findGroup(cloud, input.AutoScalingGroupName);
    // One that is suspended already keeps its old reason.
    for (const process of knownProcesses(input.ScalingProcesses)) {
      if (!group.suspended.has(process)) group.suspended.set(process, userSuspended(cloud));
    }
    return undefined;
  },
});

export const resumeProcesses = operation({
  name: 'ResumeProcesses',
  access: 'write',
  parameters,
  authorize: (input, context) => [onGroup('ResumeProcesses', input.AutoScalingGroupName, context)],
  run(input, { cloud }) {
    const group = findGroup(cloud, input.AutoScalingGroupName);
    for (const process of knownProcesses(input.ScalingProcesses)) group.suspended.delete(process);
    cloud.groups.wake(group);
    return undefined;
  },
});

/** No names at all mean every process. */
function knownProcesses(names: readonly string[]): readonly ScalingProcess[] {
  if (names.length === 0) return SCALING_PROCESSES;
  return names.map((name) => {
    const process = SCALING_PROCESSES.find((known) => known === name);
    if (!process)
      throw validationError(`Invalid process types. ${name} is not a valid scaling process type.`);
    return process;
  });
}
