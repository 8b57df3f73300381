import { instanceIdOf } from '../../core/fleet/node.ts';
import type { Workload } from '../../core/fleet/workload.ts';
import { claimKey } from '../../core/health/gate-record.ts';
import { gateTiming } from '../../core/health/gate-timing.ts';
import { untilNextLook } from '../../core/health/look-due.ts';
import type { GateSeen, GroupView } from '../../core/replacement/seen.ts';
import type { Claim } from '../../core/rollout/claim.ts';
import type { Rollout } from '../../core/rollout/rollout.ts';
import type { GroupPorts } from '../ports.ts';
import { lookAround, readAlerts } from './look-around.ts';
import { measureWorkloads } from './measure-workloads.ts';
import { readBaselines } from './read-baselines.ts';

/** Asks the metrics source what this stage of a claim needs: how things were before the drain, how they are in the window. */
export async function observeGate(
  ports: GroupPorts,
  rollout: Rollout,
  claim: Claim,
  view: GroupView,
  workloads: readonly Workload[],
): Promise<GateSeen | undefined> {
  const { metrics } = ports;
  if (!metrics || !rollout.plan || claim.purpose !== 'replace') return undefined;
  const record = rollout.gate?.claim === claimKey(claim) ? rollout.gate : undefined;
  const scrapeMs = record?.scrapeMs ?? metrics.scrapeMs;
  const timing = gateTiming(rollout.plan.policy, claim.canary, scrapeMs);
  if (claim.stage === 'draining' && claim.drainStartedAt === undefined && !record) {
    const read = await readBaselines({ ...ports, metrics }, workloads, timing);
    if (read.kind === 'unread') return read;
    const { baselines } = read;
    const alerts = await readAlerts(metrics, workloads);
    if (alerts && alerts.kind !== 'measured') return { kind: 'unread', why: `alerts: ${alerts.why}` };
    const record = { claim: claimKey(claim), source: metrics.name, scrapeMs, baselines, samples: [] };
    if (!alerts) return { kind: 'baselines', record };
    const before = alerts.value.map(({ key }) => key);
    return { kind: 'baselines', record: { ...record, alerts: { before, looks: [] } } };
  }
  if (claim.stage !== 'judging' || !record) return undefined;
  if (untilNextLook(claim, record, timing, ports.clock.now()) > 0) return undefined;
  const patched = patchedNodes(view, rollout.plan.release.imageId);
  const [samples, surroundings] = await Promise.all([
    measureWorkloads({ ...ports, metrics }, workloads, record.baselines, patched, timing),
    lookAround({ ...ports, metrics }, workloads, view.nodes, patched, timing),
  ]);
  return { kind: 'samples', samples, surroundings };
}

function patchedNodes({ instances, nodes }: GroupView, imageId: string): ReadonlySet<string> {
  const patched = new Set(
    instances.filter((instance) => instance.imageId === imageId).map(({ instanceId }) => instanceId),
  );
  return new Set(
    nodes.filter((node) => patched.has(instanceIdOf(node) ?? '')).map(({ metadata }) => metadata.name),
  );
}
