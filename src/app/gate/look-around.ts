import { isCordoned, isReady } from '../../core/fleet/node.ts';
import type { Node } from '../../core/fleet/node.ts';
import type { Workload } from '../../core/fleet/workload.ts';
import type { FiringAlert } from '../../core/health/firing-alert.ts';
import type { Surroundings } from '../../core/health/gate-record.ts';
import type { GateTiming } from '../../core/health/gate-timing.ts';
import type { Measured } from '../../core/health/measured.ts';
import { compareNodes } from '../../core/health/node-use.ts';
import type { NodeLook } from '../../core/health/node-use.ts';
import type { FoundSurroundings } from '../../core/health/render-surroundings.ts';
import type { Metrics, NodeAddress } from '../../ports/metrics.ts';
import type { Clock } from '../../ports/clock.ts';

interface Ports {
  readonly metrics: Metrics;
  readonly clock: Clock;
}

/** What one look sees beside the workloads: alerts, and the nodes of the group. */
export async function lookAround(
  ports: Ports,
  workloads: readonly Workload[],
  nodes: readonly Node[],
  patchedNodes: ReadonlySet<string>,
  { rateMs }: Pick<GateTiming, 'rateMs'>,
): Promise<Surroundings> {
  const at = ports.clock.now();
  const [alerts, compared] = await Promise.all([
    readAlerts(ports.metrics, workloads),
    lookAtNodes(ports.metrics, nodes, patchedNodes, rateMs, at),
  ]);
  return { at, ...(alerts ? { alerts } : {}), ...(compared ? { nodes: compared } : {}) };
}

/** The same before anything is begun, as the source answers it: what it knows nothing of is said. */
export async function findSurroundings(
  metrics: Metrics,
  workloads: readonly Workload[],
  nodes: readonly Node[],
  { rateMs }: Pick<GateTiming, 'rateMs'>,
): Promise<FoundSurroundings> {
  const [alerts, use] = await Promise.all([
    askAlerts(metrics, workloads),
    nodes.length === 0 ? undefined : metrics.nodes?.(nodes.map(addressOf), rateMs),
  ]);
  return { ...(alerts ? { alerts } : {}), ...(use ? { nodes: use } : {}) };
}

/** Undefined: the source knows no alerts, or nobody wants them to be looked at. */
export async function readAlerts(
  metrics: Metrics,
  workloads: readonly Workload[],
): Promise<Measured<readonly FiringAlert[]> | undefined> {
  const answer = await askAlerts(metrics, workloads);
  return answer?.kind === 'not-offered' ? undefined : answer;
}

/** Of the namespaces of these workloads. */
async function askAlerts(
  metrics: Metrics,
  workloads: readonly Workload[],
): Promise<Measured<readonly FiringAlert[]> | undefined> {
  const namespaces = new Set(
    workloads.flatMap(({ metadata: { namespace } }) => (namespace ? [namespace] : [])),
  );
  return metrics.alerts?.([...namespaces].toSorted());
}

/** A cordoned node is being emptied, or somebody's patient: it is no example of how nodes are. */
async function lookAtNodes(
  metrics: Metrics,
  nodes: readonly Node[],
  patchedNodes: ReadonlySet<string>,
  lengthMs: number,
  at: number,
): Promise<NodeLook | undefined> {
  const isPatched = ({ name }: { readonly name: string }): boolean => patchedNodes.has(name);
  const fit = nodes.filter((node) => isReady(node) && !isCordoned(node)).map(addressOf);
  // Patched ones first: a source may take so many at once and no more.
  const asked = fit.toSorted((one, other) => Number(isPatched(other)) - Number(isPatched(one)));
  if (!metrics.nodes || !asked.some(isPatched)) return undefined;
  const answer = await metrics.nodes(asked, lengthMs);
  if (answer.kind === 'not-offered') return undefined;
  return compareNodes(at, answer, ({ node }) => isPatched({ name: node }));
}

function addressOf({ metadata: { name }, status }: Node): NodeAddress {
  const address = status?.addresses?.find(({ type }) => type === 'InternalIP')?.address;
  return address === undefined ? { name } : { name, address };
}
