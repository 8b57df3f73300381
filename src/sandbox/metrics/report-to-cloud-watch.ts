import type { MetricBook, Reported } from '../aws/cloudwatch/metric-book.ts';
import type { WorldClock, WorldTimer } from '../clock.ts';
import type { MeteredPod } from './pod-meters.ts';
import { EDGES } from './pod-meter.ts';

/** World ms. */
const MINUTE_MS = 60_000;

/** Seconds that stand for requests beyond the last edge. */
const BEYOND = 20;

interface Parts {
  readonly clock: WorldClock;
  readonly book: MetricBook;
  readonly pods: () => readonly MeteredPod[];
  /** The cluster's name in Container Insights. */
  readonly cluster: string;
}

interface Counted {
  readonly n: number;
  readonly bad: number;
  readonly buckets: readonly number[];
}

/** The dimensions of the target group that a Service's requests come through. */
function targetGroupOf(service: string): {
  readonly LoadBalancer: string;
  readonly TargetGroup: string;
} {
  const [namespace = '', name = ''] = service.split('/');
  return {
    LoadBalancer: `app/${namespace}/00000000000000a1`,
    TargetGroup: `targetgroup/${name}/00000000000000b2`,
  };
}

/** Each world minute: what the load balancer has seen of every Service, and what Container Insights of every pod. */
export function reportToCloudWatch({ clock, book, pods, cluster }: Parts): WorldTimer {
  const before = new Map<MeteredPod['meter'], Counted>();
  const report = (): void => {
    // The minute that has just ended.
    const at = clock.now() - MINUTE_MS;
    for (const pod of pods()) {
      const now = countedBy(pod);
      const last = before.get(pod.meter) ?? now;
      before.set(pod.meter, now);
      reportRequests(book, pod, at, now, last);
      const dimensions = {
        ClusterName: cluster,
        Namespace: pod.namespace,
        PodName: pod.container,
        FullPodName: pod.name,
      };
      const value = 100 * pod.meter.memoryShare;
      const metric = 'pod_memory_utilization_over_pod_limit';
      book.report({ namespace: 'ContainerInsights', metric, dimensions }, at, [{ value, times: 1 }]);
    }
  };
  report();
  return clock.every(MINUTE_MS, report);
}

function reportRequests(
  book: MetricBook,
  { service }: MeteredPod,
  at: number,
  now: Counted,
  last: Counted,
): void {
  const tell = (metric: string, values: Reported): void =>
    book.report(
      { namespace: 'AWS/ApplicationELB', metric, dimensions: { ...targetGroupOf(service) } },
      at,
      values,
    );
  const [n, bad] = [now.n - last.n, now.bad - last.bad];
  // A load balancer tells nothing where there is nothing to tell.
  if (n > 0) tell('RequestCount', [{ value: 1, times: n }]);
  if (bad > 0) tell('HTTPCode_Target_5XX_Count', [{ value: 1, times: bad }]);
  const times = now.buckets.map((count, index) => ({
    value: EDGES[index] ?? BEYOND,
    times: count - (last.buckets[index] ?? 0),
  }));
  if (n > 0) tell('TargetResponseTime', times);
}

function countedBy({ meter }: MeteredPod): Counted {
  const { requests, buckets } = meter;
  const n = Object.values(requests).reduce((sum, count) => sum + count, 0);
  return { n, bad: requests['500'], buckets: [...buckets] };
}
