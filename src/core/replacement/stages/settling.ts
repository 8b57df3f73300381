import { objectName } from '../../fleet/workload.ts';
import { judgeFacts } from '../../health/judge-facts.ts';
import { suspectWorkloads } from '../../health/suspect-workloads.ts';
import { DONE, firstNotDone, harm, save, stuck, wait } from '../decision.ts';
import type { StepAnswer } from '../decision.ts';
import { whatItTouched, withClaim } from '../stage-context.ts';
import type { StageContext } from '../stage-context.ts';

/** The node is empty. Before its instance may end, what left it must live elsewhere, and nothing may hang on it. */
export function settle(context: StageContext): StepAnswer {
  return firstNotDone([
    () => replacementsReady(context),
    () => volumesDetached(context),
    () => deregistered(context),
    () => settled(context),
  ]);
}

function replacementsReady(context: StageContext): StepAnswer {
  const { claim, work, plan, seen } = context;
  if (claim.purpose === 'shed') return surplusSettled(context);
  const judgement = judgeFacts({
    claim,
    work,
    group: seen.group,
    imageId: plan.release.imageId,
    draining: false,
    now: seen.now,
  });
  const remembered = withClaim(context, {
    sightings: judgement.sightings,
    waitingFor: judgement.reasons[0] ?? '',
  });
  switch (judgement.verdict) {
    case 'HALT':
      return harm('gate', ...judgement.reasons);
    case 'PAUSE':
      return stuck(unready(context, judgement.reasons));
    case 'EXTEND':
    case 'UNKNOWN':
      if (emptyForMs(context) > plan.policy.extensionMs) return stuck(unready(context, judgement.reasons));
      return wait(plan.policy.pollMs, judgement.reasons[0] ?? 'replacements to be ready', remembered);
    case 'PASS':
      return DONE;
  }
}

/** What is waited for here may stay as it is for ever: then a person decides. */
function emptyForMs({ claim, seen }: StageContext): number {
  return seen.now - (claim.emptySince ?? seen.now);
}

/** A surplus node goes although something is still short elsewhere, but not before that had its time. */
function surplusSettled(context: StageContext): StepAnswer {
  const { claim, work, plan } = context;
  const [short] = suspectWorkloads(claim, work).filter(({ rule }) => rule === 'workload-short');
  if (!short || emptyForMs(context) > plan.policy.drainTimeoutMs) return DONE;
  return wait(plan.policy.pollMs, `${short.object} to be available again`);
}

function unready({ claim }: StageContext, reasons: readonly string[]): Parameters<typeof stuck>[0] {
  return {
    kind: 'replacements-not-ready',
    objects: whatItTouched(claim),
    message: `After the drain of ${claim.node.name} not everything came back: ${reasons.join(' ')}`,
    fix: 'Repair the workload, then resume; or roll back.',
    node: claim.node.name,
  };
}

/** Ending an instance before its volumes are off costs a six-minute force detach (preflight.md 52). */
function volumesDetached(context: StageContext): StepAnswer {
  const { claim, work, plan } = context;
  if (work.attachments.length === 0 || !work.node) return DONE;
  const volumes = work.attachments.map(
    ({ spec, metadata }) => spec.source.persistentVolumeName ?? metadata.name,
  );
  const waitedMs = emptyForMs(context);
  if (waitedMs > plan.policy.detachTimeoutMs) {
    return stuck({
      kind: 'volume-not-detached',
      objects: volumes.map((name) => objectName('PersistentVolume', undefined, name)),
      message: `${volumes.join(', ')} is still attached to ${claim.node.name}, ${Math.round(waitedMs / 60_000)} min after its pods left.`,
      fix: 'See the VolumeAttachment and the CSI driver on that node, then resume.',
      node: claim.node.name,
    });
  }
  const waitingFor = `${volumes.length} volumes to detach`;
  return wait(plan.policy.pollMs, waitingFor, withClaim(context, { waitingFor }));
}

/** Only what is leaving is waited for: a target that the group itself registered stays until its instance ends, and drains then. */
function deregistered(context: StageContext): StepAnswer {
  const { claim, work, plan } = context;
  if (work.registration !== 'draining' || !work.node) return DONE;
  const waitedMs = emptyForMs(context);
  if (waitedMs > plan.policy.deregistrationTimeoutMs) {
    return stuck({
      kind: 'not-deregistered',
      objects: [`Instance/${claim.node.instanceId}`],
      message: `A load balancer still drains ${claim.node.instanceId}, ${Math.round(waitedMs / 60_000)} min after its pods left.`,
      fix: 'See the target group and the load balancer controller, then resume.',
      node: claim.node.name,
    });
  }
  const waitingFor = 'the load balancer to let go of the instance';
  return wait(plan.policy.pollMs, waitingFor, withClaim(context, { waitingFor }));
}

/** The canary is judged while its old instance still stands, so that it can be undone whole (design decision 5). */
function settled(context: StageContext): StepAnswer {
  const { claim, seen } = context;
  const next = claim.canary && claim.purpose === 'replace' ? 'judging' : 'terminating';
  return save(
    withClaim(context, { stage: next, settledAt: seen.now, sightings: [], looks: { valid: 0, all: 0 } }),
  );
}
