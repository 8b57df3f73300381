import { countsOf } from '../../fleet/workload-counts.ts';
import type { Workload } from '../../fleet/workload.ts';
import { budgetsOver, NEEDS_BUDGETS } from '../facts/budgets.ts';
import { movingRoots, NEEDS_WORKLOADS } from '../facts/roots.ts';
import { servesTraffic, servicesOf } from '../facts/services.ts';
import type { PreflightCheck } from '../preflight-check.ts';

/** Only a warning: drover itself moves the pods of such a workload a few at a time. Others who drain do not. */
export const pdbMissing: PreflightCheck = {
  id: 'pdb-missing',
  number: 10,
  title: 'A workload behind a Service has no disruption budget',
  why: 'The eviction API lets all of its pods go at once, whoever asks.',
  severities: ['warning'],
  gate: false,
  needs: [...new Set([...NEEDS_WORKLOADS, ...NEEDS_BUDGETS, 'services' as const])],

  inspect(fleet) {
    return movingRoots(fleet).flatMap(({ root, pods }) => {
      if (root.kind !== 'workload' || (countsOf(root.workload)?.desired ?? 0) < 2) return [];
      const served = pods.some((pod) => servicesOf(fleet, pod).some(servesTraffic));
      const covered = pods.some((pod) => budgetsOver(fleet, pod).length > 0);
      if (!served || covered) return [];
      return {
        severity: 'warning',
        objects: [root.ref],
        message: `${root.ref} serves requests with ${countsOf(root.workload)?.desired} pods and no disruption budget protects it.`,
        fix: budgetFor(root.workload),
      };
    });
  },
};

function budgetFor({ metadata, spec }: Workload): string {
  const labels = Object.entries(spec.selector?.matchLabels ?? spec.template.metadata?.labels ?? {});
  return [
    'apiVersion: policy/v1',
    'kind: PodDisruptionBudget',
    'metadata:',
    `  name: ${metadata.name}`,
    `  namespace: ${metadata.namespace ?? 'default'}`,
    'spec:',
    '  maxUnavailable: 1',
    '  unhealthyPodEvictionPolicy: AlwaysAllow',
    '  selector:',
    '    matchLabels:',
    ...labels.map(([key, value]) => `      ${key}: ${JSON.stringify(value)}`),
  ].join('\n');
}
