import type { KubeObject, ResourceName, StoreEvent } from '../object.ts';
import { childOf, isFields, textOf } from '../schema/fields.ts';
import type { ObjectSpace } from '../writes/write-context.ts';

const POLICIES = 'validatingadmissionpolicies.admissionregistration.k8s.io';
const BINDINGS = 'validatingadmissionpolicybindings.admissionregistration.k8s.io';

/**
 * How late the server notices, in world ms, as measured on a real one: a policy or a binding that was made or changed
 * (0.40 to 0.53 s), one that was deleted (1.0 s), and an object that is a param (20 to 110 ms).
 */
const NOTICED_MS = 450;
const FORGOTTEN_MS = 1_000;
const PARAM_MS = 60;

interface ParamView {
  readonly objects: Map<string, KubeObject>;
  /** Once the last binding that uses a kind is gone, the server never looks at that kind again. */
  isFrozen: boolean;
}

/** Policies, bindings and params as the admission plugin sees them: a little late. */
export class PolicySource {
  readonly #space: ObjectSpace;
  readonly #policies = new Map<string, KubeObject>();
  readonly #bindings = new Map<string, KubeObject>();
  readonly #params = new Map<ResourceName, ParamView>();
  readonly #stops: (() => void)[] = [];

  constructor(space: ObjectSpace) {
    this.#space = space;
    this.#follow(POLICIES, this.#policies);
    this.#follow(BINDINGS, this.#bindings);
  }

  policies(): Iterable<KubeObject> {
    return this.#policies.values();
  }

  isEmpty(): boolean {
    return this.#bindings.size === 0;
  }

  bindingsOf(policy: KubeObject): KubeObject[] {
    return [...this.#bindings.values()].filter(
      (binding) => textOf(binding['spec'], 'policyName') === policy.metadata.name,
    );
  }

  /** The objects of a param kind; undefined if nobody serves that kind. */
  params(apiVersion: string, kind: string): KubeObject[] | undefined {
    const resource = this.#space.catalogue.ofKind(apiVersion, kind);
    if (!resource) return undefined;
    return [...this.#viewOf(resource.storage).objects.values()];
  }

  stop(): void {
    for (const stop of this.#stops) stop();
  }

  #follow(resource: ResourceName, into: Map<string, KubeObject>): void {
    const { store, clock } = this.#space;
    for (const object of store.list(resource)) into.set(object.metadata.name, object);
    const noticed = ({ type, object }: StoreEvent): void => {
      const { name, uid } = object.metadata;
      if (type !== 'DELETED') {
        clock.after(NOTICED_MS, () => {
          // It may be gone again by now; then its deletion is still to be noticed.
          into.set(name, object);
          this.#lookAtParams();
        });
        return;
      }
      clock.after(FORGOTTEN_MS, () => {
        if (into.get(name)?.metadata.uid === uid) into.delete(name);
        this.#lookAtParams();
      });
    };
    this.#stops.push(store.subscribe(resource, noticed));
    this.#lookAtParams();
  }

  /** Begins to watch the kinds that are used, and stops, for good, for those that no binding uses any more. */
  #lookAtParams(): void {
    const used = new Set<ResourceName>();
    for (const policy of this.#policies.values()) {
      const kind = childOf(policy['spec'], 'paramKind');
      const resource = this.#space.catalogue.ofKind(textOf(kind, 'apiVersion'), textOf(kind, 'kind'));
      const isUsed = this.bindingsOf(policy).some((binding) =>
        isFields(childOf(binding, 'spec')['paramRef']),
      );
      if (resource && isUsed) used.add(resource.storage);
    }
    for (const name of used) this.#viewOf(name);
    for (const [name, view] of this.#params) if (!used.has(name)) view.isFrozen = true;
  }

  #viewOf(resource: ResourceName): ParamView {
    const known = this.#params.get(resource);
    if (known) return known;
    const { store, clock } = this.#space;
    const view: ParamView = { objects: new Map(), isFrozen: false };
    for (const object of store.list(resource)) view.objects.set(keyOf(object), object);
    const noticed = ({ type, object }: StoreEvent): void => {
      if (view.isFrozen) return;
      clock.after(PARAM_MS, () => {
        if (type === 'DELETED') view.objects.delete(keyOf(object));
        else view.objects.set(keyOf(object), object);
      });
    };
    this.#stops.push(store.subscribe(resource, noticed));
    this.#params.set(resource, view);
    return view;
  }
}

function keyOf({ metadata }: KubeObject): string {
  return `${metadata.namespace ?? ''}/${metadata.name}`;
}
