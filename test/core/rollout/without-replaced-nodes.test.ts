import { describe, expect, it } from 'vitest';
import type { Node } from '../../../src/core/fleet/node.ts';
import type { Finding } from '../../../src/core/preflight/finding.ts';
import type { NodeResult } from '../../../src/core/rollout/rollout.ts';
import { withoutReplacedNodes } from '../../../src/core/rollout/without-replaced-nodes.ts';

describe('what the gate finds before the next node', () => {
  it('is nothing of the node that was replaced a moment ago, whose object is still there', () => {
    expect(withoutReplacedNodes([notReady('n1')], [node('n1', 'old')], replaced('old'))).toEqual([]);
  });

  it('is what ails another node, also one with the name of a node that was replaced', () => {
    const sick = notReady('n1');
    expect(withoutReplacedNodes([sick], [node('n1', 'new')], replaced('old'))).toEqual([sick]);
  });

  it('is what concerns a workload as well, or no object at all', () => {
    const both = { ...notReady('n1'), objects: ['Node/n1', 'Deployment/shop/web'] };
    const none = { ...notReady('n1'), objects: [] };
    expect(withoutReplacedNodes([both, none], [node('n1', 'old')], replaced('old'))).toEqual([both, none]);
  });

  it('is what ails a node that was skipped', () => {
    const sick = notReady('n1');
    const { results } = replaced('old');
    const skipped = { results: results.map((one) => ({ ...one, result: 'skipped' as const })) };
    expect(withoutReplacedNodes([sick], [node('n1', 'old')], skipped)).toEqual([sick]);
  });
});

function notReady(name: string): Finding {
  return {
    id: 'node-not-ready',
    severity: 'blocker',
    objects: [`Node/${name}`],
    message: `${name} is not Ready.`,
    fix: 'Repair it.',
  };
}

function node(name: string, uid: string): Node {
  return { metadata: { name, uid } };
}

function replaced(uid: string): { readonly results: readonly NodeResult[] } {
  const ref = { name: 'n1', uid, instanceId: 'i-1', zone: 'a' };
  return { results: [{ ...ref, result: 'replaced', movedPods: 1, startedAt: 0, endedAt: 1 }] };
}
