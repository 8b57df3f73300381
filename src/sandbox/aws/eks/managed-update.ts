import type { AutoScalingGroup, Member } from '../scaling/group.ts';
import { countedMembers } from '../scaling/group.ts';
import { terminateMember } from '../scaling/lifecycle.ts';
import type { ScalingWorld } from '../scaling/scaling-world.ts';
import type { EksCluster, EksUpdate, Nodegroup } from './eks-book.ts';

/** What a managed update needs from outside the cloud. */
export interface ManagedUpdateHost {
  readonly scaling: ScalingWorld;
  /** Empties the node of an instance; resolves to false if its pods would not go in time. Nodes are not drained without it. */
  drainNode(instanceId: string): Promise<boolean>;
}

export interface ManagedUpdate {
  readonly cluster: EksCluster;
  readonly nodegroup: Nodegroup;
  readonly group: AutoScalingGroup;
  readonly update: EksUpdate;
  readonly force: boolean;
  /** Takes effect on the node group when the update has succeeded. */
  readonly apply: () => void;
}

/** EKS looks at its update this often, and waits this long after a drain before it terminates. World ms. */
const LOOK_MS = 5000;
const AFTER_DRAIN_MS = 60_000;
/** Until EKS gives up on nodes that do not come, as it does after about 15 minutes. World ms. */
const SCALE_UP_LIMIT_MS = 900_000;

/**
 * A managed node group's update in simple form: room for new nodes, then every old node is drained and terminated, one
 * after another, then the room is taken back. The real one works on maxUnavailable nodes at once.
 */
export async function runManagedUpdate(job: ManagedUpdate, host: ManagedUpdateHost): Promise<void> {
  const { group, nodegroup, update } = job;
  const before = { desired: group.desired, max: group.max };
  const old = countedMembers(group);
  nodegroup.status = 'UPDATING';
  const grown = await scaleUp(job, host);
  if (!grown)
    return fail(
      job,
      before,
      'NodeCreationFailure',
      "Couldn't proceed with upgrade process as new nodes are not joining node group",
    );
  for (const member of old) {
    if (!group.members.has(member.instanceId)) continue;
    const drained = await host.drainNode(member.instanceId);
    if (!drained && !job.force) {
      return fail(
        job,
        before,
        'PodEvictionFailure',
        `Reached max retries while trying to evict pods from nodes in node group ${nodegroup.name}`,
      );
    }
    await host.scaling.clock.sleep(AFTER_DRAIN_MS);
    await replace(member, job, host, before.desired);
  }
  await scaleDown(job, host, before.desired);
  group.max = before.max;
  nodegroup.status = 'ACTIVE';
  nodegroup.modifiedAt = host.scaling.clock.now();
  update.status = 'Successful';
  job.apply();
}

/** As many more as the real one asks for: two a zone, or maxUnavailable if that is more. */
async function scaleUp(job: ManagedUpdate, host: ManagedUpdateHost): Promise<boolean> {
  const { group, nodegroup } = job;
  const { scaling } = host;
  if (nodegroup.updateStrategy === 'MINIMAL') return true;
  const extra = Math.max(
    2 * new Set(countedMembers(group).map(({ zone }) => zone)).size,
    nodegroup.maxUnavailable,
  );
  group.desired += extra;
  group.max = Math.max(group.max, group.desired);
  scaling.wake(group);
  const deadline = scaling.clock.now() + SCALE_UP_LIMIT_MS;
  while (scaling.clock.now() < deadline) {
    await scaling.clock.sleep(LOOK_MS);
    if (
      countedMembers(group).filter(({ lifecycleState }) => lifecycleState === 'InService').length >=
      group.desired
    )
      return true;
  }
  return false;
}

/** Takes back, one by one, the room that the old nodes did not fill; the newest go first, drained like the others. */
async function scaleDown(job: ManagedUpdate, host: ManagedUpdateHost, desired: number): Promise<void> {
  for (const member of countedMembers(job.group).toReversed()) {
    if (job.group.desired <= desired) return;
    await host.drainNode(member.instanceId);
    await replace(member, job, host, desired);
  }
}

async function replace(
  member: Member,
  job: ManagedUpdate,
  host: ManagedUpdateHost,
  floor: number,
): Promise<void> {
  const { group } = job;
  const { scaling } = host;
  if (group.desired > floor) group.desired -= 1;
  terminateMember(
    group,
    member,
    scaling,
    `instance ${member.instanceId} was taken out of service in response to a user request.`,
  );
  const deadline = scaling.clock.now() + SCALE_UP_LIMIT_MS;
  while (scaling.clock.now() < deadline) {
    await scaling.clock.sleep(LOOK_MS);
    const serving = countedMembers(group).filter(
      ({ lifecycleState }) => lifecycleState === 'InService',
    ).length;
    if (!group.members.has(member.instanceId) && serving >= group.desired) return;
  }
}

function fail(
  job: ManagedUpdate,
  before: { desired: number; max: number },
  errorCode: string,
  errorMessage: string,
): void {
  job.update.status = 'Failed';
  job.update.errors.push({ errorCode, errorMessage, resourceIds: [job.nodegroup.name] });
  job.nodegroup.status = 'ACTIVE';
  job.group.max = Math.max(before.max, job.group.desired);
}
