import { randomBytes } from 'node:crypto';
import {
  ApiException,
  CoreV1Api,
  KubeConfig,
  KubernetesObjectApi,
  PatchStrategy,
  setHeaderOptions,
} from '@kubernetes/client-node';
import type { KubernetesObject } from '@kubernetes/client-node';
import { connectCluster } from '../../src/adapters/kubernetes/connect-cluster.ts';
import { KubernetesCluster } from '../../src/adapters/kubernetes/kubernetes-cluster.ts';
import type { NodeTarget, PodTarget } from '../../src/ports/cluster.ts';
import type { BudgetDraft, ClusterHarness, PodDraft } from './cluster.contract.ts';

const OWN_LABEL = 'drover.dev/test';

/** How long a controller of the cluster may take for what is waited for. */
const WAIT_MAX_MS = 30_000;

type Made = KubernetesObject & { readonly metadata: { readonly name: string; readonly uid: string } };

export interface ApiHarnessOptions {
  /** A kubeconfig whose user may do everything. */
  readonly kubeconfig: string;
  readonly context?: string;
  /** The namespace to make and to delete at the end; a unique one unless told. */
  readonly namespace?: string;
  /** May also make a second namespace and an admission policy for its own. Not on somebody else's cluster. */
  readonly policies?: boolean;
}

/** A harness on any cluster that an API server stands before: everything it makes it makes, and takes away, over the API. */
export class ApiHarness implements ClusterHarness {
  readonly cluster: KubernetesCluster;
  readonly namespace: string;
  readonly ownLabel: string;
  readonly #api: KubernetesObjectApi;
  readonly #core: CoreV1Api;
  readonly #close: () => Promise<void>;
  /** Everything cluster-wide that was made, to be deleted at the end. */
  readonly #made: { readonly apiVersion: string; readonly kind: string; readonly name: string }[] = [];
  readonly #suffix = randomBytes(4).toString('hex');
  readonly unobserved: ClusterHarness['unobserved'];
  readonly terminating: ClusterHarness['terminating'];
  readonly denying: ClusterHarness['denying'];

  constructor(options: ApiHarnessOptions, unobserved?: ClusterHarness['unobserved']) {
    const connection = connectCluster(
      { kind: 'kubeconfig', file: options.kubeconfig, context: options.context },
      'drover/contract',
    );
    this.cluster = new KubernetesCluster('contract', connection);
    this.namespace = options.namespace ?? `drover-contract-${this.#suffix}`;
    this.ownLabel = `${OWN_LABEL}=${this.#suffix}`;
    const config = new KubeConfig();
    config.loadFromFile(options.kubeconfig);
    if (options.context !== undefined) config.setCurrentContext(options.context);
    this.#api = KubernetesObjectApi.makeApiClient(config);
    this.#core = config.makeApiClient(CoreV1Api);
    this.#close = async () => connection.close();
    this.unobserved = unobserved;
    this.terminating = options.policies === true ? async () => this.#terminating() : undefined;
    this.denying = options.policies === true ? async (message) => this.#denying(message) : undefined;
  }

  async start(): Promise<this> {
    await this.#namespace(this.namespace);
    return this;
  }

  async node(name: string, labels: Readonly<Record<string, string>> = {}): Promise<NodeTarget> {
    const unique = `drover-contract-${this.#suffix}-${name}`;
    const { metadata } = await this.#create('v1', 'Node', {
      metadata: { name: unique, labels: { [OWN_LABEL]: this.#suffix, ...labels } },
      spec: {},
    });
    return { name: unique, uid: metadata.uid };
  }

