import type { ControllerContext } from '../controller-context.ts';
import type { Job } from '../kinds/job.ts';
import { controllerOf, isFinished, isTerminating, type Pod } from '../kinds/pod.ts';
import { partsOf } from '../object-key.ts';
import { podDraft } from '../pod-draft.ts';

/** Keeps a pod until its Job has counted it. */
const TRACKING = 'batch.kubernetes.io/job-tracking';

export function isTracked({ metadata }: Pod): boolean {
  return metadata.finalizers?.includes(TRACKING) ?? false;
}

export function dropTracking({ cluster }: ControllerContext, { metadata }: Pod): void {
  cluster.edit('pods', metadata.namespace, metadata.name, (draft) => {
    const others = (draft.metadata.finalizers ?? []).filter((one) => one !== TRACKING);
    if (others.length > 0) draft.metadata.finalizers = others;
    else delete draft.metadata.finalizers;
  });
}

/** A pod whose Job is gone is counted by nobody any more. */
export function releaseOrphan(context: ControllerContext, key: string): void {
  const pod = context.cluster.get<Pod>('pods', ...partsOf(key));
  const owner = pod && controllerOf(pod);
  if (!pod || !isTracked(pod) || owner?.kind !== 'Job') return;
  const job = context.cluster.get<Job>('jobs.batch', pod.metadata.namespace, owner.name);
  if (job?.metadata.uid !== owner.uid) dropTracking(context, pod);
}

export function jobPodDraft(job: Job) {
  const draft = podDraft(job, job.spec.template);
  const { name, uid } = job.metadata;
  return {
    ...draft,
    metadata: {
      ...draft.metadata,
      labels: {
        ...draft.metadata.labels,
        'batch.kubernetes.io/controller-uid': uid,
        'batch.kubernetes.io/job-name': name,
        'controller-uid': uid,
        'job-name': name,
      },
      finalizers: [...(draft.metadata.finalizers ?? []), TRACKING],
    },
  };
}

/** Runs or will run. */
export function isActive(pod: Pod): boolean {
  return !isFinished(pod) && !isTerminating(pod);
}

/** Ended without success: failed, or deleted before it ended. */
export function isLostPod(pod: Pod): boolean {
  return pod.status?.phase === 'Failed' || (isTerminating(pod) && !isFinished(pod));
}
