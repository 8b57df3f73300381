import { DescribeScalingActivitiesCommand } from '@aws-sdk/client-auto-scaling';
import type { Activity } from '@aws-sdk/client-auto-scaling';
import { allPages } from '../all-pages.ts';
import type { AwsAccount } from '../aws-account.ts';

const OPERATION = 'autoscaling:DescribeScalingActivities';

/** The activities of a group that began at or after an instant (epoch ms), newest first. */
export async function readActivities(
  account: AwsAccount,
  groupName: string,
  since: number,
): Promise<readonly Activity[]> {
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
  return activities.filter((activity) => !isOld(activity));
}
