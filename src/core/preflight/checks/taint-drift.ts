import type { Node } from '../../fleet/node.ts';
import { listOf } from '../facts/words.ts';
import type { PreflightCheck } from '../preflight-check.ts';

/** Taints of Kubernetes, of autoscalers and of drover come and go by themselves. */
const PASSING =
  /^(node\.kubernetes\.io\/|node\.cloudprovider\.kubernetes\.io\/|drover\.dev\/|karpenter\.sh\/|ToBeDeletedBy|DeletionCandidateOf|.*agent-not-ready$)/;

export const taintDrift: PreflightCheck = {
  id: 'taint-drift',
  number: 63,
  title: 'A node has a taint that others of its group do not have',
  why: 'Set by hand, it is gone with the node: what it kept away will come.',
  severities: ['warning'],
  gate: false,
  needs: ['nodes'],

  inspect(fleet) {
    const targets = new Set(fleet.snapshot.targets);
    const nodes = fleet.get('nodes').filter(({ metadata }) => targets.has(metadata.name));
    const counts = new Map<string, Node[]>();
    for (const node of nodes) {
      for (const { key, value, effect } of node.spec?.taints ?? []) {
        if (PASSING.test(key)) continue;
        const taint = `${key}${value ? `=${value}` : ''}:${effect}`;
        counts.set(taint, [...(counts.get(taint) ?? []), node]);
      }
    }
    return [...counts]
      .filter(([, tainted]) => tainted.length < nodes.length)
      .map(([taint, tainted]) => {
        const names = tainted.map(({ metadata }) => metadata.name);
        return {
          severity: 'warning',
          objects: names.map((name) => `Node/${name}`),
          message: `${listOf(names)} ${names.length === 1 ? 'has' : 'have'} the taint ${taint}, the other nodes of the group do not.`,
          fix: 'Put it into the definition of the node group (kubelet --register-with-taints), or expect the next node to be open.',
        };
      });
  },
};
