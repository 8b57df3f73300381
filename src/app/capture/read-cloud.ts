import type { Readings } from '../../core/fleet/fleet-snapshot.ts';
import type { GroupState, InstanceState, Release } from '../../core/fleet/node-group.ts';
import type { Reading } from '../../core/fleet/reading.ts';
import type { Clock } from '../../ports/clock.ts';
import type { CloudFacts } from '../../ports/cloud-facts.ts';
import type { NodeGroups } from '../../ports/node-groups.ts';
import type { GroupSettings } from '../group-settings.ts';
import { following, tryRead } from './try-read.ts';
import { ifWanted } from './wanted.ts';
import type { Wanted } from './wanted.ts';

/** What it takes to look at a node group in its cloud. */
export interface CloudPorts {
  readonly nodeGroups: NodeGroups;
  readonly facts: CloudFacts;
  readonly clock: Clock;
}

/** What the cloud says, target groups aside: which of them matter is known when the cluster was read. */
export type CloudReadings = Pick<
  Readings,
  | 'owner'
  | 'group'
  | 'instances'
  | 'release'
  | 'activity'
  | 'subnets'
  | 'vcpuQuotas'
  | 'image'
  | 'template'
  | 'eksCluster'
  | 'managedGroup'
>;

/** Launches further back say nothing about the next one. */
const LAUNCHES_SINCE_MS = 24 * 60 * 60_000;

export async function readCloud(
  ports: CloudPorts,
  settings: Pick<GroupSettings, 'ref' | 'release'>,
  wanted: Wanted,
): Promise<CloudReadings> {
  const [group, owner, eks] = await Promise.all([
    readGroup(ports, settings.ref.autoScalingGroup),
    tryRead(ports.clock, async () => ports.nodeGroups.owner(settings.ref)),
    readEks(ports, settings, wanted),
  ]);
  const [ofGroup, ofRelease] = await Promise.all([
    readAroundGroup(ports, group, wanted),
    readRelease(ports, settings, group, wanted),
  ]);
  return { owner, group, ...ofGroup, ...ofRelease, ...eks };
}

const NO_GROUP = { kind: 'skipped', reason: 'this node group has no Auto Scaling group of its own' } as const;

async function readGroup(
  { nodeGroups, clock }: CloudPorts,
  name: string | undefined,
): Promise<Reading<GroupState>> {
  if (name === undefined) return NO_GROUP;
  return tryRead(clock, async () => {
    const found = await nodeGroups.describe(name);
    if (!found) throw new Error(`there is no Auto Scaling group ${name}`);
    return found;
  });
}

async function readAroundGroup(
  { nodeGroups, facts, clock }: CloudPorts,
  group: Reading<GroupState>,
  wanted: Wanted,
): Promise<Pick<Readings, 'instances' | 'activity' | 'subnets' | 'vcpuQuotas'>> {
  const [instances, activity, subnets, vcpuQuotas] = await Promise.all([
    following(group, async (state): Promise<Reading<readonly InstanceState[]>> =>
      tryRead(clock, async () => nodeGroups.instances(state.instances.map(({ instanceId }) => instanceId))),
    ),
    ifWanted(wanted, 'activity', async () =>
      following(group, async ({ name }) =>
        tryRead(clock, async () => facts.activity(name, clock.now() - LAUNCHES_SINCE_MS)),
      ),
    ),
    ifWanted(wanted, 'subnets', async () =>
      following(group, async ({ name }) => tryRead(clock, async () => facts.subnets(name))),
    ),
    ifWanted(wanted, 'vcpuQuotas', async () =>
      following(group, async ({ name }) => tryRead(clock, async () => facts.vcpuQuotas(name))),
    ),
  ]);
  return { instances, activity, subnets, vcpuQuotas };
}

async function readRelease(
  { nodeGroups, facts, clock }: CloudPorts,
  { release: source }: Pick<GroupSettings, 'release'>,
  group: Reading<GroupState>,
  wanted: Wanted,
): Promise<Pick<Readings, 'release' | 'image' | 'template'>> {
  const release: Reading<Release> = await following(group, async (state) =>
    tryRead(clock, async () => nodeGroups.release(state, source)),
  );
  const [image, template] = await Promise.all([
    ifWanted(wanted, 'image', async () =>
      following(release, async ({ imageId }) => tryRead(clock, async () => facts.image(imageId))),
    ),
    ifWanted(wanted, 'template', async () =>
      following(release, async ({ templateId, templateVersion }) =>
        tryRead(clock, async () => facts.template(templateId, templateVersion)),
      ),
    ),
  ]);
  return { release, image, template };
}

async function readEks(
  { facts, clock }: CloudPorts,
  { ref }: Pick<GroupSettings, 'ref'>,
  wanted: Wanted,
): Promise<Pick<Readings, 'eksCluster' | 'managedGroup'>> {
  const { eksCluster, managedNodeGroup } = ref;
  if (eksCluster === undefined) return { eksCluster: NO_EKS, managedGroup: NO_EKS };
  const [cluster, managedGroup] = await Promise.all([
    ifWanted(wanted, 'eksCluster', async () => tryRead(clock, async () => facts.eksCluster(eksCluster))),
    managedNodeGroup === undefined
      ? NOT_MANAGED
      : ifWanted(wanted, 'managedGroup', async () =>
          tryRead(clock, async () => facts.managedGroup(eksCluster, managedNodeGroup)),
        ),
  ]);
  return { eksCluster: cluster, managedGroup };
}

const NO_EKS = { kind: 'skipped', reason: 'the configuration names no EKS cluster' } as const;
const NOT_MANAGED = { kind: 'skipped', reason: 'EKS does not manage this node group' } as const;
