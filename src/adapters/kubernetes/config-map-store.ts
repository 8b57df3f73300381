import { CoreV1Api, PatchStrategy } from '@kubernetes/client-node';
import type { V1ConfigMap } from '@kubernetes/client-node';
import { failureOf } from './api-failure.ts';
import type { Attempt, KubernetesConnection } from './kubernetes-connection.ts';

/** One piece of JSON in a ConfigMap of ours. */
export interface StoredText {
  readonly text: string | undefined;
  readonly version: string;
  readonly annotations: Readonly<Record<string, string>>;
}

export interface TextToStore {
  readonly name: string;
  readonly text: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

export type StoreOutcome = { readonly kind: 'saved'; readonly version: string } | { readonly kind: 'stale' };

/** The one key under which the JSON stands. */
const DATA_KEY = 'state.json';

/** ConfigMaps in drover's namespace, each with one text in it. */
export class ConfigMapStore {
  readonly #connection: KubernetesConnection;
  readonly #namespace: string;

  constructor(connection: KubernetesConnection, namespace: string) {
    this.#connection = connection;
    this.#namespace = namespace;
  }

  async read(name: string): Promise<StoredText | undefined> {
    return this.#connection.read(`get configmaps/${name}`, async (attempt) => {
      try {
        const map = await attempt
          .api(CoreV1Api)
          .readNamespacedConfigMap({ name, namespace: this.#namespace }, attempt.options());
        return toStored(map);
      } catch (error) {
        if (failureOf(error)?.status?.reason === 'NotFound') return undefined;
        throw error;
      }
    });
  }

  /** Makes the ConfigMap. `stale`: there is one already. */
  async create(wanted: TextToStore): Promise<StoreOutcome> {
    const { name, text, labels, annotations } = wanted;
    const body = {
      metadata: { name, labels: { ...labels }, ...(annotations ? { annotations: { ...annotations } } : {}) },
      data: { [DATA_KEY]: text },
    };
    return this.#write(`create configmaps/${name}`, 'AlreadyExists', async (attempt) =>
      attempt
        .api(CoreV1Api)
        .createNamespacedConfigMap({ namespace: this.#namespace, body }, attempt.options()),
    );
  }

  /**
   * Replaces the text of exactly one version; of any version if it is undefined. A merge patch, so that annotations of
   * people (the brake) stay. `stale`: another version is there, or none.
   */
  async replace(wanted: TextToStore, version: string | undefined): Promise<StoreOutcome> {
    const { name, text, labels, annotations } = wanted;
    const lock = version === undefined ? {} : { resourceVersion: version };
    const body = {
      metadata: { ...lock, labels, annotations: annotations ?? {} },
      data: { [DATA_KEY]: text },
    };
    const call = { name, namespace: this.#namespace, body };
    return this.#write(`patch configmaps/${name}`, 'Conflict', async (attempt) =>
      attempt.api(CoreV1Api).patchNamespacedConfigMap(call, attempt.options(PatchStrategy.MergePatch)),
    );
  }

  /** `lost`: the reason of the Status that says that another writer was first. */
  async #write(
    operation: string,
    lost: 'AlreadyExists' | 'Conflict',
    run: (attempt: Attempt) => Promise<V1ConfigMap>,
  ): Promise<StoreOutcome> {
    return this.#connection.call<StoreOutcome>(operation, async (attempt) => {
      try {
        return { kind: 'saved', version: versionOf(await run(attempt)) };
      } catch (error) {
        const status = failureOf(error)?.status;
        // A missing ConfigMap is stale for a replacement; a missing namespace is named as such, and is not.
        const gone = status?.reason === 'NotFound' && status.details?.kind === 'configmaps';
        if (status?.reason === lost || gone) return { kind: 'stale' };
        throw error;
      }
    });
  }
}

function toStored(map: V1ConfigMap): StoredText {
  return {
    text: map.data?.[DATA_KEY],
    version: versionOf(map),
    annotations: map.metadata?.annotations ?? {},
  };
}

function versionOf(map: V1ConfigMap): string {
  const version = map.metadata?.resourceVersion;
  if (version === undefined) throw new Error('the ConfigMap has no resourceVersion');
  return version;
}
