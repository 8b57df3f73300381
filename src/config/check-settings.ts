import { parseSeriesChoice } from '../core/health/series-choice.ts';
import { parseDuration } from './duration.ts';
import type { Problem } from './problem.ts';

type Raw = Readonly<Record<string, unknown>>;

/**
 * What concerns several settings at once. It looks at the file as it was written, not as the schema read it, so that
 * these problems are told together with the schema's.
 */
export function checkSettings(value: unknown): readonly Problem[] {
  const settings = objectOf(value);
  const clusters = listOf(settings['clusters']);
  return [
    ...duplicates('clusters', clusters, 'name'),
    ...clusters.flatMap((cluster, index) => checkCluster(`clusters[${index}]`, cluster)),
    ...checkLease(objectOf(settings['lease'])),
  ];
}

function checkCluster(path: string, cluster: Raw): readonly Problem[] {
  const groups = listOf(cluster['nodeGroups']);
  return [
    ...(cluster['connection'] === undefined
      ? []
      : exactlyOne(`${path}.connection`, objectOf(cluster['connection']), ['kubeconfig', 'inside', 'eks'])),
    ...checkMetrics(`${path}.metrics`, cluster['metrics']),
    ...checkLogin(`${path}.metrics.prometheus.login`, cluster['metrics']),
    ...checkApprovers(`${path}.approvers`, cluster['approvers']),
    ...duplicates(`${path}.nodeGroups`, groups, 'name'),
    ...duplicates(`${path}.nodeGroups`, groups, 'autoScalingGroup'),
    ...duplicates(`${path}.nodeGroups`, groups, 'managedNodeGroup'),
    ...groups.flatMap((group, index) => checkNodeGroup(`${path}.nodeGroups[${index}]`, group)),
  ];
}

function checkNodeGroup(path: string, group: Raw): readonly Problem[] {
  const both = group['selector'] !== undefined && group['nodeSelector'] !== undefined;
  return [
    ...exactlyOne(path, group, ['autoScalingGroup', 'managedNodeGroup', 'selector']),
    ...(both ? [{ path: `${path}.nodeSelector`, message: 'is not used beside selector' }] : []),
  ];
}

/** Requests are read from one source; metrics-server may stand beside it, or alone. */
function checkMetrics(path: string, value: unknown): readonly Problem[] {
  if (value === undefined) return [];
  const metrics = objectOf(value);
  const named = ['prometheus', 'cloudWatch'].filter((source) => metrics[source] !== undefined);
  const none = named.length === 0 && metrics['metricsServer'] !== true;
  return [
    ...(named.length > 1 ? [{ path, message: 'must name only one of prometheus and cloudWatch' }] : []),
    ...(none ? [{ path, message: 'must name prometheus, cloudWatch or metricsServer: true' }] : []),
    ...Object.entries(objectOf(metrics['workloads'])).flatMap(([workload, said]) =>
      checkChoice(`${path}.workloads.${workload}`, workload, said),
    ),
  ];
}

function checkChoice(path: string, workload: string, said: unknown): readonly Problem[] {
  if (!/^(Deployment|StatefulSet)\/[a-z0-9-]+\/[a-z0-9.-]+$/.test(workload))
    return [{ path, message: 'must be named as Deployment/namespace/name or StatefulSet/namespace/name' }];
  const choice = typeof said === 'string' ? parseSeriesChoice(said) : undefined;
  return choice?.kind === 'unreadable' ? [{ path, message: choice.why }] : [];
}

function checkLogin(path: string, metrics: unknown): readonly Problem[] {
  const { login } = objectOf(objectOf(metrics)['prometheus']);
  return login === undefined ? [] : exactlyOne(path, objectOf(login), ['bearerTokenFile', 'basic', 'sigv4']);
}

/** Nobody to approve means that nothing can ever start; more votes than people means the same. */
function checkApprovers(path: string, value: unknown): readonly Problem[] {
  if (typeof value !== 'object' || value === null) return [];
  const { users, groups, needed } = objectOf(value);
  const userCount = Array.isArray(users) ? new Set<unknown>(users).size : 0;
  const anyGroup = Array.isArray(groups) && groups.length > 0;
  if (userCount === 0 && !anyGroup) return [{ path, message: 'must name users or groups' }];
  if (!anyGroup && typeof needed === 'number' && needed > userCount)
    return [{ path: `${path}.needed`, message: `is ${needed}, but only ${userCount} users are named` }];
  return [];
}

function checkLease(lease: Raw): readonly Problem[] {
  const of = (key: string, usual: number): number => {
    const text = lease[key];
    return (typeof text === 'string' ? parseDuration(text) : undefined) ?? usual;
  };
  const [duration, renew, retry] = [of('duration', 15_000), of('renew', 10_000), of('retry', 2_000)];
  return [
    ...(renew < duration ? [] : [{ path: 'lease.renew', message: 'must be shorter than lease.duration' }]),
    ...(retry < renew ? [] : [{ path: 'lease.retry', message: 'must be shorter than lease.renew' }]),
  ];
}

function exactlyOne(path: string, object: Raw, keys: readonly string[]): readonly Problem[] {
  const named = keys.filter((key) => object[key] !== undefined);
  if (named.length === 1) return [];
  const choice = `${keys.slice(0, -1).join(', ')} or ${keys.at(-1) ?? ''}`;
  return [
    {
      path,
      message:
        named.length === 0
          ? `must name ${choice}`
          : `must name only one of ${choice}, not ${named.join(' and ')}`,
    },
  ];
}

function duplicates(path: string, items: readonly Raw[], key: string): readonly Problem[] {
  return items.flatMap((item, index) => {
    const first = items.findIndex((other) => other[key] === item[key]);
    return item[key] === undefined || first === index
      ? []
      : [{ path: `${path}[${index}].${key}`, message: `is also ${path}[${first}].${key}` }];
  });
}

function objectOf(value: unknown): Raw {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Raw) : {};
}

function listOf(value: unknown): readonly Raw[] {
  return Array.isArray(value) ? value.map(objectOf) : [];
}
