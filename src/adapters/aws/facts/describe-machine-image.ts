import { DescribeImagesCommand } from '@aws-sdk/client-ec2';
import type { Image } from '@aws-sdk/client-ec2';
import type { MachineImage } from '../../../core/fleet/launch-facts.ts';
import { PortError } from '../../../ports/port-error.ts';
import type { AwsAccount } from '../aws-account.ts';

const OPERATION = 'ec2:DescribeImages';

/** An image as EC2 describes it. One that is not there, or not shared with us, is as good as deregistered. */
export async function describeMachineImage(account: AwsAccount, imageId: string): Promise<MachineImage> {
  const image = await findImage(account, imageId);
  const deprecatedAt = Date.parse(image?.DeprecationTime ?? '');
  return {
    imageId,
    state: image?.State ?? 'deregistered',
    architecture: image?.Architecture ?? '',
    ...(Number.isFinite(deprecatedAt) ? { deprecatedAt } : {}),
  };
}

async function findImage(account: AwsAccount, imageId: string): Promise<Image | undefined> {
  const command = new DescribeImagesCommand({ ImageIds: [imageId], IncludeDeprecated: true });
  try {
    const answer = await account.call(OPERATION, async (options) => account.reads.ec2.send(command, options));
    return answer.Images?.find(({ ImageId }) => ImageId === imageId);
  } catch (error) {
    // EC2 refuses an id that it does not know, or knows no longer.
    if (error instanceof PortError && error.kind === 'not-found') return undefined;
    throw error;
  }
}
