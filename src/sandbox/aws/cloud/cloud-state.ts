import type { WorldClock } from '../../clock.ts';
import type { MetricBook } from '../cloudwatch/metric-book.ts';
import type { EksBook } from '../eks/eks-book.ts';
import type { ManagedUpdateHost } from '../eks/managed-update.ts';
import type { TargetGroupBook } from '../elb/target-group-book.ts';
import type { QuotaBook } from '../quotas/quota-book.ts';
import type { GroupBook } from '../scaling/group-book.ts';
import type { CapacityBook } from './capacity-book.ts';
import type { Identities } from './identity.ts';
import type { ImageCatalogue } from './image-catalogue.ts';
import type { InstanceBook } from './instance-book.ts';
import type { LaunchTemplateBook } from './launch-template-book.ts';
import type { ParameterBook } from './parameter-book.ts';
import type { CloudSettings } from './settings.ts';
import type { SubnetBook } from './subnet-book.ts';

/** Everything that exists in the account, as the operations of the services reach it. */
export interface CloudState {
  readonly clock: WorldClock;
  readonly region: string;
  readonly accountId: string;
  readonly identities: Identities;
  readonly images: ImageCatalogue;
  readonly instances: InstanceBook;
  readonly templates: LaunchTemplateBook;
  readonly subnets: SubnetBook;
  readonly capacity: CapacityBook;
  readonly parameters: ParameterBook;
  readonly groups: GroupBook;
  readonly eks: EksBook;
  readonly targetGroups: TargetGroupBook;
  readonly metrics: MetricBook;
  readonly quotas: QuotaBook;
  readonly managedUpdates: ManagedUpdateHost;
  readonly settings: () => CloudSettings;
}

/** `arn:aws:<service>:<region>:<account>:<rest>` */
export function arnOf(
  cloud: Pick<CloudState, 'region' | 'accountId'>,
  service: string,
  rest: string,
): string {
  return `arn:aws:${service}:${cloud.region}:${cloud.accountId}:${rest}`;
}
