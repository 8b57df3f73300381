import type { NodeView, PodView, WorldView } from '../../control/view/world-view.ts';
import { h } from '../dom/element.ts';
import type { Movable } from './motion.ts';
import { moveGently } from './motion.ts';
import { NodeCard } from './node-card.ts';
import { PodPairs } from './pod-pairs.ts';
import { PodTile } from './pod-tile.ts';
import type { WorkloadTones } from './workload-tones.ts';

/** The zones with their nodes and pods. Cards and tiles stay the same elements for as long as they live, and glide. */
export class ClusterMap {
  readonly element: HTMLElement;
  readonly #zones = h('div', { class: 'zones' });
  readonly #waiting = h('div', { class: 'tiles', attrs: { role: 'list' } });
  readonly #tray: HTMLElement;
  readonly #tones: WorkloadTones;
  readonly #columns = new Map<string, HTMLElement>();
  readonly #cards = new Map<string, NodeCard>();
  readonly #tiles = new Map<string, PodTile>();
  readonly #pairs = new PodPairs();
  #layout = '';

  constructor(tones: WorkloadTones) {
    this.#tones = tones;
    this.#tray = h(
      'section',
      { class: 'tray', attrs: { 'aria-label': 'Pods waiting for a place' } },
      h('span', { class: 'tray-name' }, 'Waiting for a place'),
      this.#waiting,
    );
    this.element = h('div', { class: 'map' }, this.#zones, this.#tray);
  }

  /** Another world: nothing of the old one is to glide into it. */
  clear(): void {
    for (const known of [this.#columns, this.#cards, this.#tiles]) known.clear();
    for (const box of [this.#zones, this.#waiting]) box.replaceChildren();
    this.#pairs.clear();
    this.#layout = '';
  }

  show(world: WorldView): void {
    const layout = JSON.stringify([
      world.nodes.map(({ id, zone }) => [id, zone]),
      world.pods.map(({ id, node }) => [id, node]),
    ]);
    const pairs = this.#pairs.next(world.pods);
    if (layout === this.#layout) this.#refresh(world);
    else {
      this.#layout = layout;
      moveGently(
        () => this.#movables(),
        () => this.#arrange(world, pairs),
      );
    }
    this.#tray.classList.toggle('empty', this.#waiting.childElementCount === 0);
    this.element.classList.toggle('nothing', world.nodes.length === 0);
  }

  #movables(): readonly Movable[] {
    const cards = [...this.#cards.values()].map(({ element }) => ({ element }));
    const tiles = [...this.#tiles.values()].map(({ element }) => {
      const carrier = element.closest('.node');
      return { element, ...(carrier instanceof HTMLElement ? { carrier } : {}) };
    });
    return [...cards, ...tiles].filter(({ element }) => element.isConnected);
  }

  /** Puts everything in its place; answers which new tile comes from which old one. */
  #arrange(world: WorldView, pairs: ReadonlyMap<string, string>): ReadonlyMap<HTMLElement, HTMLElement> {
    const before = new Map([...this.#tiles].map(([id, { element }]) => [id, element] as const));
    this.#forget(world);
    this.#placeNodes(world);
    for (const pod of world.pods.toSorted(byWorkload)) this.#placePod(pod);
    this.#refresh(world);
    return new Map(
      [...pairs].flatMap(([id, predecessor]) => {
        const [to, from] = [this.#tiles.get(id)?.element, before.get(predecessor)];
        return to && from ? [[to, from] as const] : [];
      }),
    );
  }

  #forget({ nodes, pods, zones }: WorldView): void {
    drop(this.#tiles, new Set(pods.map(({ id }) => id)), ({ element }) => element.remove());
    drop(this.#cards, new Set(nodes.map(({ id }) => id)), ({ element }) => element.remove());
    drop(this.#columns, new Set(zones), (column) => column.remove());
  }

  #placeNodes({ zones, nodes }: WorldView): void {
    for (const zone of zones) {
      const column = this.#columns.get(zone) ?? makeColumn(zone);
      this.#columns.set(zone, column);
      if (column.parentElement !== this.#zones) this.#zones.append(column);
    }
    for (const node of nodes.toSorted(byAge)) {
      const card = this.#cards.get(node.id) ?? new NodeCard(node.id);
      this.#cards.set(node.id, card);
      const column = this.#columns.get(node.zone);
      if (card.element.parentElement !== column) column?.append(card.element);
    }
  }

  #placePod(pod: PodView): void {
    const tile = this.#tiles.get(pod.id) ?? new PodTile(pod, this.#tones.of(pod.workload));
    this.#tiles.set(pod.id, tile);
    const card = pod.node === undefined ? undefined : this.#cards.get(pod.node);
    // A pod of a DaemonSet belongs to one node from the start: it does not look for a place.
    if (!card && pod.kind === 'DaemonSet') return;
    const box = card ? (pod.kind === 'DaemonSet' ? card.daemons : card.tiles) : this.#waiting;
    // Always appended: the order of the list is the order of the tiles.
    box.append(tile.element);
  }

  #refresh({ nodes, pods, images }: WorldView): void {
    for (const node of nodes) this.#cards.get(node.id)?.update(node, images);
    for (const pod of pods) this.#tiles.get(pod.id)?.update(pod);
  }
}

function makeColumn(zone: string): HTMLElement {
  return h('section', { class: 'zone', attrs: { 'aria-label': `Zone ${zone}` } }, h('h3', {}, zone));
}

function drop<T>(known: Map<string, T>, wanted: ReadonlySet<string>, end: (one: T) => void): void {
  for (const [id, one] of known) {
    if (wanted.has(id)) continue;
    end(one);
    known.delete(id);
  }
}

function byWorkload(a: PodView, b: PodView): number {
  return a.workload.localeCompare(b.workload) || a.name.localeCompare(b.name);
}

function byAge(a: NodeView, b: NodeView): number {
  return a.since - b.since || a.id.localeCompare(b.id);
}
