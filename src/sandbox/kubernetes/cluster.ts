import type { WorldClock } from '../clock.ts';
import { admitByPolicies } from './admission/admission-policies.ts';
import { PolicySource } from './admission/policy-source.ts';
import { admitQuota } from './admission/quotas.ts';
import { ApiError } from './answers/api-error.ts';
import type { Status } from './answers/status.ts';
import type { KubeObject, ObjectMeta, ResourceName, StoreEvent } from './object.ts';
import type { PlantedFault, PlantedFaults } from './planted-faults.ts';
import { Catalogue } from './registry/catalogue.ts';
import type { CustomKind } from './registry/define.ts';
import type { Resource } from './registry/resource.ts';
import type { Fields } from './schema/fields.ts';
import { ObjectStore } from './store.ts';
import { CONTROLLER_MANAGER } from './users.ts';
import { createObject } from './writes/create-object.ts';
import { deleteObject } from './writes/delete-object.ts';
import { updateObject } from './writes/update-object.ts';
import type { AdmissionRequest, ObjectSpace, WriteContext } from './writes/write-context.ts';

/** What a controller hands in: no uid, version or times yet. */
export type Draft = Omit<KubeObject, 'metadata'> & { metadata: Partial<ObjectMeta> };

export interface DeleteOptions {
  /** Seconds of grace instead of the object's own. 0 removes at once. */
  readonly graceSeconds?: number;
  /** Only if the object still has this uid. */
  readonly uid?: string;
  /** What becomes of the objects it owns; the kind's own rule if left out. */
  readonly propagation?: 'Orphan' | 'Background' | 'Foreground';
}

/** What became of a creation: the object, or the refusal in the words of the API server. */
export type CreationOutcome<T extends KubeObject = KubeObject> =
  | { readonly ok: true; readonly object: T }
  | { readonly ok: false; readonly refusal: Status };

export interface ClusterOptions {
  /** Kinds beside the built-in ones, as custom resource definitions would bring them. */
  readonly customKinds?: readonly CustomKind[];
  /** Rules that a test breaks on purpose. */
  readonly plantedFaults?: readonly PlantedFault[];
}

/**
 * The cluster as its own controllers reach it, in process and without HTTP: the same objects, rules and events that
 * a client of the API sees. Objects it hands out are never to be changed in place.
 */
export class Cluster implements ObjectSpace {
  readonly store = new ObjectStore();
  readonly clock: WorldClock;
  readonly catalogue: Catalogue;
  readonly faults: PlantedFaults;
  readonly #policies: PolicySource;

  constructor(clock: WorldClock, options: ClusterOptions = {}) {
    this.clock = clock;
    this.catalogue = new Catalogue(options.customKinds);
    this.faults = new Set(options.plantedFaults);
    this.#policies = new PolicySource(this);
  }

  get<T extends KubeObject>(
    resource: ResourceName,
    namespace: string | undefined,
    name: string,
  ): T | undefined {
    return this.store.get(resource, namespace, name) as T | undefined;
  }

  list<T extends KubeObject>(resource: ResourceName, namespace?: string): T[] {
    return this.store.list(resource, namespace) as T[];
  }

  /** Makes an object as the API server would: identity, times, defaults. Undefined if it was refused. */
  create<T extends KubeObject>(resource: ResourceName, draft: Draft): T | undefined {
    const outcome = this.attempt<T>(resource, draft);
    return outcome.ok ? outcome.object : undefined;
  }

  /** Like create, but says why it was refused: a name that is taken, a quota, a namespace on its way out. */
  attempt<T extends KubeObject>(resource: ResourceName, draft: Draft): CreationOutcome<T> {
    const definition = this.#resource(resource);
    const namespace = definition.namespaced ? draft.metadata.namespace : undefined;
    try {
      const copy = structuredClone(draft) as unknown as Fields;
      const object = createObject(this.#context(), { resource: definition, namespace }, copy);
      return { ok: true, object: object as T };
    } catch (error) {
      if (error instanceof ApiError) return { ok: false, refusal: error.status };
      throw error;
    }
  }

  /** Reads, lets `change` edit a copy, stores it. A change that changes nothing makes no event. */
  edit<T extends KubeObject>(
    resource: ResourceName,
    namespace: string | undefined,
    name: string,
    change: (draft: T) => void,
  ): T | undefined {
    const definition = this.#resource(resource);
    if (!this.store.get(resource, namespace, name)) return undefined;
    const target = { resource: definition, namespace, name };
    const changed = (current: KubeObject): Fields => {
      const draft = structuredClone(current);
      change(draft as T);
      return draft as unknown as Fields;
    };
    return updateObject(this.#context(), { target, part: 'any', change: changed, isReplacement: false }) as T;
  }

  /** Deletes as the API would: finalizers and a pod's grace keep the object, marked, until they are done. */
  delete(
    resource: ResourceName,
    namespace: string | undefined,
    name: string,
    options: DeleteOptions = {},
  ): boolean {
    const current = this.get(resource, namespace, name);
    if (!current || (options.uid !== undefined && options.uid !== current.metadata.uid)) return false;
    const definition = this.#resource(resource);
    if (
      definition.storage === 'namespaces' &&
      current.metadata.deletionTimestamp &&
      options.graceSeconds === 0
    ) {
      this.store.remove(resource, namespace, name);
      return true;
    }
    deleteObject(this.#context(), { resource: definition, namespace, name }, options);
    return true;
  }

  /** Called synchronously at every change of the resource; what it does must be short and must not throw. */
  watch<T extends KubeObject>(resource: ResourceName, listener: (event: StoreEvent<T>) => void): () => void {
    return this.store.subscribe(resource, listener as (event: StoreEvent) => void);
  }

  /** Validating admission: throws what policies and quotas refuse; hands the warnings of policies to `warn`. */
  admit(request: AdmissionRequest, warn: (text: string) => void): void {
    admitByPolicies(this, this.#policies, request, warn);
    admitQuota(this, request);
  }

  #resource(name: ResourceName): Resource {
    const resource = this.catalogue.stored(name);
    if (!resource) throw new Error(`the cluster has no resource ${name}`);
    return resource;
  }

  #context(): WriteContext {
    return {
      space: this,
      user: CONTROLLER_MANAGER,
      isDryRun: false,
      isChecked: false,
      // The system's own parts are not held up by policies here; quotas hold for all.
      admit: (request) => admitQuota(this, request),
    };
  }
}
