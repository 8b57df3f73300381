import type { EffectView, NodeView, PodView } from '../../control/view/world-view.ts';

/** `ip-10-0-1-12.eu-west-1.compute.internal` is `ip-10-0-1-12` to people; an instance that is no node yet has its id. */
export function shortNode({ name, instanceId, id }: Pick<NodeView, 'name' | 'instanceId' | 'id'>): string {
  return (name ?? instanceId ?? id).split('.')[0] ?? id;
}

/** Two letters for a tile: `orders-db` is `od`, `web` is `we`. */
export function initials(workload: string): string {
  const name = workload.split('/').at(-1) ?? workload;
  const words = name.split(/[-_.]/).filter((word) => word !== '');
  const letters = words.length > 1 ? words.map((word) => word[0]).join('') : name;
  return letters.slice(0, 2);
}

/** An effect's object without what everybody knows: `Pod/shop/cart-1` is `shop/cart-1`. */
export function shortObject({ object, node }: Pick<EffectView, 'object' | 'node'>): string {
  if (node) return node.split('.')[0] ?? node;
  const [kind = '', ...rest] = object.split('/');
  const last = rest.at(-1) ?? kind;
  if (kind === 'Node') return last.split('.')[0] ?? last;
  return kind === 'Pod' ? rest.join('/') : last;
}

/** What a node is doing, in a person's words. */
export function stageWords({ stage, cordoned, pods }: NodeView): string {
  switch (stage) {
    case 'launching':
      return 'instance starting';
    case 'booting':
      return 'booting';
    case 'joining':
      return 'joined, not ready yet';
    case 'leaving':
      return 'terminating';
    case 'not-ready':
      return 'not ready';
    case 'ready':
      return cordoned ? (pods > 0 ? 'draining' : 'empty') : 'ready';
  }
}

/** What a pod is doing. */
export function podWords({ terminating, evicted, waits, phase, ready, node }: PodView): string {
  if (terminating) return evicted ? 'evicted, shutting down' : 'shutting down';
  if (waits) return waits;
  if (node === undefined) return 'waiting for a place';
  if (ready) return 'ready';
  return phase === 'Running' ? 'running, not ready yet' : 'starting';
}

/** The state in one word, for the tile's looks. */
export function podState(pod: PodView): 'leaving' | 'trouble' | 'waiting' | 'ready' | 'unready' | 'starting' {
  if (pod.terminating) return 'leaving';
  if (pod.waits) return 'trouble';
  if (pod.node === undefined) return 'waiting';
  if (pod.ready) return 'ready';
  return pod.phase === 'Running' ? 'unready' : 'starting';
}
