import { TerminateInstanceInAutoScalingGroupCommand } from '@aws-sdk/client-auto-scaling';
import type { TerminateOutcome } from '../../ports/node-groups.ts';
import { PortError } from '../../ports/port-error.ts';
import type { PortErrorKind } from '../../ports/port-error.ts';
import type { AwsAccount } from './aws-account.ts';
import { describeRawGroup } from './describe-group.ts';

const TERMINATE = 'autoscaling:TerminateInstanceInAutoScalingGroup';

/** Refusals after which the instance may be what we wanted it to be: gone, or on its way. */
const WORTH_A_LOOK: readonly PortErrorKind[] = ['conflict', 'not-found', 'invalid'];

/**
 * Ends exactly one instance of one group; with `decrement` the group does not launch another. Whether the group has the
 * instance is looked at first, since the call itself takes no group. A refusal is followed by a look, never by a second try.
 */
export async function terminateInstance(
  account: AwsAccount,
  groupName: string,
  instanceId: string,
  decrement: boolean,
): Promise<TerminateOutcome> {
  const before = await stateIn(account, groupName, instanceId);
  if (before !== 'living') return { kind: before };
  const command = new TerminateInstanceInAutoScalingGroupCommand({
    InstanceId: instanceId,
    ShouldDecrementDesiredCapacity: decrement,
  });
  try {
    await account.call(TERMINATE, async (options) => account.effects.autoScaling.send(command, options));
    return { kind: 'terminating' };
  } catch (error) {
    if (!(error instanceof PortError) || !WORTH_A_LOOK.includes(error.kind)) throw error;
    const after = await stateIn(account, groupName, instanceId);
    if (after === 'living') throw error;
    return { kind: after };
  }
}

/** `gone`: the group does not have it (any more). */
async function stateIn(
  account: AwsAccount,
  groupName: string,
  instanceId: string,
): Promise<'living' | 'terminating' | 'gone'> {
  const group = await describeRawGroup(account, groupName);
  const state = group?.Instances?.find(({ InstanceId }) => InstanceId === instanceId)?.LifecycleState;
  if (state === undefined) return 'gone';
  return state.startsWith('Terminat') ? 'terminating' : 'living';
}
