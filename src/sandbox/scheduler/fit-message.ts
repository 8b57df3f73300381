import type { Pod } from '../controllers/kinds/pod.ts';
import type { Feasibility } from './find-feasible.ts';

/** The text that the scheduler writes on a pod that it cannot place, preemption's part included. */
export function fitMessage(pod: Pod, total: number, { rejections, refusal }: Feasibility): string {
  const reasons = refusal ?? histogram(rejections.flatMap((rejection) => rejection.reasons));
  const head = `0/${total} nodes are available:${reasons ? ` ${reasons}.` : ''}`;
  return `${head} preemption: ${preemption(pod, total, { rejections, refusal })}`;
}

function preemption(pod: Pod, total: number, { rejections, refusal }: Omit<Feasibility, 'feasible'>): string {
  if (pod.spec.preemptionPolicy === 'Never') return 'not eligible due to preemptionPolicy=Never.';
  const texts =
    refusal === undefined
      ? rejections.map(({ lasting }) => (lasting ? NOT_HELPFUL : NO_VICTIMS))
      : Array.from({ length: total }, () => NOT_HELPFUL);
  return `0/${total} nodes are available: ${histogram(texts)}.`;
}

const NOT_HELPFUL = 'Preemption is not helpful for scheduling';
const NO_VICTIMS = 'No preemption victims found for incoming pod';

function histogram(reasons: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts]
    .map(([reason, count]) => `${count} ${reason}`)
    .sort()
    .join(', ');
}
