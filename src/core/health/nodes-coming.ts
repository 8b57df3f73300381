import { epochMs } from '../fleet/epoch-ms.ts';
import type { KubeEvent } from '../fleet/kube-event.ts';
import { AUTOSCALER_MAX_MS } from './fact-rules.ts';

/** What Cluster Autoscaler and Karpenter say of a pod when they bring a node for it. */
const COMING = ['TriggeredScaleUp', 'Nominated'];

/** And when none would help. */
const NOT_COMING = ['NotTriggerScaleUp', 'FailedToScaleUpGroup', 'FailedScaleUp'];

/** Uids of the pods that an autoscaler brings a node for: it said so of them last, and not longer ago than one may wait for it. */
export function nodesComingFor(events: readonly KubeEvent[], now: number): readonly string[] {
  const last = new Map<string, { readonly at: number; readonly coming: boolean }>();
  for (const event of events) {
    const { involvedObject, reason = '' } = event;
    const at = timeOf(event);
    const known = last.get(involvedObject.uid ?? '');
    const coming = COMING.includes(reason);
    if (involvedObject.uid === undefined || at === undefined) continue;
    if (!coming && !NOT_COMING.includes(reason)) continue;
    if (!known || at >= known.at) last.set(involvedObject.uid, { at, coming });
  }
  return [...last].flatMap(([uid, { at, coming }]) => (coming && now - at <= AUTOSCALER_MAX_MS ? [uid] : []));
}

function timeOf({ metadata, lastTimestamp, eventTime, series }: KubeEvent): number | undefined {
  return epochMs(series?.lastObservedTime ?? lastTimestamp ?? eventTime ?? metadata.creationTimestamp);
}
