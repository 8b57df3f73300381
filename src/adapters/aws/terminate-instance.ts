import {
  DescribeAutoScalingInstancesCommand,
  TerminateInstanceInAutoScalingGroupCommand,
} from '@aws-sdk/client-auto-scaling';
import type { TerminateOutcome } from '../../ports/node-groups.ts';
import { PortError } from '../../ports/port-error.ts';
import type { AwsAccount } from './aws-account.ts';

const TERMINATE = 'autoscaling:TerminateInstanceInAutoScalingGroup';

/**
 * Ends exactly one instance of one group; with `decrement` the group does not launch another. Which group an instance
 * is in is looked at first, since the call itself takes no group. A refusal is followed by a look, never by a second try.
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
    const refused = error instanceof PortError && ['conflict', 'not-found', 'invalid'].includes(error.kind);
    const after = refused ? await stateIn(account, groupName, instanceId) : 'living';
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
  const command = new DescribeAutoScalingInstancesCommand({ InstanceIds: [instanceId] });
  const answer = await account.call('autoscaling:DescribeAutoScalingInstances', async (options) =>
    account.reads.autoScaling.send(command, options),
  );
  const [found] = answer.AutoScalingInstances ?? [];
  if (!found) return 'gone';
  if (found.AutoScalingGroupName !== groupName)
    throw new PortError(
      'invalid',
      TERMINATE,
      `${instanceId} belongs to ${found.AutoScalingGroupName ?? 'another group'}, not to ${groupName}`,
    );
  const state = found.LifecycleState ?? '';
  // DescribeAutoScalingInstances writes TERMINATING, the group itself Terminating.
  return state.toLowerCase().startsWith('terminat') ? 'terminating' : 'living';
}
