import { CoreV1Api, PatchStrategy, VersionApi } from '@kubernetes/client-node';
import type { AccessAnswer } from '../../core/fleet/access-answer.ts';
import type { ClusterIdentity } from '../../core/fleet/fleet-snapshot.ts';
import type { Node } from '../../core/fleet/node.ts';
import type { ObjectName } from '../../core/fleet/object-name.ts';
import type { Workload } from '../../core/fleet/workload.ts';
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
} from '../../ports/cluster.ts';
import { PortError } from '../../ports/port-error.ts';
import { isDenial } from './admission-denial.ts';
import { failureOf } from './api-failure.ts';
import { evictOutcomeOf } from './evict-outcome.ts';
import type { Attempt, KubernetesConnection } from './kubernetes-connection.ts';
import { listNames } from './list-names.ts';
import { listObjects, trim } from './list-objects.ts';
import { nodePatch } from './node-patch.ts';
import type { PatchStep } from './node-patch.ts';
import { WORKLOAD_ROOTS } from './resources.ts';
import { reviewAccess } from './review-access.ts';

/** An eviction may answer only after 10.4 s (recording 3). */
const EVICT_DEADLINE_MS = 15_000;

const FIELD_MANAGER = 'drover';

/** A cluster over its API. Reads are lists and gets of the API server, never a cache; writes carry preconditions. */
export class KubernetesCluster implements Cluster {
  readonly #name: string;
  readonly #connection: KubernetesConnection;

  /** `name`: what people call the cluster. */
  constructor(name: string, connection: KubernetesConnection) {
    this.#name = name;
    this.#connection = connection;
  }

  async identity(): Promise<ClusterIdentity> {
    const version = await this.version();
    const namespace = await this.#get('get namespaces/kube-system', '/api/v1/namespaces/kube-system');
    if (!namespace) throw new PortError('invalid', 'kubernetes: get namespaces/kube-system', 'there is none');
    // The server vouches that every object has metadata with a uid.
    const { metadata } = namespace as { readonly metadata: { readonly uid: string } };
    return {
      name: this.#name,
      uid: metadata.uid,
      version,
    };
  }

