import type { Act } from '../core/replacement/act.ts';
import { objectName } from '../core/fleet/workload.ts';
import type { Rollout } from '../core/rollout/rollout.ts';
import type { AuditEntry } from '../ports/audit-log.ts';
import { PortError } from '../ports/port-error.ts';
import type { EvictOutcome } from '../ports/cluster.ts';
import type { GroupPorts } from './ports.ts';

/** What refused an effect, in words for people. */
export interface Refusal {
  readonly objects: readonly string[];
  readonly message: string;
  readonly fix: string;
  /** A denial by policy needs a person; the rest may pass by itself. */
  readonly needsPerson: boolean;
}

export type ActOutcome =
  /** `madeVersion`: what the world answered that nobody could know before. */
  | { readonly kind: 'done'; readonly madeVersion?: string }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  /** The lease ran out meanwhile: nothing was sent. */
  | { readonly kind: 'not-leading' };

const DONE: CarriedOut = { kind: 'done' };

interface ActContext {
  readonly rollout: Rollout;
  readonly group: string;
  readonly epoch: number;
  /** Whether the lease lasts long enough for an effect to be begun now. */
  readonly mayAct: () => boolean;
  /** The effect had no clear answer: it may have happened, or may still happen. */
  readonly onUnclear: () => void;
}

/**
 * Carries one act out: an audit line of intent, the effect, an audit line of its result. No intent, no effect. The lease
 * is asked once more right before the effect: the process may have slept while the intent was written.
 */
export async function performAct(ports: GroupPorts, context: ActContext, act: Act): Promise<ActOutcome> {
  const entry = entryFor(context, act);
  await ports.audit.append({ ...entry, stage: 'intent' });
  if (!context.mayAct()) {
    await ports.audit.append({
      ...entry,
      stage: 'result',
      detail: { outcome: 'not sent: the lease ran out' },
    });
    return { kind: 'not-leading' };
  }
  try {
    const outcome = await carryOut(ports, act);
    await ports.audit.append({ ...entry, stage: 'result', detail: detailOf(outcome) });
    return outcome;
  } catch (error) {
    // The effect may have happened all the same: the next look reads it in the world.
    if (!(error instanceof PortError) || error.kind === 'unavailable') context.onUnclear();
    await ports.audit.append({
      ...entry,
      stage: 'result',
      detail: { outcome: 'unclear', error: String(error) },
    });
    throw error;
  }
}

type CarriedOut = Exclude<ActOutcome, { kind: 'not-leading' }>;

function detailOf(outcome: CarriedOut): NonNullable<AuditEntry['detail']> {
  return outcome.kind === 'done'
    ? { outcome: 'done', ...(outcome.madeVersion ? { version: outcome.madeVersion } : {}) }
    : { outcome: 'refused', message: outcome.refusal.message };
}

async function carryOut({ cluster, nodeGroups }: GroupPorts, act: Act): Promise<CarriedOut> {
  switch (act.kind) {
    case 'tag-group':
      return done(nodeGroups.tag(act.group, act.tags));
    case 'untag-group':
      return done(nodeGroups.untag(act.group, act.keys));
    case 'suspend-processes':
      return done(nodeGroups.suspend(act.group, act.processes));
    case 'resume-processes':
      return done(nodeGroups.resume(act.group, act.processes));
    case 'use-template':
      return done(nodeGroups.useTemplateVersion(act.group, act.templateId, act.version));
    case 'create-template-version':
      return {
        kind: 'done',
        madeVersion: await nodeGroups.createTemplateVersion(
          act.templateId,
          act.sourceVersion,
          act.imageId,
          act.token,
        ),
      };
    case 'set-desired':
      return done(nodeGroups.setDesired(act.group, act.desired));
    case 'terminate':
      return done(nodeGroups.terminate(act.group, act.node.instanceId, act.decrement));
    case 'edit-node': {
      const outcome = await cluster.editNode(act.node, act.change);
      return outcome.kind === 'denied' ? refused([`Node/${act.node.name}`], outcome.message, true) : DONE;
    }
    case 'evict':
      return toOutcome(await cluster.evict(act.pod), objectName('Pod', act.pod.namespace, act.pod.name));
  }
}

async function done(work: Promise<unknown>): Promise<CarriedOut> {
  await work;
  return DONE;
}

function toOutcome(outcome: EvictOutcome, pod: string): CarriedOut {
  switch (outcome.kind) {
    case 'evicted':
    case 'gone':
    case 'namespace-terminating':
      return DONE;
    case 'replaced':
      return refused([pod], `${pod} is another pod now; its budget may refuse for two minutes.`, false);
    case 'blocked':
    case 'not-observed':
      return refused(
        [...(outcome.budget ? [`PodDisruptionBudget/${outcome.budget}`] : []), pod],
        outcome.message,
        false,
      );
    case 'several-budgets':
      return refused([pod], outcome.message, false);
    case 'denied':
      // A webhook may say "not yet"; an admission policy says no.
      return refused([pod], outcome.message, outcome.message.includes('ValidatingAdmissionPolicy'));
    case 'throttled':
      throw new PortError('throttled', 'evict', 'the API server is busy', {
        retryAfterMs: outcome.retryAfterMs,
      });
  }
}

function refused(objects: readonly string[], message: string, needsPerson: boolean): CarriedOut {
  const fix = needsPerson
    ? 'See the policy that denies it; allow it, then resume.'
    : 'See what the message names; drover tries again until the drain timeout.';
  return { kind: 'refused', refusal: { objects, message, fix, needsPerson } };
}

function entryFor({ rollout, group, epoch }: ActContext, act: Act): Omit<AuditEntry, 'stage'> {
  return {
    rollout: rollout.id,
    group,
    epoch,
    actor: { type: 'engine', id: 'drover' },
    action: actionOf(act),
    target: targetOf(act),
    plan: rollout.planHash ?? null,
    approvals: rollout.approvals.map(({ by }) => by.id),
    why: act.why,
  };
}

function actionOf(act: Act): string {
  switch (act.kind) {
    case 'edit-node':
      return act.verb;
    case 'evict':
      return 'pod.evict';
    case 'terminate':
      return 'instance.terminate';
    case 'create-template-version':
      return 'template.create-version';
    case 'tag-group':
    case 'untag-group':
    case 'suspend-processes':
    case 'resume-processes':
    case 'use-template':
    case 'set-desired':
      return `group.${act.kind}`;
  }
}

function targetOf(act: Act): Readonly<Record<string, string>> {
  switch (act.kind) {
    case 'edit-node':
      return { node: act.node.name, uid: act.node.uid };
    case 'evict':
      return { node: act.node, pod: `${act.pod.namespace}/${act.pod.name}`, uid: act.pod.uid };
    case 'terminate':
      return {
        node: act.node.name,
        uid: act.node.uid,
        instance: act.node.instanceId,
        decrement: String(act.decrement),
      };
    case 'set-desired':
      return { group: act.group, desired: String(act.desired) };
    case 'use-template':
      return { group: act.group, template: act.templateId, version: act.version };
    case 'create-template-version':
      return { template: act.templateId, source: act.sourceVersion, image: act.imageId };
    case 'tag-group':
      return { group: act.group, tags: Object.keys(act.tags).join(',') };
    case 'untag-group':
      return { group: act.group, tags: act.keys.join(',') };
    case 'suspend-processes':
    case 'resume-processes':
      return { group: act.group, processes: act.processes.join(',') };
  }
}
