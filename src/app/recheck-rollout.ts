import { applyWaivers } from '../core/preflight/apply-waivers.ts';
import { preflightInSteps } from '../core/preflight/run-preflight.ts';

import { transition } from '../core/rollout/machine.ts';
import type { RolloutEvent } from '../core/rollout/rollout-event.ts';
import type { Rollout } from '../core/rollout/rollout.ts';
import { withoutOwnFindings } from '../core/rollout/without-own-findings.ts';
import type { FleetSnapshot } from '../core/fleet/fleet-snapshot.ts';
import type { RolloutPlan } from '../core/plan/rollout-plan.ts';
import { PortError } from '../ports/port-error.ts';
import { captureFleet } from './capture-fleet.ts';
import type { GroupSettings } from './group-settings.ts';
import type { GroupPorts } from './ports.ts';
import { inSlices } from './in-slices.ts';

/** Preflight again, before the first effect or before going on: what was approved must still be what would be done. */
export async function recheckRollout(
  ports: GroupPorts,
  settings: GroupSettings,
  rollout: Rollout,
): Promise<Rollout> {
  const snapshot = await captureFleet(ports, settings);
  // A read that failed just now says nothing about the plan: wait for it instead of throwing the approval away.
  const unread = Object.values(snapshot.readings).find((reading) => reading?.kind === 'unread');
  if (unread?.kind === 'unread')
    throw new PortError('unavailable', 'preflight before the start', unread.reason);
  const event = await judge(ports, settings, rollout, snapshot);
  const result = transition(rollout, event);
  return result.ok ? result.rollout : rollout;
}

async function judge(
  ports: GroupPorts,
  settings: GroupSettings,
  rollout: Rollout,
  snapshot: FleetSnapshot,
): Promise<RolloutEvent> {
  const work = preflightInSteps(snapshot, rollout.plan?.policy ?? settings.policy);
  const found = await inSlices(ports.clock, work);
  const times = { at: ports.clock.now(), real: ports.clock.real() };
  const report = applyWaivers(withoutOwnFindings(found, rollout), rollout.plan?.waivers);
  const changed = rollout.plan ? materialChange(rollout, rollout.plan, snapshot) : 'there is no plan';
  if (changed) return { type: 'recheck-failed', report, why: changed, objects: [], ...times };
  const blockers = report.findings.filter(({ severity }) => severity === 'blocker');
  if (blockers.length === 0 && report.unknown.length === 0) return { type: 'rechecked', report, ...times };
  const [first] = blockers;
  const unread = report.unknown[0];
  const why = first
    ? `Preflight finds a blocker now: ${first.objects[0] ?? first.id}: ${first.message}`
    : `Preflight cannot tell now: ${unread?.id ?? ''}: ${unread?.reason ?? ''}`;
  return { type: 'recheck-failed', report, why, objects: first?.objects ?? unread?.objects ?? [], ...times };
}

/** What the approval covers must still hold: the cluster, the image, the template version, the nodes (engine.md 2.6). */
function materialChange(rollout: Rollout, plan: RolloutPlan, snapshot: FleetSnapshot): string | undefined {
  const { release, group } = snapshot.readings;
  if (snapshot.cluster.uid !== plan.cluster.uid) return 'the cluster behind this name is another one';
  if (group.kind !== 'read') return group.reason;
  if (group.value.name !== plan.groupName) return 'the node group points at another Auto Scaling group';
  if (rollout.kind === 'rollback' || rollout.startedAt !== undefined) return undefined;
  if (release.kind !== 'read') return release.reason;
  if (
    release.value.imageId !== plan.release.imageId ||
    release.value.templateVersion !== plan.release.templateVersion
  ) {
    return `the release is another one now: ${release.value.imageId} in template version ${release.value.templateVersion}`;
  }
  if (group.value.desired !== plan.desiredBefore) {
    return `the group has another size now: ${group.value.desired} instead of ${plan.desiredBefore} nodes`;
  }
  return undefined;
}
