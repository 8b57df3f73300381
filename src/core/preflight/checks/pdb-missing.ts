import { countsOf } from '../../fleet/workload-counts.ts';
import type { Pod } from '../../fleet/pod.ts';
import type { PodRoot } from '../../fleet/workload-index.ts';
import { budgetsOver, NEEDS_BUDGETS } from '../facts/budgets.ts';
import { allRoots, movingRoots, NEEDS_WORKLOADS } from '../facts/roots.ts';
import { servesTraffic, servicesOf } from '../facts/services.ts';
import type { Fleet } from '../fleet.ts';
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
      const wanted = wantedOf(fleet, root);
      if (!wanted || wanted.count < 2) return [];
      const served = pods.some((pod) => servicesOf(fleet, pod).some(servesTraffic));
      const covered = pods.some((pod) => budgetsOver(fleet, pod).length > 0);
      if (!served || covered) return [];
      const unknown =
        root.kind === 'custom' ? ' Its kind does not say how many it needs: drover moves one at a time.' : '';
      return {
        severity: 'warning',
        objects: [root.ref],
        message: `${root.ref} serves requests with ${wanted.count} pods and no disruption budget protects it.${unknown}`,
        fix: budgetFor(wanted),
      };
    });
  },
};

/** What a budget would have to protect. */
interface Wanted {
  readonly name: string;
  readonly namespace: string | undefined;
  readonly count: number;
  readonly labels: Readonly<Record<string, string>>;
  /** What the budget asks for. */
  readonly rule: string;
}

/** Of an owner of another kind its pods are counted; undefined: it is not known how many there should be, or there is nobody. */
function wantedOf(fleet: Fleet, root: PodRoot): Wanted | undefined {
  switch (root.kind) {
    case 'workload': {
      const { metadata, spec } = root.workload;
      const count = countsOf(root.workload)?.desired ?? 0;
      const labels = spec.selector?.matchLabels ?? spec.template.metadata?.labels ?? {};
      const { name, namespace } = metadata;
      return { name, namespace, count, labels, rule: 'maxUnavailable: 1' };
    }
    case 'custom': {
      const pods = allRoots(fleet).get(root.ref) ?? [];
      // Without a scale of its owner, a budget can only be counted from the pods that must stay.
      const rule = `minAvailable: ${pods.length - 1}`;
      const namespace = pods[0]?.metadata.namespace;
      return { name: root.owner.name, namespace, count: pods.length, labels: sharedLabels(pods), rule };
    }
    case 'orphan':
    case 'bare':
      return undefined;
  }
}

function sharedLabels([first, ...others]: readonly Pod[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(first?.metadata.labels ?? {}).filter(([key, value]) =>
      others.every(({ metadata }) => metadata.labels?.[key] === value),
    ),
  );
}

function budgetFor({ name, namespace, labels, rule }: Wanted): string {
  return [
    'apiVersion: policy/v1',
    'kind: PodDisruptionBudget',
    'metadata:',
    `  name: ${name}`,
    `  namespace: ${namespace ?? 'default'}`,
    'spec:',
    `  ${rule}`,
    '  unhealthyPodEvictionPolicy: AlwaysAllow',
    '  selector:',
    '    matchLabels:',
    ...Object.entries(labels).map(([key, value]) => `      ${key}: ${JSON.stringify(value)}`),
  ].join('\n');
}
