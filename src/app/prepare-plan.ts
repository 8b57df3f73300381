import { canonicalJson } from '../core/canonical-json.ts';
import type { FleetSnapshot } from '../core/fleet/fleet-snapshot.ts';
import type { Release } from '../core/fleet/node-group.ts';
import { planRollout } from '../core/plan/plan-rollout.ts';
import type { RolloutPlan } from '../core/plan/rollout-plan.ts';
import type { PreflightReport } from '../core/preflight/preflight-report.ts';
import { applyWaivers, waiversUsed } from '../core/preflight/apply-waivers.ts';
import { preflightInSteps } from '../core/preflight/run-preflight.ts';
import type { Waiver } from '../core/preflight/waiver.ts';
import type { RolloutEvent } from '../core/rollout/rollout-event.ts';
import type { Rollout } from '../core/rollout/rollout.ts';
import { withoutOwnFindings } from '../core/rollout/without-own-findings.ts';
import { captureFleet } from './capture-fleet.ts';
import { lookAhead } from './gate/look-ahead.ts';
import type { GroupHandle } from './directory.ts';
import { inSlices } from './in-slices.ts';

/** Findings kept in the slot; the rest is told by number. The slot must stay far below 1 MiB. */
const FINDINGS_KEPT = 150;

/** Reads the fleet, runs preflight, makes the plan: everything a person needs to decide. Touches nothing. */
export async function preparePlan(handle: GroupHandle, rollout: Rollout): Promise<RolloutEvent> {
  const { ports, settings, own } = handle;
  const snapshot = await withRelease(
    handle,
    rollout,
    await captureFleet(ports, settings, { ownNode: own.node }),
  );
  const found = withoutOwnFindings(
    await inSlices(ports.clock, preflightInSteps(snapshot, settings.policy)),
    rollout,
  );
  const judged = applyWaivers(found, rollout.waivers);
  const report = bounded(judged);
  const at = ports.clock.now();
  const real = ports.clock.real();
  const refusal = refusalOf(report);
  if (refusal) return { type: 'refused', report, why: refusal, at, real };
  const plan = await makePlan(handle, rollout, snapshot, report, waiversUsed(judged));
  if (plan?.nodes.length === 0) {
    const why = `All nodes of ${settings.cluster}/${settings.nodeGroup} already run ${plan.release.imageId}: there is nothing to patch.`;
    return { type: 'refused', report, why, at, real };
  }
  if (!plan || report.verdict === 'blockers' || report.verdict === 'unknown') {
    return { type: 'preflight-blocked', report, ...(plan ? { plan } : {}), at, real };
  }
  const planHash = ports.secure.sha256(canonicalJson(plan));
  return {
    type: 'preflight-passed',
    plan,
    planHash,
    report,
    expiresAt: real + settings.approvalExpiresMs,
    at,
    real,
  };
}

/** A rollback goes to the template version that the rollout it undoes came from, whatever the group's newest is. */
async function withRelease(
  { ports }: GroupHandle,
  rollout: Rollout,
  snapshot: FleetSnapshot,
): Promise<FleetSnapshot> {
  if (rollout.kind !== 'rollback') return snapshot;
  const { group } = snapshot.readings;
  const version = rollout.plan?.formerVersion;
  if (group.kind !== 'read' || !group.value.template || version === undefined) {
    const reason = 'which template version the nodes had before is not known';
    return { ...snapshot, readings: { ...snapshot.readings, release: { kind: 'unread', reason } } };
  }
  const value = await ports.nodeGroups.releaseOfVersion(group.value.template.id, version);
  return { ...snapshot, readings: { ...snapshot.readings, release: { kind: 'read', value } } };
}

async function makePlan(
  handle: GroupHandle,
  rollout: Rollout,
  snapshot: FleetSnapshot,
  report: PreflightReport,
  waivers: readonly Waiver[],
): Promise<RolloutPlan | undefined> {
  const { ports, settings } = handle;
  const { group, release, instances, nodes } = snapshot.readings;
  if (group.kind !== 'read' || release.kind !== 'read' || instances.kind !== 'read' || nodes.kind !== 'read')
    return undefined;
  const order = planRollout(snapshot, release.value, settings.policy);
  const planned = new Set(order.nodes.map(({ instanceId }) => instanceId));
  const makesVersion = await mustMakeVersion(handle, rollout, release.value);
  const former = mostCommon(
    group.value.instances.flatMap((one) =>
      planned.has(one.instanceId) && one.templateVersion ? [one.templateVersion] : [],
    ),
  );
  return {
    schema: 1,
    cluster: { name: snapshot.cluster.name, uid: snapshot.cluster.uid },
    nodeGroup: settings.nodeGroup,
    groupName: group.value.name,
    groupArn: group.value.arn,
    desiredBefore: rollout.prior?.desired ?? group.value.desired,
    from: countBy(
      instances.value.filter(({ instanceId }) => planned.has(instanceId)).map(({ imageId }) => imageId),
    ),
    release: withoutUndefined(release.value),
    ...(makesVersion ? { makesVersion } : {}),
    ...(former ? { formerVersion: former } : {}),
    nodes: order.nodes,
    alreadyPatched: order.alreadyPatched,
    boundZones: order.boundZones,
    surge: order.surge,
    policy: settings.policy,
    gate: await lookAhead(ports, snapshot),
    warnings: report.findings
      .filter(({ severity }) => severity === 'warning')
      .map(({ id, objects }) => `${id} ${objects[0] ?? ''}`),
    ...(waivers.length > 0 ? { waivers } : {}),
    requestedBy: rollout.requestedBy.id,
    createdAt: ports.clock.real(),
    nonce: rollout.nonce,
  };
}

/** Only the target `ssm` may name an image that no version of the template has. */
async function mustMakeVersion(
  { ports, settings }: GroupHandle,
  rollout: Rollout,
  { templateId, templateVersion, imageId }: Release,
): Promise<true | undefined> {
  if (settings.release.kind !== 'ssm' || rollout.kind === 'rollback') return undefined;
  const source = await ports.nodeGroups.releaseOfVersion(templateId, templateVersion);
  return source.imageId === imageId ? undefined : true;
}

/** A group that somebody else replaces is refused outright: no fix on the page makes it drover's. */
function refusalOf(report: PreflightReport): string | undefined {
  const owned = report.findings.find(({ id }) => id === 'owned-by-another');
  return owned ? `${owned.message} ${owned.fix}` : undefined;
}

function bounded(report: PreflightReport): PreflightReport {
  return {
    ...report,
    findings: report.findings.slice(0, FINDINGS_KEPT),
    unknown: report.unknown.slice(0, FINDINGS_KEPT),
  };
}

function countBy(values: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
}

function mostCommon(values: readonly string[]): string | undefined {
  return Object.entries(countBy(values)).toSorted((a, b) => b[1] - a[1])[0]?.[0];
}

function withoutUndefined(release: Release): Release {
  return JSON.parse(JSON.stringify(release)) as Release;
}
