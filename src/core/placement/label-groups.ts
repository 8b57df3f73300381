import { labelOf, type Labels } from '../fleet/label-selector.ts';
import type { LabelSelector } from '../fleet/meta.ts';
import type { Board, LabelGroup, NodeSlot, Repeller, Watcher } from './board.ts';
import { count, type DomainCounter } from './domain-counter.ts';

/** Which pods a watcher may count, so that it is not asked about every other pod of the cluster. */
export interface Scope {
  /** Undefined: all namespaces. */
  readonly namespaces: ReadonlySet<string> | undefined;
  readonly selector: LabelSelector | undefined;
}

const ANY = '*';

/** The group of pods with these labels; made, and counted by whoever watches it, on first sight. */
export function groupOf(board: Board, namespace: string, labels: Labels, terminating: boolean): LabelGroup {
  const seen = board.groupsByLabels.get(labels);
  if (seen?.namespace === namespace && seen.terminating === terminating) return seen;
  const group = findGroup(board, namespace, labels, terminating);
  board.groupsByLabels.set(labels, group);
  return group;
}

function findGroup(board: Board, namespace: string, labels: Labels, terminating: boolean): LabelGroup {
  const key = `${terminating ? '-' : '+'}${namespace}\n${JSON.stringify(labels)}`;
  const known = board.groups.get(key);
  if (known) return known;

  const group: LabelGroup = { namespace, labels, terminating, podsBySlot: new Map(), watchers: [] };
  board.groups.set(key, group);
  if (board.namespaces && !board.namespaces.has(namespace)) board.unlabelledNamespaces.add(namespace);
  for (const anchor of anchorsOf(namespace, labels)) {
    push(board.groupsByAnchor, anchor, group);
    for (const watcher of board.watchersByAnchor.get(anchor) ?? []) {
      if (watcher.counts(group)) group.watchers.push(watcher);
    }
  }
  return group;
}

/** A counter under a key; the first time it counts the pods that are there, from then on it is kept up to date. */
export function watch(board: Board, key: string, scope: Scope, make: () => Watcher): DomainCounter {
  const known = board.watchers.get(key);
  if (known) return known.counter;

  const watcher: Watcher = make();
  board.watchers.set(key, watcher);
  for (const anchor of anchorsOfScope(scope)) {
    push(board.watchersByAnchor, anchor, watcher);
    for (const group of board.groupsByAnchor.get(anchor) ?? []) startCounting(board, watcher, group);
  }
  return watcher.counter;
}

export function countAt(watcher: Watcher, slot: NodeSlot, change: number): void {
  const { counter } = watcher;
  if (counter.among && !counter.among.members.has(slot.index)) return;
  const domain = labelOf(slot.labels, counter.topologyKey);
  if (domain !== undefined) count(counter, domain, change);
}

function startCounting(board: Board, watcher: Watcher, group: LabelGroup): void {
  if (!watcher.counts(group)) return;
  group.watchers.push(watcher);
  for (const [index, pods] of group.podsBySlot) {
    const slot = board.slotsByIndex[index];
    if (slot) countAt(watcher, slot, pods);
  }
}

export function addRepeller(board: Board, repeller: Repeller): void {
  const { key, namespaces, namespaceSelector, selector } = repeller.term;
  board.repellers.set(key, repeller);
  board.repellersInOrder.push(repeller);
  for (const anchor of anchorsOfScope({ namespaces: namespaceSelector ? undefined : namespaces, selector })) {
    push(board.repellersByAnchor, anchor, repeller);
  }
}

/** The repellers that may look at pods with these labels. */
export function repellersNear(board: Board, namespace: string, labels: Labels): readonly Repeller[] {
  return anchorsOf(namespace, labels).flatMap((anchor) => board.repellersByAnchor.get(anchor) ?? []);
}

/** A group is found under its namespace, and under each of its labels. */
function anchorsOf(namespace: string, labels: Labels): string[] {
  return [namespace, ANY].flatMap((scope) => [
    scope,
    ...Object.entries(labels).map(([key, value]) => `${scope}\n${key}=${value}`),
  ]);
}

/** A watcher sits at one label that its pods must have, or at the whole namespace. */
function anchorsOfScope({ namespaces, selector }: Scope): string[] {
  const pair = Object.entries(selector?.matchLabels ?? {})[0];
  const tail = pair ? `\n${pair[0]}=${pair[1]}` : '';
  return namespaces ? [...namespaces].map((namespace) => namespace + tail) : [ANY + tail];
}

function push<T>(map: Map<string, T[]>, key: string, item: T): void {
  const list = map.get(key);
  if (list) list.push(item);
  else map.set(key, [item]);
}
