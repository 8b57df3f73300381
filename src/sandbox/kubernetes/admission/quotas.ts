import { forbidden } from '../answers/api-error.ts';
import type { KubeObject } from '../object.ts';
import { qualifiedResource } from '../registry/resource.ts';
import { childOf, listOf, mapOf } from '../schema/fields.ts';
import { addQuantities, quantityValue } from '../schema/quantity.ts';
import { isFinished } from '../strategies/pod-phase.ts';
import type { AdmissionRequest, ObjectSpace } from '../writes/write-context.ts';

type Amounts = Record<string, string>;

/**
 * Refuses a new object that would take its namespace over a quota. The simple form: counts of objects, and requests
 * and limits of cpu and memory of pods that have not finished; scopes are not looked at.
 */
export function admitQuota(space: ObjectSpace, request: AdmissionRequest): void {
  const { object, namespace, resource } = request;
  if (request.operation !== 'CREATE' || !object || namespace === undefined || request.subresource !== '')
    return;
  const needed = usageOf(resource.plural, resource.group, object);
  for (const quota of space.store.list('resourcequotas', namespace)) {
    const hard = mapOf(childOf(quota, 'spec'), 'hard');
    const concerned = Object.keys(hard)
      .filter((name) => name in needed)
      .sort();
    if (concerned.length === 0) continue;
    const used = usedIn(space, namespace, resource.storage, resource.plural, resource.group);
    const exceeded = concerned.filter((name) => isOver(needed[name], used[name], hard[name]));
    if (exceeded.length === 0) continue;
    const pairs = (amounts: Amounts): string =>
      exceeded.map((name) => `${name}=${amounts[name] ?? '0'}`).join(',');
    const why = `exceeded quota: ${quota.metadata.name}, requested: ${pairs(needed)}, used: ${pairs(used)}, limited: ${pairs(hard)}`;
    throw forbidden(qualifiedResource(resource), request.name, why);
  }
}

function isOver(needed = '0', used = '0', hard = '0'): boolean {
  return (quantityValue(addQuantities(used, needed)) ?? 0) > (quantityValue(hard) ?? 0);
}

function usedIn(
  space: ObjectSpace,
  namespace: string,
  storage: string,
  plural: string,
  group: string,
): Amounts {
  const used: Amounts = {};
  for (const object of space.store.list(storage, namespace)) {
    if (plural === 'pods' && isFinished(object)) continue;
    for (const [name, amount] of Object.entries(usageOf(plural, group, object)))
      used[name] = used[name] === undefined ? amount : addQuantities(used[name], amount);
  }
  return used;
}

function usageOf(plural: string, group: string, object: KubeObject): Amounts {
  const counted: Amounts = { [`count/${plural}${group ? `.${group}` : ''}`]: '1' };
  if (group === '') counted[plural] = '1';
  return plural === 'pods' ? { ...counted, ...podUsage(object) } : counted;
}

function podUsage(pod: KubeObject): Amounts {
  const usage: Amounts = {};
  for (const container of listOf(pod['spec'], 'containers')) {
    const resources = childOf(container, 'resources');
    for (const kind of ['requests', 'limits'] as const) {
      for (const [name, amount] of Object.entries(mapOf(resources, kind))) {
        const names = kind === 'requests' ? [`requests.${name}`, name] : [`limits.${name}`];
        for (const key of names)
          usage[key] = usage[key] === undefined ? amount : addQuantities(usage[key], amount);
      }
    }
  }
  return usage;
}
