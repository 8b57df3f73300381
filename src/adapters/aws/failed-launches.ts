import type { Activity } from '@aws-sdk/client-auto-scaling';
import type { AwsAccount } from './aws-account.ts';
import { readActivities } from './facts/read-activities.ts';

/** Why launches failed since an instant (epoch ms), newest first, each text once. */
export async function failedLaunches(
  account: AwsAccount,
  groupName: string,
  since: number,
): Promise<readonly string[]> {
  const activities = await readActivities(account, groupName, since);
  const texts = activities
    .filter(isFailedLaunch)
    .map(({ StatusMessage, Description }) => StatusMessage ?? Description ?? 'a launch failed');
  return [...new Set(texts)];
}

function isFailedLaunch({ StatusCode, Description }: Activity): boolean {
  return StatusCode === 'Failed' && Description?.startsWith('Launching') === true;
}
