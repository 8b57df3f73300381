import type { WorldClock } from '../../clock.ts';
import type { Random } from '../../random.ts';
import type { Identities } from '../cloud/identity.ts';
import type { InstanceBook } from '../cloud/instance-book.ts';
import type { LaunchTemplateBook } from '../cloud/launch-template-book.ts';
import type { CloudSettings } from '../cloud/settings.ts';
import type { SubnetBook } from '../cloud/subnet-book.ts';
import type { TargetGroupBook } from '../elb/target-group-book.ts';
import type { AutoScalingGroup } from './group.ts';

/** Everything that the laws of Auto Scaling touch. */
export interface ScalingWorld {
  readonly clock: WorldClock;
  readonly random: Random;
  readonly identities: Identities;
  readonly instances: InstanceBook;
  readonly templates: LaunchTemplateBook;
  readonly subnets: SubnetBook;
  readonly targetGroups: TargetGroupBook;
  readonly settings: () => CloudSettings;
  /** Asks for a look at the group soon; several calls are one look. */
  readonly wake: (group: AutoScalingGroup) => void;
}

export function zonesOf(group: AutoScalingGroup, world: Pick<ScalingWorld, 'subnets'>): readonly string[] {
  const zones = group.subnetIds.flatMap((subnetId) => world.subnets.get(subnetId)?.zone ?? []);
  return [...new Set(zones)].toSorted();
}
