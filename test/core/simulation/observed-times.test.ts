import { describe, expect, it } from 'vitest';
import { bootSeconds, startSeconds } from '../../../src/core/simulation/observed-times.ts';
import { quantile } from '../../../src/core/simulation/quantile.ts';
import { aNode, instanceOf } from '../../fakes/builders/a-node.ts';
import { aPod } from '../../fakes/builders/a-pod.ts';

const LAUNCHED = Date.parse('2025-12-31T00:00:00Z');

function instance(launchedAt: number) {
  const names = { imageId: 'ami', instanceType: 'm', zone: 'a', state: 'running', privateDnsName: 'n' };
  return { instanceId: instanceOf('n1'), launchedAt, ...names };
}

describe('what the cluster shows of its own speed', () => {
  it('is how long a pod took from its node to Ready', () => {
    expect(startSeconds(aPod())).toBe(20);
  });

  it('is not read off a pod that restarted or is not Ready', () => {
    expect(startSeconds(aPod({ ready: false }))).toBeUndefined();
    const containerStatuses = [{ name: 'app', restartCount: 2 }];
    expect(startSeconds(aPod({ status: { ...aPod().status, containerStatuses } }))).toBeUndefined();
  });

  it('is how long an instance took to a Ready node with its DaemonSets', () => {
    expect(bootSeconds(aNode(), [instance(LAUNCHED)], [])).toBe(60);
    const owner = { apiVersion: 'apps/v1', kind: 'DaemonSet', name: 'cni', uid: 'cni', controller: true };
    const conditions = [{ type: 'Ready', status: 'True', lastTransitionTime: '2025-12-31T00:01:15Z' }];
    expect(bootSeconds(aNode(), [instance(LAUNCHED)], [aPod({ owner, status: { conditions } })])).toBe(75);
  });

  it('is read off the joining of a node that became Ready again long after', () => {
    const again = { type: 'Ready', status: 'True', lastTransitionTime: '2026-01-05T00:00:00Z' };
    const node = aNode();
    const flapped = { ...node, status: { ...node.status, conditions: [again] } };
    expect(bootSeconds(flapped, [instance(LAUNCHED)], [])).toBe(30 + 15);
  });

  it('is not taken from a node that joined long after its launch', () => {
    expect(bootSeconds(aNode(), [instance(LAUNCHED - 86_400_000)], [])).toBeUndefined();
    expect(bootSeconds(aNode(), [], [])).toBeUndefined();
  });
});

describe('a quantile', () => {
  it('lies between two values in proportion', () => {
    expect(quantile([10, 30, 20], 0.5)).toBe(20);
    expect(quantile([10, 20], 0.5)).toBe(15);
    expect(quantile([10, 20], 0.9)).toBeCloseTo(19);
    expect(quantile([], 0.5)).toBeUndefined();
  });
});