  async pod(name: string, draft: PodDraft, namespace: string = this.namespace): Promise<PodTarget> {
    const pod = {
      metadata: { name, namespace, labels: { ...draft.labels } },
      spec: {
        ...(draft.node ? { nodeName: draft.node.name } : { schedulerName: 'nobody' }),
        automountServiceAccountToken: false,
        terminationGracePeriodSeconds: 3_600,
        tolerations: [{ operator: 'Exists' }],
        containers: [{ name: 'main', image: 'registry.k8s.io/pause:3.10' }],
      },
    };
    // In a new namespace the default service account may be missing for a moment.
    const { metadata } = await retried(async () => this.#create('v1', 'Pod', pod, false));
    const phase = draft.phase ?? (draft.node ? 'Running' : 'Pending');
    const ready = (draft.ready ?? true) && phase === 'Running' ? 'True' : 'False';
    const status = { phase, conditions: [{ type: 'Ready', status: ready }] };
    await this.#patchStatus(metadata.name, namespace, status);
    return { namespace, name, uid: metadata.uid };
  }

  async recreate(pod: PodTarget, draft: PodDraft): Promise<PodTarget> {
    await this.#deletePod(pod.namespace, pod.name);
    return this.pod(pod.name, draft, pod.namespace);
  }

  async budget(name: string, draft: BudgetDraft): Promise<void> {
    await this.makeBudget(name, draft);
    await until(`budget ${name} is counted`, async () => {
      const budget = (await this.#read('policy/v1', 'PodDisruptionBudget', name)) as {
        metadata: { generation?: number };
        status?: { observedGeneration?: number; expectedPods?: number };
      };
      const { observedGeneration, expectedPods = 0 } = budget.status ?? {};
      return observedGeneration === budget.metadata.generation && expectedPods > 0;
    });
  }

  async makeBudget(name: string, { app, ...spec }: BudgetDraft): Promise<void> {
    await this.#create('policy/v1', 'PodDisruptionBudget', {
      metadata: { name, namespace: this.namespace },
      spec: { selector: { matchLabels: { app } }, ...spec },
    });
  }

  async deployment(name: string): Promise<void> {
    const labels = { app: name };
    await this.#create('apps/v1', 'Deployment', {
      metadata: { name, namespace: this.namespace },
      spec: {
        replicas: 0,
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: { containers: [{ name: 'main', image: 'registry.k8s.io/pause:3.10' }] },
        },
      },
    });
  }

  async meddle(
    { name }: NodeTarget,
    { annotation, taint }: { readonly annotation?: string; readonly taint?: string },
  ): Promise<void> {
    const patch = {
      apiVersion: 'v1',
      kind: 'Node',
      metadata: { name, ...(annotation === undefined ? {} : { annotations: { [annotation]: 'x' } }) },
      ...(taint === undefined ? {} : { spec: { taints: [{ key: taint, effect: 'NoSchedule' }] } }),
    };
    await this.#api.patch(patch, undefined, undefined, undefined, undefined, PatchStrategy.MergePatch);
  }

  async #terminating(): Promise<PodTarget> {
    const name = `${this.namespace}-leaving`;
    await this.#namespace(name);
    // A pod on a node without a kubelet never ends, and its namespace with it.
    const pod = await this.pod('left-behind', { node: await this.node('left-behind') }, name);
    await this.#api.delete({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
    return pod;
  }

  async #denying(message: string): Promise<() => Promise<void>> {
    const name = `drover-contract-${this.#suffix}`;
    const group = 'admissionregistration.k8s.io/v1';
    await this.#create(group, 'ValidatingAdmissionPolicy', {
      metadata: { name },
      spec: {
        failurePolicy: 'Fail',
        matchConstraints: {
          resourceRules: [
            { apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods/eviction'] },
          ],
        },
        validations: [{ expression: 'false', message }],
      },
    });
    await this.#create(group, 'ValidatingAdmissionPolicyBinding', {
      metadata: { name },
      spec: {
        policyName: name,
        validationActions: ['Deny'],
        matchResources: {
          namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': this.namespace } },
        },
      },
    });
    const probe = await this.pod('probe', { node: await this.node('probe') });
    await until('the policy acts', async () => (await this.cluster.evict(probe)).kind !== 'evicted');
    return async () => {
      await this.#delete({ apiVersion: group, kind: 'ValidatingAdmissionPolicyBinding', name });
      await this.#delete({ apiVersion: group, kind: 'ValidatingAdmissionPolicy', name });
    };
  }

  async vanished(): Promise<readonly string[]> {
    const there = await this.cluster.list('nodes', { labelSelector: this.ownLabel });
    const names = new Set(there.map(({ metadata }) => metadata.name));
    return this.#made.filter(({ kind, name }) => kind === 'Node' && !names.has(name)).map(({ name }) => name);
  }

  /** Takes away everything it made: pods at once, since no kubelet would ever end them. */
  async close(): Promise<void> {
    for (const namespace of [this.namespace, `${this.namespace}-leaving`]) {
      const pods = await this.cluster.list('pods', { namespace });
      for (const { metadata } of pods) await this.#deletePod(namespace, metadata.name);
    }
    for (const one of this.#made.toReversed()) await this.#delete(one);
    await until('its namespaces are gone', async () => {
      const left = await this.cluster.list('namespaces', { labelSelector: this.ownLabel });
      return left.length === 0;
    });
    await this.#close();
  }

  async #namespace(name: string): Promise<void> {
    await this.#create('v1', 'Namespace', { metadata: { name, labels: { [OWN_LABEL]: this.#suffix } } });
  }

  async #create(
    apiVersion: string,
    kind: string,
    object: { readonly metadata: object; readonly [field: string]: unknown },
    remember = true,
  ): Promise<Made> {
    const made = (await this.#api.create({ apiVersion, kind, ...object } as KubernetesObject)) as Made;
    if (remember && made.metadata.namespace === undefined)
      this.#made.push({ apiVersion, kind, name: made.metadata.name });
    return made;
  }

  async #read(apiVersion: string, kind: string, name: string): Promise<object> {
    return this.#api.read({ apiVersion, kind, metadata: { name, namespace: this.namespace } });
  }

  async #patchStatus(name: string, namespace: string, status: object): Promise<void> {
    const options = setHeaderOptions('Content-Type', PatchStrategy.MergePatch);
    await this.#core.patchNamespacedPodStatus({ name, namespace, body: { status } }, options);
  }

  async #deletePod(namespace: string, name: string): Promise<void> {
    const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace } };
    await ignoreMissing(async () => this.#api.delete(pod, undefined, undefined, 0));
    await until(`pod ${name} is gone`, async () => {
      const pods = await this.cluster.list('pods', { namespace, fieldSelector: `metadata.name=${name}` });
      return pods.length === 0;
    });
  }

  async #delete({
    apiVersion,
    kind,
    name,
  }: {
    apiVersion: string;
    kind: string;
    name: string;
  }): Promise<void> {
    await ignoreMissing(async () => this.#api.delete({ apiVersion, kind, metadata: { name } }));
  }
}

async function ignoreMissing(run: () => Promise<unknown>): Promise<void> {
  try {
    await run();
  } catch (error) {
    if (!(error instanceof ApiException && error.code === 404)) throw error;
  }
}

async function retried<T>(run: () => Promise<T>): Promise<T> {
  const deadline = performance.now() + WAIT_MAX_MS;
  for (;;) {
    try {
      return await run();
    } catch (error) {
      const mayPass = error instanceof ApiException && error.code === 403;
      if (!mayPass || performance.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
}

async function until(what: string, done: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + WAIT_MAX_MS;
  while (!(await done())) {
    if (performance.now() > deadline) throw new Error(`it did not happen: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
