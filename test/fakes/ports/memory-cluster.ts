import type { AccessAnswer } from '../../../src/core/fleet/access-answer.ts';
import type { ClusterIdentity } from '../../../src/core/fleet/fleet-snapshot.ts';
import type { Node } from '../../../src/core/fleet/node.ts';
import type { ObjectName } from '../../../src/core/fleet/object-name.ts';
import type { Workload } from '../../../src/core/fleet/workload.ts';
import type {
  AccessQuestion,
  Cluster,
  EvictOutcome,
  ListedKind,
  ListedKinds,
  ListProgress,
  ListScope,
  NamedKind,
  NodeEdit,
  NodeEditOutcome,
  NodeTarget,
  PodTarget,
  WorkloadName,
} from '../../../src/ports/cluster.ts';
import type { ManualClock } from './manual-clock.ts';
import { recountBudgets } from './memory-budgets.ts';
import { evictPod } from './memory-eviction.ts';
import { MemoryObjects } from './memory-objects.ts';
import type { Draft } from './memory-objects.ts';
import { scopeFilter } from './memory-selectors.ts';
import { PortFaults } from './port-faults.ts';
import type { Wire } from './wire.ts';

/** Something that was done to the world, as the world saw it. */
export interface Effect {
  readonly at: number;
  /** `evict`, `patch node`, `terminate` … */
  readonly verb: string;
  readonly object: string;
  readonly uid: string;
}

const PLURALS: Readonly<Record<string, ListedKind>> = {
  Deployment: 'deployments',
  StatefulSet: 'statefulsets',
  ReplicaSet: 'replicasets',
  DaemonSet: 'daemonsets',
  Job: 'jobs',
};

/**
 * A cluster in memory that evicts and edits as a real API server does. Its nodes are bare: nothing acts on their pods
 * but what a test or a MemoryWorld does. Budgets are counted at once, unless `budgetsPaused` or `budgetsLag`.
 */
export class MemoryCluster implements Cluster {
  readonly objects = new MemoryObjects();
  readonly faults: PortFaults;
  readonly effects: Effect[] = [];
  /** An admission policy: a text refuses. */
  denial: ((act: 'evict' | 'edit', name: string) => string | undefined) | undefined;
  /** Namespaces that are being deleted. */
  readonly terminatingNamespaces = new Set<string>();
  /** Objects of which names alone are known; a kind without an entry has none. */
  readonly named = new Map<NamedKind, readonly ObjectName[]>();
  /** What we may not do, as `patch nodes`. */
  readonly denied = new Set<string>();
  budgetsPaused = false;
  /** Whoever owns the world counts budgets in its own time: reads and evictions do not wait for it. */
  budgetsLag = false;
  readonly #clock: ManualClock;
  readonly #name: string;
  readonly #port: Cluster;
  #counted = '';

  constructor(clock: ManualClock, options: { readonly name?: string; readonly faults?: PortFaults } = {}) {
    this.#clock = clock;
    this.#name = options.name ?? 'prod';
    this.faults = options.faults ?? new PortFaults();
    this.#port = this.as(this.faults);
  }

  /** The same cluster as another process sees it, over a wire of its own. */
  as(wire: Wire): Cluster {
    return new WiredCluster(this, wire);
  }

  async identity(): Promise<ClusterIdentity> {
    return this.#port.identity();
  }

  async version(): Promise<ClusterIdentity['version']> {
    return this.#port.version();
  }

  async list<K extends ListedKind>(
    kind: K,
    scope?: ListScope,
    onPage?: (progress: ListProgress) => void,
  ): Promise<readonly ListedKinds[K][]> {
    return this.#port.list(kind, scope, onPage);
  }

  async names(kind: NamedKind): Promise<readonly ObjectName[]> {
    return this.#port.names(kind);
  }

  async access(questions: readonly AccessQuestion[]): Promise<readonly AccessAnswer[]> {
    return this.#port.access(questions);
  }

  async getNode(name: string): Promise<Node | undefined> {
    return this.#port.getNode(name);
  }

  async getWorkload(workload: WorkloadName): Promise<Workload | undefined> {
    return this.#port.getWorkload(workload);
  }

  async editNode(target: NodeTarget, edit: NodeEdit): Promise<NodeEditOutcome> {
    return this.#port.editNode(target, edit);
  }

  async evict(pod: PodTarget): Promise<EvictOutcome> {
    return this.#port.evict(pod);
  }

