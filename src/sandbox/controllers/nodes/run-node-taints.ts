import type { StoreEvent } from '../../kubernetes/object.ts';
import { canonicalJson } from '../canonical-json.ts';
import type { ControllerContext } from '../controller-context.ts';
import type { Node, Taint } from '../kinds/node.ts';
import { isTerminating } from '../kinds/pod.ts';
import { evictingTaint, withEvictingTaint, withLifecycleTaints } from './node-taints.ts';

/** Written on every node, for the cache of secrets on it; 0 in small clusters. */
const TTL = 'node.alpha.kubernetes.io/ttl';

/** Taints that follow the cordon and the conditions of a node. */
export function runNodeTaints(context: ControllerContext): void {
  const { settings } = context;
  const queue = context.queue(settings.taintLagMs, (name) => syncTaints(context, name));
  const evictors = createZoneLimits(context);
  const evicting = context.queue(settings.taintLagMs, (name) => {
    const waitMs = syncEvictingTaint(context, evictors, name);
    if (waitMs !== undefined) evicting.add(name, waitMs);
  });
  context.watch<Node>('nodes', (event) => {
    if (!matters(event)) return;
    const { name } = event.object.metadata;
    queue.add(name, event.type === 'ADDED' ? settings.newNodeLagMs : settings.taintLagMs);
    const isReady = evictingTaint(event.object) === undefined;
    evicting.add(name, isReady ? settings.taintLagMs : settings.nodeMonitorMs / 5);
  });
}

function matters({ type, object, previous }: StoreEvent<Node>): boolean {
  if (type !== 'MODIFIED') return type === 'ADDED';
  return canonicalJson(inputsOf(object)) !== canonicalJson(previous && inputsOf(previous));
}

function inputsOf({ spec, status }: Node): unknown {
  const states = (status?.conditions ?? []).map(({ type, status: state }) => [type, state]);
  return [spec.unschedulable, spec.taints, states];
}

function syncTaints({ cluster, clock }: ControllerContext, name: string): void {
  cluster.edit<Node>('nodes', undefined, name, (draft) => {
    setTaints(draft, withLifecycleTaints(draft, clock.isoSeconds()));
    draft.metadata.annotations = { [TTL]: '0', ...draft.metadata.annotations };
  });
}

/** Answers how long to wait if it is not this node's turn yet. */
function syncEvictingTaint(
  { cluster, clock }: ControllerContext,
  limits: ZoneLimits,
  name: string,
): number | undefined {
  const node = cluster.get<Node>('nodes', undefined, name);
  if (!node || isTerminating(node)) return undefined;
  const wanted = evictingTaint(node);
  const isThere = (node.spec.taints ?? []).some(
    ({ key, effect }) => effect === 'NoExecute' && key === wanted,
  );
  if (wanted !== undefined && !isThere) {
    const waitMs = limits.take(node.metadata.labels?.['topology.kubernetes.io/zone'] ?? '');
    if (waitMs > 0) return waitMs;
  }
  cluster.edit<Node>('nodes', undefined, name, (draft) => {
    setTaints(draft, withEvictingTaint(draft, wanted, clock.isoSeconds()));
  });
  return undefined;
}

function setTaints(draft: Node, taints: Taint[]): void {
  if (taints.length > 0) draft.spec.taints = taints;
  else delete draft.spec.taints;
}

interface ZoneLimits {
  /** 0 if a node of the zone may be emptied now (which then counts), else how long to wait. */
  take(zone: string): number;
}

/** A zone whose nodes fail all at once is emptied slowly: it may be the network that failed. */
function createZoneLimits({ clock, settings }: ControllerContext): ZoneLimits {
  const free = new Map<string, number>();
  return {
    take: (zone) => {
      const waitMs = (free.get(zone) ?? 0) - clock.now();
      if (waitMs > 0) return waitMs;
      free.set(zone, clock.now() + settings.nodeEvictionIntervalMs);
      return 0;
    },
  };
}