  async version(): Promise<ClusterIdentity['version']> {
    const { major, minor } = await this.#connection.read('get version', async (attempt) =>
      attempt.api(VersionApi).getCode({}, attempt.options()),
    );
    return { major: Number.parseInt(major, 10), minor: Number.parseInt(minor, 10) };
  }

  async list<K extends ListedKind>(
    kind: K,
    scope?: ListScope,
    onPage?: (progress: ListProgress) => void,
  ): Promise<readonly ListedKinds[K][]> {
    // The table of resources pairs each name with what the API server answers under it.
    return (await listObjects(this.#connection, kind, scope, onPage)) as readonly ListedKinds[K][];
  }

  async names(kind: NamedKind): Promise<readonly ObjectName[]> {
    return listNames(this.#connection, kind);
  }

  async access(questions: readonly AccessQuestion[]): Promise<readonly AccessAnswer[]> {
    return reviewAccess(this.#connection, questions);
  }

  async getNode(name: string): Promise<Node | undefined> {
    const node = await this.#get(`get nodes/${name}`, `/api/v1/nodes/${encodeURIComponent(name)}`);
    return node && (trim(node, { apiVersion: 'v1', kind: 'Node' }) as Node);
  }

  async getWorkload({ kind, namespace, name }: WorkloadName): Promise<Workload | undefined> {
    const root = kind in WORKLOAD_ROOTS ? WORKLOAD_ROOTS[kind as keyof typeof WORKLOAD_ROOTS] : undefined;
    if (root === undefined) return undefined;
    const plural = `${kind.toLowerCase()}s`;
    const path = `${root}/namespaces/${encodeURIComponent(namespace)}/${plural}/${encodeURIComponent(name)}`;
    const workload = await this.#get(`get ${plural}/${name} in ${namespace}`, path);
    return workload && withSelector(trim(workload, { apiVersion: '', kind }) as Workload);
  }

  async editNode(target: NodeTarget, edit: NodeEdit): Promise<NodeEditOutcome> {
    const node = await this.getNode(target.name);
    if (!node) return { kind: 'gone' };
    if (node.metadata.uid !== target.uid) return { kind: 'replaced' };
    const patch = nodePatch(node, edit);
    if (patch.length === 0) return { kind: 'done' };
    const outcome = await this.#patchNode(target.name, patch);
    return outcome === 'refused' ? this.#whyRefused(target) : outcome;
  }

  async evict({ namespace, name, uid }: PodTarget): Promise<EvictOutcome> {
    const body = { metadata: { name, namespace }, deleteOptions: { preconditions: { uid } } };
    return this.#connection.call(
      `create pods/eviction of ${namespace}/${name}`,
      async (attempt): Promise<EvictOutcome> =>
        orOutcome(
          async () => {
            const call = { name, namespace, body: { apiVersion: 'policy/v1', kind: 'Eviction', ...body } };
            await attempt.api(CoreV1Api).createNamespacedPodEviction(call, attempt.options());
            return { kind: 'evicted' };
          },
          (failure) => evictOutcomeOf(failure),
        ),
      EVICT_DEADLINE_MS,
    );
  }

  /** `refused`: a `test` of the patch did not hold. The answer does not say which one (recording 22). */
  async #patchNode(name: string, patch: readonly PatchStep[]): Promise<NodeEditOutcome | 'refused'> {
    return this.#connection.call(`patch nodes/${name}`, async (attempt) =>
      orOutcome<NodeEditOutcome | 'refused'>(
        async () => {
          const call = { name, body: patch, fieldManager: FIELD_MANAGER };
          await attempt.api(CoreV1Api).patchNode(call, attempt.options(PatchStrategy.JsonPatch));
          return { kind: 'done' };
        },
        (failure) => {
          if (isDenial(failure)) return { kind: 'denied', message: failure.message };
          if (failure.code === 404) return { kind: 'gone' };
          if (failure.code === 409) return { kind: 'stale' };
          const testFailed =
            failure.code === 422 && failure.message.includes('the server rejected our request');
          return testFailed ? 'refused' : undefined;
        },
      ),
    );
  }

  async #whyRefused({ name, uid }: NodeTarget): Promise<NodeEditOutcome> {
    const now = await this.getNode(name);
    if (!now) return { kind: 'gone' };
    return now.metadata.uid === uid ? { kind: 'stale' } : { kind: 'replaced' };
  }

  /** The object at a path as the API answers it, or undefined if it is not there. */
  async #get(operation: string, path: string): Promise<object | undefined> {
    return this.#connection.call(operation, async (attempt) =>
      orOutcome<object | undefined>(
        async () => readObject(attempt, path),
        (failure) => (failure.status?.reason === 'NotFound' ? NOT_THERE : undefined),
      ).then((found) => (found === NOT_THERE ? undefined : found)),
    );
  }
}

/** Stands for an object that is not there, where undefined already means that an answer was not understood. */
const NOT_THERE = {};

async function readObject(attempt: Attempt, path: string): Promise<object> {
  const answer = await attempt.get(path);
  const value: unknown = JSON.parse(await answer.body.text());
  if (typeof value !== 'object' || value === null) throw new Error('the answer is no object');
  return value;
}

/** Runs a call; a failure that is a proper answer becomes its value, any other is thrown. */
async function orOutcome<T>(
  run: () => Promise<T>,
  outcomeOf: (failure: NonNullable<ReturnType<typeof failureOf>>) => T | undefined,
): Promise<T> {
  try {
    return await run();
  } catch (error) {
    const failure = failureOf(error);
    const outcome = failure && outcomeOf(failure);
    if (outcome === undefined) throw error;
    return outcome;
  }
}

/** A ReplicationController (an OpenShift DeploymentConfig has them) selects by a plain map: read as a selector, that would select everything. */
function withSelector(workload: Workload): Workload {
  if (workload.kind !== 'ReplicationController') return workload;
  const matchLabels = workload.spec.selector as Readonly<Record<string, string>> | undefined;
  return { ...workload, spec: { ...workload.spec, selector: { matchLabels: matchLabels ?? {} } } };
}