  get identityNow(): ClusterIdentity {
    return { name: this.#name, uid: 'uid-kube-system', version: { major: 1, minor: 32 } };
  }

  listNow<K extends ListedKind>(kind: K, scope: ListScope = {}): readonly ListedKinds[K][] {
    if (!this.budgetsLag) this.recount();
    const all = this.objects.list(kind);
    const { namespace, labelSelector, fieldSelector } = scope;
    if (namespace === undefined && !labelSelector && !fieldSelector) return all;
    const isIn = scopeFilter(scope);
    return all.filter(isIn);
  }

  workloadNow({ kind, namespace, name }: WorkloadName): Workload | undefined {
    const plural = PLURALS[kind];
    return plural && (this.objects.get(plural, namespace, name) as Workload | undefined);
  }

  accessNow({ verb, group, resource }: AccessQuestion): AccessAnswer {
    const name = group === '' ? resource : `${resource}.${group}`;
    return { verb, resource: name, allowed: !this.denied.has(`${verb} ${name}`) };
  }

  /** The disruption controller's turn; nothing to do where neither objects nor time have moved. */
  recount(): void {
    const state = `${this.objects.version} ${this.#clock.now()}`;
    if (this.budgetsPaused || state === this.#counted) return;
    recountBudgets(this.objects, this.#clock.now());
    this.#counted = `${this.objects.version} ${this.#clock.now()}`;
  }

  /** `seen`: the node as it was when the edit was sent. The edit is for no other version of it. */
  editNow({ name, uid }: NodeTarget, edit: NodeEdit, seen: Node | undefined): NodeEditOutcome {
    const node = this.objects.get('nodes', undefined, name);
    if (!node || !seen) return { kind: 'gone' };
    if (node.metadata.uid !== uid) return { kind: 'replaced' };
    if (node.metadata.resourceVersion !== seen.metadata.resourceVersion) return { kind: 'stale' };
    const message = this.denial?.('edit', name);
    if (message !== undefined) return { kind: 'denied', message };
    const edited = this.objects.edit('nodes', undefined, name, (draft) => applyEdit(draft, edit));
    if (edited?.metadata.resourceVersion !== node.metadata.resourceVersion)
      this.#note('patch node', `Node/${name}`, uid);
    return { kind: 'done' };
  }

  evictNow(pod: PodTarget): EvictOutcome {
    const message = this.denial?.('evict', pod.name);
    if (message !== undefined) return { kind: 'denied', message };
    if (this.terminatingNamespaces.has(pod.namespace)) return { kind: 'namespace-terminating' };
    if (!this.budgetsLag) this.recount();
    const wasThere =
      this.objects.get('pods', pod.namespace, pod.name)?.metadata.deletionTimestamp === undefined;
    const outcome = evictPod(this.objects, pod, this.#clock.now());
    if (outcome.kind === 'evicted' && wasThere)
      this.#note('evict', `Pod/${pod.namespace}/${pod.name}`, pod.uid);
    if (!this.budgetsLag) this.recount();
    return outcome;
  }

  #note(verb: string, object: string, uid: string): void {
    this.effects.push({ at: this.#clock.now(), verb, object, uid });
  }
}

/** The port over a wire: every call is one turn on it. */
class WiredCluster implements Cluster {
  readonly #cluster: MemoryCluster;
  readonly #wire: Wire;

  constructor(cluster: MemoryCluster, wire: Wire) {
    this.#cluster = cluster;
    this.#wire = wire;
  }

  identity(): Promise<ClusterIdentity> {
    return this.#wire.run('identity', () => this.#cluster.identityNow);
  }

  version(): Promise<ClusterIdentity['version']> {
    return this.#wire.run('version', () => this.#cluster.identityNow.version);
  }

  async list<K extends ListedKind>(
    kind: K,
    scope?: ListScope,
    onPage?: (progress: ListProgress) => void,
  ): Promise<readonly ListedKinds[K][]> {
    const all = await this.#wire.run(`list ${kind}`, () => this.#cluster.listNow(kind, scope));
    onPage?.({ read: all.length, left: 0 });
    return all;
  }

  names(kind: NamedKind): Promise<readonly ObjectName[]> {
    return this.#wire.run(`names of ${kind}`, () => this.#cluster.named.get(kind) ?? []);
  }

  access(questions: readonly AccessQuestion[]): Promise<readonly AccessAnswer[]> {
    return this.#wire.run('access', () => questions.map((question) => this.#cluster.accessNow(question)));
  }

  getNode(name: string): Promise<Node | undefined> {
    return this.#wire.run(`get nodes/${name}`, () => this.#cluster.objects.get('nodes', undefined, name));
  }

  getWorkload(workload: WorkloadName): Promise<Workload | undefined> {
    return this.#wire.run(`get ${workload.kind}/${workload.name}`, () => this.#cluster.workloadNow(workload));
  }

  editNode(target: NodeTarget, edit: NodeEdit): Promise<NodeEditOutcome> {
    const act = { kind: 'edit-node', target, edit } as const;
    const seen = this.#cluster.objects.get('nodes', undefined, target.name);
    return this.#wire.run(`edit nodes/${target.name}`, () => this.#cluster.editNow(target, edit, seen), act);
  }

  evict(pod: PodTarget): Promise<EvictOutcome> {
    const act = { kind: 'evict', pod } as const;
    return this.#wire.run(`evict ${pod.namespace}/${pod.name}`, () => this.#cluster.evictNow(pod), act);
  }
}

function applyEdit(draft: Draft<Node>, edit: NodeEdit): void {
  draft.spec ??= {};
  if (edit.unschedulable !== undefined) {
    if (edit.unschedulable) draft.spec.unschedulable = true;
    else delete draft.spec.unschedulable;
  }
  const kept = (draft.spec.taints ?? []).filter(
    (taint) =>
      !edit.removeTaints?.includes(taint.key) &&
      !edit.addTaints?.some(({ key, effect }) => key === taint.key && effect === taint.effect),
  );
  const taints = [...kept, ...(edit.addTaints ?? [])];
  if (taints.length > 0) draft.spec.taints = taints;
  else delete draft.spec.taints;
  draft.metadata.annotations = merged(draft.metadata.annotations, edit.annotations);
  draft.metadata.labels = merged(draft.metadata.labels, edit.labels);
}

function merged(
  old: Readonly<Record<string, string>> | undefined,
  edit: Readonly<Record<string, string | null>> | undefined,
): Record<string, string> {
  const all = Object.entries({ ...old, ...edit });
  return Object.fromEntries(all.filter((entry): entry is [string, string] => entry[1] !== null));
}
