import type { Subnet } from '../../fleet/launch-facts.ts';
import { targetPods } from '../facts/moving-pods.ts';
import { NEEDS_PODS } from '../facts/moving-pods.ts';
import { planOf } from '../facts/plan.ts';
import type { PreflightCheck } from '../preflight-check.ts';

/** Zone by zone: what is free elsewhere does not help. Nodes with IPv6 pods need one address each. */
export const subnetIps: PreflightCheck = {
  id: 'subnet-ips',
  number: 110,
  title: 'A subnet has too few addresses for a new node',
  why: 'Its pods would wait for addresses, and the node looks Ready all the same.',
  severities: ['blocker', 'warning'],
  gate: false,
  needs: [...NEEDS_PODS, 'group', 'subnets', 'instances', 'release', 'budgets', 'volumes', 'claims'],

  inspect(fleet, policy) {
    const { surge, nodes } = planOf(fleet, policy);
    const perNode = addressesPerNode(
      targetPods(fleet).map(({ spec }) => spec.nodeName ?? ''),
      fleet.snapshot.targets,
    );
    const wanted = nodes.length === 0 ? 0 : surge * perNode;
    return [...Map.groupBy(fleet.get('subnets'), ({ zone }) => zone)].flatMap(([zone, subnets]) => {
      const free = subnets.reduce((sum, { freeAddresses }) => sum + freeAddresses, 0);
      if (free >= wanted) return [];
      return {
        severity: free < perNode ? 'blocker' : 'warning',
        objects: subnets.map(({ id }: Subnet) => `Subnet/${id}`),
        message: `The subnets in ${zone} have ${free} free addresses; ${surge} new nodes need about ${wanted} if they all come there.`,
        fix: 'Add a subnet or addresses, lower WARM_ENI_TARGET, or use a smaller surge.',
      };
    });
  },
};

/** As many as the fullest node has pods, and a spare as the network plugin keeps one. */
function addressesPerNode(nodes: readonly string[], targets: readonly string[]): number {
  const counts = new Map<string, number>();
  for (const node of nodes) counts.set(node, (counts.get(node) ?? 0) + 1);
  return Math.max(1, ...targets.map((target) => counts.get(target) ?? 0)) + 1;
}
