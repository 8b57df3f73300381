import type { ControllerContext } from '../controller-context.ts';
import type { Job } from '../kinds/job.ts';
import { controllerOf, type Pod } from '../kinds/pod.ts';
import { keyOf } from '../object-key.ts';
import { releaseOrphan } from './job-pods.ts';
import { syncJob } from './sync-job.ts';

const JOBS = 'jobs.batch';

/** Runs Jobs to completion. Indexed completion and success policies are not modelled: such Jobs run as plain ones. */
export function runJobs(context: ControllerContext): void {
  const record = context.recorder('job-controller');
  const queue = context.queue(context.settings.workloadLagMs, (key) => {
    const again = syncJob(context, record, key);
    if (again !== undefined) queue.add(key, again);
  });
  const orphans = context.queue(context.settings.workloadLagMs, (key) => releaseOrphan(context, key));
  context.watch<Job>(JOBS, ({ type, object }) => {
    queue.add(keyOf(object));
    if (type !== 'DELETED') return;
    for (const pod of context.podsByController.get(object.metadata.uid)) orphans.add(keyOf(pod));
  });
  context.watch<Pod>('pods', ({ object }) => {
    const owner = controllerOf(object);
    if (owner?.kind !== 'Job') return;
    queue.add(`${object.metadata.namespace ?? ''}/${owner.name}`);
    orphans.add(keyOf(object));
  });
}
