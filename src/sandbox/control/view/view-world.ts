import type { Node } from '../../controllers/kinds/node.ts';
import type { Pod } from '../../controllers/kinds/pod.ts';
import type { DroverFacts, WorldParts } from '../control-parts.ts';
import { viewBudgets } from './view-budgets.ts';
import { viewImages } from './view-images.ts';
import { viewNodes } from './view-nodes.ts';
import { viewPods } from './view-pods.ts';
import type { ServiceHistory } from './service-history.ts';
import type { DroverView, EffectView, WorldView } from './world-view.ts';

/** More pods than this are counted, not drawn. */
const PODS_DRAWN_MAX = 1_500;

/** What was watched over time and cannot be read off the world as it stands. */
export interface WorldMemory {
  readonly history: ServiceHistory;
  /** The latest effects in words, oldest first. */
  readonly effects: readonly EffectView[];
  readonly notes: number;
}

/** The world as a person may look at it, at this moment. */
export function viewWorld(
  world: WorldParts,
  drover: DroverFacts | undefined,
  { history, effects, notes }: WorldMemory,
): WorldView {
  const { clock, cluster, cloud, scenario, seed, traffic } = world;
  const podCount = cluster.store.count('pods');
  const pods = podCount > PODS_DRAWN_MAX ? [] : cluster.list<Pod>('pods');
  const nodes = viewNodes(cluster.list<Node>('nodes'), cloud, pods);
  return {
    clock: { now: Math.round(clock.now()), speed: clock.speed },
    scenario: { name: scenario.name, title: scenario.title, about: scenario.about },
    seed,
    story: world.story?.() ?? null,
    drover: drover ? droverView(drover) : null,
    images: viewImages(cloud, nodes),
    zones: [...new Set(nodes.map(({ zone }) => zone))].sort(),
    nodes,
    pods: viewPods(pods, cluster, nodes),
    podCount,
    budgets: viewBudgets(cluster),
    services: Object.entries(traffic.meters().services)
      .map(([id, { ok, failed }]) => ({ id, ok, failed, history: history.of(id) }))
      .sort((a, b) => a.id.localeCompare(b.id)),
    effects,
    notes,
  };
}

function droverView({ state, mode, redis }: DroverFacts): DroverView {
  return { state, mode, redis };
}
