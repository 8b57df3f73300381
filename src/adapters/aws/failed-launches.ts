import { DescribeScalingActivitiesCommand } from '@aws-sdk/client-auto-scaling';
import type { Activity } from '@aws-sdk/client-auto-scaling';
import { allPages } from './all-pages.ts';
import type { AwsAccount } from './aws-account.ts';

const OPERATION = 'autoscaling:DescribeScalingActivities';

/** Why launches failed since an instant (epoch ms), newest first, each text once. */
export async function failedLaunches(
  account: AwsAccount,
  groupName: string,
  since: number,
): Promise<readonly string[]> {
  const isOld = ({ StartTime }: Activity): boolean => (StartTime?.getTime() ?? 0) < since;
  const activities = await allPages(
    OPERATION,
    async (token) => {
      const command = new DescribeScalingActivitiesCommand({
        AutoScalingGroupName: groupName,
        ...(token === undefined ? {} : { NextToken: token }),
      });
      const answer = await account.call(OPERATION, async (options) =>
        account.reads.autoScaling.send(command, options),
      );
      return { items: answer.Activities ?? [], next: answer.NextToken };
    },
    // Activities come newest first: one that is too old ends the search.
    (all) => all.some(isOld),
  );
  const texts = activities
    .filter((activity) => !isOld(activity) && isFailedLaunch(activity))
    .map(({ StatusMessage, Description }) => StatusMessage ?? Description ?? 'a launch failed');
  return [...new Set(texts)];
}

function isFailedLaunch({ StatusCode, Description }: Activity): boolean {
  return StatusCode === 'Failed' && Description?.startsWith('Launching') === true;
}
