import { podRequests } from '../../placement/pod-requests.ts';
import { millisOf, parseQuantity, unitsOf } from '../../placement/quantity.ts';
import type { ResourceQuota } from '../../fleet/resource-quota.ts';
import type { PodSpec } from '../../fleet/pod.ts';
import { movingRoots, NEEDS_WORKLOADS } from '../facts/roots.ts';
import type { PreflightCheck } from '../preflight-check.ts';

/** Quotas with scopes are left alone: which pods they count is not said by their numbers. */
export const quotaBlocksReplacement: PreflightCheck = {
  id: 'quota-blocks-replacement',
  number: 38,
  title: 'A ResourceQuota has no room for a replacement',
  why: 'The old pod counts until it is gone, so the new one cannot be made before: the workload is short for that long.',
  severities: ['warning'],
  gate: false,
  needs: [...NEEDS_WORKLOADS, 'quotas'],

  inspect(fleet) {
    const byNamespace = Map.groupBy(fleet.get('quotas'), ({ metadata }) => metadata.namespace ?? '');
    return movingRoots(fleet).flatMap(({ root, pods }) => {
      const [pod] = pods;
      if (!pod || (root.kind === 'workload' && root.workload.kind === 'StatefulSet')) return [];
      const full = (byNamespace.get(pod.metadata.namespace ?? '') ?? []).flatMap((quota) =>
        shortage(quota, pod.spec),
      );
      const [first] = full;
      if (!first) return [];
      return {
        severity: 'warning',
        objects: [root.ref, first.name],
        message: `${first.name} has ${first.left} of ${first.resource} left, and one more pod of ${root.ref} needs ${first.wanted}.`,
        fix: 'Raise the quota by one pod for the rollout.',
      };
    });
  },
};

interface Shortage {
  readonly name: string;
  readonly resource: string;
  readonly left: number;
  readonly wanted: number;
}

function shortage({ metadata, spec, status }: ResourceQuota, pod: PodSpec): Shortage[] {
  if ((spec?.scopes ?? []).length > 0 || spec?.scopeSelector) return [];
  const asked = podRequests(pod);
  if (asked.kind !== 'requests') return [];
  return Object.entries(status?.hard ?? {}).flatMap(([resource, hard]) => {
    const wanted = wantedOf(resource, asked.requests);
    const left = amount(resource, hard) - amount(resource, status?.used?.[resource] ?? '0');
    if (wanted === 0 || left >= wanted) return [];
    return { name: `ResourceQuota/${metadata.namespace ?? ''}/${metadata.name}`, resource, left, wanted };
  });
}

function wantedOf(resource: string, requests: ReadonlyMap<string, number>): number {
  if (resource === 'pods' || resource === 'count/pods') return 1;
  return requests.get(resource.replace(/^requests\./, '')) ?? 0;
}

function amount(resource: string, text: string): number {
  const quantity = parseQuantity(text);
  if (!quantity) return Infinity;
  return resource.endsWith('cpu') ? millisOf(quantity) : unitsOf(quantity);
}
