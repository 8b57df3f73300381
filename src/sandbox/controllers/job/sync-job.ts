import type { ControllerContext } from '../controller-context.ts';
import type { EventRecorder } from '../event-recorder.ts';
import { conditionOf, isConditionTrue, withCondition, type Condition } from '../kinds/condition.ts';
import type { Job, JobStatus } from '../kinds/job.ts';
import { isFinished, isReady, isTerminating, type Pod } from '../kinds/pod.ts';
import { partsOf } from '../object-key.ts';
import { concludeJob, type Conclusion } from './conclude-job.ts';
import { judgeFailure } from './failure-policy.ts';
import { dropTracking, isActive, isLostPod, isTracked, jobPodDraft } from './job-pods.ts';

/** The wait after a failure before the next pod, doubled at each; the real one's. */
const BACKOFF_MS = 10_000;
const BACKOFF_MAX_MS = 600_000;

/** Takes the next step of one Job. Answers when to look again, in world ms from now, if at all. */
export function syncJob(context: ControllerContext, record: EventRecorder, key: string): number | undefined {
  const job = context.cluster.get<Job>('jobs.batch', ...partsOf(key));
  if (!job) return undefined;
  const pods = context.podsByController.get(job.metadata.uid);
  if (isDone(job)) return settleAfterEnd(context, job, pods);
  const counted = countEnded(context, job, pods);
  const conclusion = conclude(context, job, pods, counted);
  if (conclusion) {
    endJob(context, record, job, pods, counted, conclusion);
    return undefined;
  }
  const again = isTerminating(job) ? undefined : keepRunning(context, record, job, pods, counted);
  writeStatus(context, job, counted);
  return soonest(again, untilDeadline(context, job));
}

function isDone({ status }: Job): boolean {
  return isConditionTrue(status?.conditions, 'Complete') || isConditionTrue(status?.conditions, 'Failed');
}

interface Counted {
  readonly succeeded: number;
  readonly failed: number;
  /** Set if a rule of the failure policy ends the Job. */
  readonly verdict?: string;
}

/** Adds the pods that ended since, and lets them go. */
function countEnded(context: ControllerContext, job: Job, pods: readonly Pod[]): Counted {
  let succeeded = job.status?.succeeded ?? 0;
  let failed = job.status?.failed ?? 0;
  let verdict: string | undefined;
  for (const pod of pods) {
    if (!isTracked(pod) || isActive(pod)) continue;
    // With a failure policy a pod counts only once its exit codes are known.
    if (job.spec.podFailurePolicy && !isFinished(pod)) continue;
    if (pod.status?.phase === 'Succeeded') succeeded += 1;
    else if (isLostPod(pod)) {
      const judged = judgeFailure(job, pod);
      if (judged.action !== 'Ignore') failed += 1;
      if (judged.action === 'FailJob') verdict ??= judged.message;
    }
    dropTracking(context, pod);
  }
  return { succeeded, failed, ...(verdict !== undefined && { verdict }) };
}

function conclude(
  { clock }: ControllerContext,
  job: Job,
  pods: readonly Pod[],
  { succeeded, failed, verdict }: Counted,
): Conclusion | undefined {
  const { completions, backoffLimit = 6, activeDeadlineSeconds, suspend } = job.spec;
  if (verdict !== undefined) return { type: 'Failed', reason: 'PodFailurePolicy', message: verdict };
  if (failed > backoffLimit) {
    const message = 'Job has reached the specified backoff limit';
    return { type: 'Failed', reason: 'BackoffLimitExceeded', message };
  }
  const age = clock.now() - Date.parse(job.status?.startTime ?? clock.isoSeconds());
  if (!suspend && activeDeadlineSeconds !== undefined && age >= activeDeadlineSeconds * 1000) {
    return {
      type: 'Failed',
      reason: 'DeadlineExceeded',
      message: 'Job was active longer than specified deadline',
    };
  }
  const isEnough =
    completions === undefined ? succeeded > 0 && !pods.some(isActive) : succeeded >= completions;
  if (!isEnough) return undefined;
  return {
    type: 'Complete',
    reason: 'CompletionsReached',
    message: 'Reached expected number of succeeded pods',
  };
}

function endJob(
  context: ControllerContext,
  record: EventRecorder,
  job: Job,
  pods: readonly Pod[],
  counted: Counted,
  conclusion: Conclusion,
): void {
  for (const pod of pods.filter(isActive)) removePod(context, record, job, pod);
  writeStatus(context, job, counted, concludeJob(job, conclusion, context.clock.isoSeconds()));
  const isComplete = conclusion.type === 'Complete';
  const reason = isComplete ? 'Completed' : conclusion.reason;
  const message = isComplete ? 'Job completed' : conclusion.message;
  record({ about: job, type: isComplete ? 'Normal' : 'Warning', reason, message });
}

/** As many pods at a time as wanted. Answers when the next may be made, if a failure holds it back. */
function keepRunning(
  context: ControllerContext,
  record: EventRecorder,
  job: Job,
  pods: readonly Pod[],
  { succeeded, failed }: Counted,
): number | undefined {
  const active = pods.filter(isActive);
  const wanted = job.spec.suspend === true ? 0 : wantedPods(job, succeeded);
  for (const pod of active.slice(wanted)) removePod(context, record, job, pod);
  const waitsForEnd = job.spec.podReplacementPolicy === 'Failed' || job.spec.podFailurePolicy !== undefined;
  const ending = waitsForEnd ? pods.filter((pod) => isTerminating(pod) && !isFinished(pod)).length : 0;
  const missing = wanted - active.length - ending;
  if (missing <= 0) return undefined;
  const waitMs = untilBackoffEnds(context, pods, failed);
  if (waitMs > 0) return waitMs;
  for (let made = 0; made < missing; made++) {
    const pod = context.cluster.create<Pod>('pods', jobPodDraft(job));
    if (!pod) return BACKOFF_MS;
    const message = `Created pod: ${pod.metadata.name}`;
    record({ about: job, type: 'Normal', reason: 'SuccessfulCreate', message });
  }
  return undefined;
}

