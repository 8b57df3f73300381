import type { ClusterIdentity } from '../../../src/core/fleet/fleet-snapshot.ts';
import type { Node } from '../../../src/core/fleet/node.ts';
import type { Workload } from '../../../src/core/fleet/workload.ts';
import type {
  Cluster,
  EvictOutcome,
  ListedKind,
  ListedKinds,
  ListScope,
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
import { inScope } from './memory-selectors.ts';
import { PortFaults } from './port-faults.ts';

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
 * but what a test or a MemoryWorld does. Budgets are counted at once, unless `budgetsPaused`.
 */
export class MemoryCluster implements Cluster {
  readonly objects = new MemoryObjects();
  readonly faults: PortFaults;
  readonly effects: Effect[] = [];
  /** An admission policy: a text refuses. */
  denial: ((act: 'evict' | 'edit', name: string) => string | undefined) | undefined;
  /** Namespaces that are being deleted. */
  readonly terminatingNamespaces = new Set<string>();
  budgetsPaused = false;
  readonly #clock: ManualClock;
  readonly #name: string;

  constructor(clock: ManualClock, options: { readonly name?: string; readonly faults?: PortFaults } = {}) {
    this.#clock = clock;
    this.#name = options.name ?? 'prod';
    this.faults = options.faults ?? new PortFaults();
  }

  async identity(): Promise<ClusterIdentity> {
    return this.faults.run('identity', () => ({
      name: this.#name,
      uid: 'uid-kube-system',
      version: { major: 1, minor: 32 },
    }));
  }

  async list<K extends ListedKind>(kind: K, scope: ListScope = {}): Promise<readonly ListedKinds[K][]> {
    return this.faults.run(`list ${kind}`, () => {
      this.recount();
      return this.objects.list(kind).filter((object) => inScope(object, scope));
    });
  }

  async getNode(name: string): Promise<Node | undefined> {
    return this.faults.run(`get nodes/${name}`, () => this.objects.get('nodes', undefined, name));
  }

  async getWorkload({ kind, namespace, name }: WorkloadName): Promise<Workload | undefined> {
    return this.faults.run(`get ${kind}/${name}`, () => {
      const plural = PLURALS[kind];
      return plural && (this.objects.get(plural, namespace, name) as Workload | undefined);
    });
  }

  async editNode(target: NodeTarget, edit: NodeEdit): Promise<NodeEditOutcome> {
    return this.faults.run(`edit nodes/${target.name}`, () => this.#edit(target, edit));
  }

  async evict(pod: PodTarget): Promise<EvictOutcome> {
    return this.faults.run(`evict ${pod.namespace}/${pod.name}`, () => this.#evict(pod));
  }

  /** The disruption controller's turn. Called before every read and after every eviction. */
  recount(): void {
    if (!this.budgetsPaused) recountBudgets(this.objects, this.#clock.now());
  }

  #edit({ name, uid }: NodeTarget, edit: NodeEdit): NodeEditOutcome {
    const node = this.objects.get('nodes', undefined, name);
    if (!node) return { kind: 'gone' };
    if (node.metadata.uid !== uid) return { kind: 'replaced' };
    const message = this.denial?.('edit', name);
    if (message !== undefined) return { kind: 'denied', message };
    const edited = this.objects.edit('nodes', undefined, name, (draft) => applyEdit(draft, edit));
    if (edited?.metadata.resourceVersion !== node.metadata.resourceVersion)
      this.#note('patch node', `Node/${name}`, uid);
    return { kind: 'done' };
  }

  #evict(pod: PodTarget): EvictOutcome {
    const message = this.denial?.('evict', pod.name);
    if (message !== undefined) return { kind: 'denied', message };
    if (this.terminatingNamespaces.has(pod.namespace)) return { kind: 'namespace-terminating' };
    this.recount();
    const wasThere =
      this.objects.get('pods', pod.namespace, pod.name)?.metadata.deletionTimestamp === undefined;
    const outcome = evictPod(this.objects, pod, this.#clock.now());
    if (outcome.kind === 'evicted' && wasThere)
      this.#note('evict', `Pod/${pod.namespace}/${pod.name}`, pod.uid);
    this.recount();
    return outcome;
  }

  #note(verb: string, object: string, uid: string): void {
    this.effects.push({ at: this.#clock.now(), verb, object, uid });
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
