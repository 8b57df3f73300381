import { classifyPod } from '../core/drain/classify-pod.ts';
import { GATE_READINGS } from '../core/preflight/gate-readings.ts';
import { applyWaivers } from '../core/preflight/apply-waivers.ts';
import { gateInSteps } from '../core/preflight/run-preflight.ts';
import type { Candidate, Objection } from '../core/replacement/seen.ts';
import { foreignDrains } from '../core/rollout/foreign-drains.ts';
import type { Rollout } from '../core/rollout/rollout.ts';
import { withoutReplacedNodes } from '../core/rollout/without-replaced-nodes.ts';
import { PortError } from '../ports/port-error.ts';
import { captureFleet } from './capture-fleet.ts';
import type { GroupSettings } from './group-settings.ts';
import { podsOn } from './observe-group.ts';
import { hasStandby } from './own-engines.ts';
import type { GroupPorts } from './ports.ts';
import { inSlices } from './in-slices.ts';
import { readRoots } from './read-roots.ts';

/**
 * Reads a node that is about to be claimed: its pods, the workloads behind them and all pods of those; whether people
 * hear of it; and what preflight says against it now.
 */
export async function observeCandidate(
  ports: GroupPorts,
  settings: GroupSettings,
  rollout: Rollout,
  name: string,
  ownNode: string | undefined,
): Promise<Candidate> {
  const [moving, standby, silentMs, objections] = await Promise.all([
    readMoving(ports, name),
    name === ownNode ? hasStandby(ports.cluster, settings.namespace, name) : false,
    silence(ports, settings, rollout),
    objectionsTo(ports, settings, rollout, name),
  ]);
  return { name, ...moving, standby, silentMs, objections };
}

async function readMoving(
  ports: GroupPorts,
  name: string,
): Promise<Pick<Candidate, 'pods' | 'workloads' | 'workloadPods'>> {
  const pods = await podsOn(ports, name);
  const moving = pods.filter((pod) => classifyPod(pod) === 'evict');
  return { pods, ...(await readRoots(ports.cluster, moving)) };
}

/** Derived from the thread's own record, so that neither a crash nor a flush makes it forget. */
async function silence(
  { threads, clock }: GroupPorts,
  { nodeGroup }: GroupSettings,
  rollout: Rollout,
): Promise<number> {
  const thread = await threads.read(nodeGroup);
  const told = thread?.rolloutId === rollout.id ? thread.toldUpTo : 0;
  const oldest = rollout.story.find(({ n }) => n > told);
  return oldest ? Math.max(0, clock.now() - oldest.at) / clock.scale : 0;
}

/** An unread reading is no objection but a reason to look again: the tick holds, as for every dependency. */
async function objectionsTo(
  ports: GroupPorts,
  settings: GroupSettings,
  rollout: Rollout,
  name: string,
): Promise<readonly Objection[]> {
  const snapshot = await captureFleet(ports, settings, { wanted: GATE_READINGS });
  const unread = Object.values(snapshot.readings).find((reading) => reading?.kind === 'unread');
  if (unread?.kind === 'unread') throw new PortError('unavailable', 'preflight before a node', unread.reason);
  const found = await inSlices(
    ports.clock,
    gateInSteps(snapshot, rollout.plan?.policy ?? settings.policy, name),
  );
  const { findings, unknown } = applyWaivers(found, rollout.plan?.waivers);
  const { budgets, nodes } = snapshot.readings;
  const drains =
    budgets.kind === 'read' ? foreignDrains(findings, budgets.value, rollout, snapshot.takenAt) : [];
  const blockers = findings.filter(({ severity }) => severity === 'blocker');
  const standing = nodes.kind === 'read' ? nodes.value : [];
  const against = [...withoutReplacedNodes(blockers, standing, rollout), ...drains];
  const doubts = unknown.map(({ id, objects, reason }): Objection => ({
    id,
    objects,
    message: `it cannot be told (${id}): ${reason}`,
    fix: 'See why it cannot be told.',
  }));
  return [...against.map(({ id, objects, message, fix }) => ({ id, objects, message, fix })), ...doubts];
}