function wantedPods({ spec }: Job, succeeded: number): number {
  const parallelism = spec.parallelism ?? 1;
  if (spec.completions === undefined) return succeeded > 0 ? 0 : parallelism;
  return Math.min(parallelism, spec.completions - succeeded);
}

function untilBackoffEnds({ clock }: ControllerContext, pods: readonly Pod[], failed: number): number {
  if (failed === 0) return 0;
  const ends = pods.filter((pod) => pod.status?.phase === 'Failed').map(endOf);
  if (ends.length === 0) return 0;
  const backoff = Math.min(BACKOFF_MAX_MS, BACKOFF_MS * 2 ** (failed - 1));
  return Math.max(...ends) + backoff - clock.now();
}

/** When its last container ended; if no container says so, when it stopped being ready. */
function endOf({ status, metadata }: Pod): number {
  const ends = (status?.containerStatuses ?? []).flatMap(({ state }) => state.terminated?.finishedAt ?? []);
  const unready = conditionOf(status?.conditions, 'Ready')?.lastTransitionTime ?? [];
  const known = ends.length > 0 ? ends : [unready].flat();
  return Math.max(Date.parse(metadata.creationTimestamp), ...known.map((time) => Date.parse(time)));
}

function removePod({ cluster }: ControllerContext, record: EventRecorder, job: Job, { metadata }: Pod): void {
  cluster.delete('pods', metadata.namespace, metadata.name, { uid: metadata.uid });
  record({
    about: job,
    type: 'Normal',
    reason: 'SuccessfulDelete',
    message: `Deleted pod: ${metadata.name}`,
  });
}

function writeStatus(
  context: ControllerContext,
  job: Job,
  counted: Counted,
  ended?: Partial<JobStatus>,
): void {
  const { cluster, clock, podsByController } = context;
  const pods = podsByController.get(job.metadata.uid);
  const active = pods.filter(isActive);
  const terminating = pods.filter((pod) => isTerminating(pod) && !isFinished(pod)).length;
  cluster.edit<Job>('jobs.batch', job.metadata.namespace, job.metadata.name, (draft) => {
    const { active: _active, succeeded: _succeeded, failed: _failed, ...before } = draft.status ?? {};
    const conditions = withSuspension(job, before.conditions, clock.isoSeconds());
    draft.status = {
      ...before,
      ...startOf(job, before, clock.isoSeconds()),
      ...(conditions && { conditions }),
      ...(active.length > 0 && { active: active.length }),
      ready: active.filter(isReady).length,
      terminating,
      ...(counted.succeeded > 0 && { succeeded: counted.succeeded }),
      ...(counted.failed > 0 && { failed: counted.failed }),
      uncountedTerminatedPods: {},
      ...ended,
    };
  });
}

/** The clock of a Job that was suspended starts anew when it goes on. */
function startOf({ spec }: Job, before: JobStatus, now: string): { startTime?: string } {
  const isResuming = isConditionTrue(before.conditions, 'Suspended') && !spec.suspend;
  if (spec.suspend && !before.startTime) return {};
  return { startTime: isResuming ? now : (before.startTime ?? now) };
}

function withSuspension(
  { spec }: Job,
  before: Condition[] | undefined,
  now: string,
): Condition[] | undefined {
  const was = isConditionTrue(before, 'Suspended');
  if (was === (spec.suspend === true)) return before;
  const condition = spec.suspend
    ? { type: 'Suspended', status: 'True', reason: 'JobSuspended', message: 'Job suspended' }
    : { type: 'Suspended', status: 'False', reason: 'JobResumed', message: 'Job resumed' };
  return withCondition(before, { ...condition, lastProbeTime: now }, now);
}

/** After its end a Job only lets its last pods go, and goes itself when its time has come. */
function settleAfterEnd(context: ControllerContext, job: Job, pods: readonly Pod[]): number | undefined {
  for (const pod of pods) if (isTracked(pod) && !isActive(pod)) dropTracking(context, pod);
  const { ttlSecondsAfterFinished } = job.spec;
  if (ttlSecondsAfterFinished === undefined || isTerminating(job)) return undefined;
  const ends = (job.status?.conditions ?? [])
    .filter(({ type }) => type === 'Complete' || type === 'Failed')
    .map(({ lastTransitionTime }) => Date.parse(lastTransitionTime ?? ''));
  const left = Math.max(...ends) + ttlSecondsAfterFinished * 1000 - context.clock.now();
  if (left > 0) return left;
  context.cluster.delete('jobs.batch', job.metadata.namespace, job.metadata.name, { uid: job.metadata.uid });
  return undefined;
}

function untilDeadline({ clock }: ControllerContext, { spec, status }: Job): number | undefined {
  if (spec.activeDeadlineSeconds === undefined || spec.suspend) return undefined;
  const start = status?.startTime === undefined ? clock.now() : Date.parse(status.startTime);
  return Math.max(0, start + spec.activeDeadlineSeconds * 1000 - clock.now());
}

function soonest(...waits: (number | undefined)[]): number | undefined {
  const known = waits.filter((wait) => wait !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
}
