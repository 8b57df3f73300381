import { describe, expect, it } from 'vitest';
import type { KubeEvent } from '../../../src/core/fleet/kube-event.ts';
import type { Pod } from '../../../src/core/fleet/pod.ts';
import { judgeFacts } from '../../../src/core/health/judge-facts.ts';
import { nodesComingFor } from '../../../src/core/health/nodes-coming.ts';
import type { Sighting } from '../../../src/core/rollout/claim.ts';
import { aClaim } from '../../fakes/builders/a-claim.ts';
import { aPod } from '../../fakes/builders/a-pod.ts';
import { aStageContext } from '../../fakes/builders/a-stage-context.ts';

const START = Date.parse('2026-06-01T10:00:00Z');
const SECOND = 1_000;
const MINUTE = 60 * SECOND;

function anEvent(reason: string, at: number, uid = 'uid-shop-cart'): KubeEvent {
  return {
    metadata: { name: 'e', namespace: 'shop', uid: 'e' },
    involvedObject: { kind: 'Pod', uid },
    reason,
    lastTimestamp: new Date(at).toISOString(),
  };
}

const waiting = unscheduled();

function unscheduled(): Pod {
  const { spec, ...pod } = aPod({ name: 'cart', phase: 'Pending' });
  const { nodeName: _none, ...unbound } = spec;
  return { ...pod, spec: unbound };
}

/** The verdict at each of these seconds; `coming`: from which second on an autoscaler brings a node. */
function verdicts(seconds: readonly number[], coming: (second: number) => boolean): readonly string[] {
  let sightings: readonly Sighting[] = [];
  return seconds.map((second) => {
    const now = START + second * SECOND;
    const nodesComing = coming(second) ? [waiting.metadata.uid] : [];
    const { claim, work } = aStageContext(aClaim({ stage: 'judging', sightings }), now, {
      movedPods: [waiting],
      nodesComing,
    });
    const judged = judgeFacts({
      claim,
      work,
      group: undefined,
      imageId: 'ami-new',
      draining: false,
      now,
    });
    ({ sightings } = judged);
    return judged.verdict;
  });
}

describe('a moved pod that finds no node', () => {
  it('halts after two minutes where nobody brings one', () => {
    expect(verdicts([0, 60, 119, 120], () => false)).toEqual(['EXTEND', 'EXTEND', 'EXTEND', 'HALT']);
  });

  it('is waited for where an autoscaler brings one, ten minutes from when it began to wait and no longer', () => {
    expect(verdicts([0, 60, 130, 300, 599, 600], (second) => second >= 60)).toEqual([
      'EXTEND',
      'EXTEND',
      'EXTEND',
      'EXTEND',
      'EXTEND',
      'HALT',
    ]);
  });

  it('halts when the autoscaler has given up meanwhile', () => {
    expect(verdicts([0, 130, 200], (second) => second < 200)).toEqual(['EXTEND', 'EXTEND', 'HALT']);
  });
});

describe('an autoscaler brings a node for a pod', () => {
  const now = START + 10 * MINUTE;

  it.each([
    ['when Cluster Autoscaler says so', [anEvent('TriggeredScaleUp', now - MINUTE)], 1],
    ['when Karpenter says so', [anEvent('Nominated', now - MINUTE)], 1],
    ['not when it said so too long ago', [anEvent('TriggeredScaleUp', now - 11 * MINUTE)], 0],
    [
      'not when it said afterwards that none would help',
      [anEvent('NotTriggerScaleUp', now - MINUTE), anEvent('TriggeredScaleUp', now - 2 * MINUTE)],
      0,
    ],
    [
      'when it said at first that none would help',
      [anEvent('NotTriggerScaleUp', now - 2 * MINUTE), anEvent('TriggeredScaleUp', now - MINUTE)],
      1,
    ],
    ['not because of what others say of the pod', [anEvent('FailedScheduling', now - MINUTE)], 0],
    ['not without a time', [{ ...anEvent('Nominated', now), lastTimestamp: null }], 0],
  ])('%s', (_, events, count) => {
    expect(nodesComingFor(events, now)).toHaveLength(count);
  });

  it('reads the times of both forms of events', () => {
    const { lastTimestamp: _old, ...event } = anEvent('Nominated', now);
    const fresh = new Date(now - MINUTE).toISOString();
    const old = new Date(now - 20 * MINUTE).toISOString();

    expect(nodesComingFor([{ ...event, eventTime: fresh }], now)).toEqual(['uid-shop-cart']);
    expect(nodesComingFor([{ ...event, eventTime: old, series: { lastObservedTime: fresh } }], now)).toEqual([
      'uid-shop-cart',
    ]);
    expect(nodesComingFor([{ ...event, eventTime: old }], now)).toEqual([]);
  });
});
