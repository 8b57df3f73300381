import { z } from 'zod';
import type { Pod } from '../../core/fleet/pod.ts';
import { parseQuantity, unitsOf } from '../../core/placement/quantity.ts';
import type { KubernetesConnection } from './kubernetes-connection.ts';
import { listObjects } from './list-objects.ts';

/** One container at the last look of metrics-server: what it holds of the memory that it may have. */
export interface ContainerUsage {
  readonly pod: string;
  /** Epoch ms of that look, in the cluster's time. */
  readonly at: number;
  readonly memoryBytes: number;
  readonly limitBytes: number;
}

export const METRICS_API = '/apis/metrics.k8s.io/v1beta1';

const answer = z.object({
  items: z.array(
    z.object({
      metadata: z.object({ name: z.string() }),
      timestamp: z.string(),
      containers: z.array(z.object({ name: z.string(), usage: z.object({ memory: z.string() }) })),
    }),
  ),
});

/** All containers of a namespace that have a limit of memory. Throws PortError, and an Error where the answer is none. */
export async function readPodUsage(
  connection: KubernetesConnection,
  namespace: string,
): Promise<readonly ContainerUsage[]> {
  const path = `${METRICS_API}/namespaces/${encodeURIComponent(namespace)}/pods`;
  const [pods, told] = await Promise.all([
    listObjects(connection, 'pods', { namespace }),
    connection.read(`list pods.metrics.k8s.io in ${namespace}`, async (attempt) =>
      (await attempt.get(path)).body.text(),
    ),
  ]);
  const limits = limitsOf(pods as readonly Pod[]);
  return answer.parse(JSON.parse(told)).items.flatMap(({ metadata: { name: pod }, timestamp, containers }) =>
    containers.flatMap(({ name, usage }): readonly ContainerUsage[] => {
      const [memoryBytes, limitBytes] = [bytesOf(usage.memory), limits.get(`${pod}/${name}`)];
      if (memoryBytes === undefined || !limitBytes) return [];
      return [{ pod, at: Date.parse(timestamp), memoryBytes, limitBytes }];
    }),
  );
}

function limitsOf(pods: readonly Pod[]): ReadonlyMap<string, number | undefined> {
  return new Map(
    pods.flatMap(({ metadata, spec }) =>
      spec.containers.map(({ name, resources }) => [
        `${metadata.name}/${name}`,
        bytesOf(resources?.limits?.['memory']),
      ]),
    ),
  );
}

function bytesOf(text: string | undefined): number | undefined {
  const quantity = text === undefined ? undefined : parseQuantity(text);
  return quantity && unitsOf(quantity);
}
