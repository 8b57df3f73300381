import type { ResourceName } from '../object.ts';
import { CORE_RESOURCES } from './core-resources.ts';
import { defineCustom, type CustomKind } from './define.ts';
import { API_SERVICES, CUSTOM_RESOURCE_DEFINITIONS } from './extension-resources.ts';
import { PLATFORM_RESOURCES } from './platform-resources.ts';
import { apiVersionOf, type Resource } from './resource.ts';
import { WORKLOAD_RESOURCES } from './workload-resources.ts';

/** In the order in which discovery names the groups. */
const BUILT_IN: readonly Resource[] = [
  ...CORE_RESOURCES,
  API_SERVICES,
  ...WORKLOAD_RESOURCES,
  ...PLATFORM_RESOURCES,
  CUSTOM_RESOURCE_DEFINITIONS,
];

/** All that a server serves: the built-in kinds, and those that a scenario brings along. */
export class Catalogue {
  readonly #byPath = new Map<string, Resource>();
  readonly #byStorage = new Map<ResourceName, Resource>();
  readonly #byKind = new Map<string, Resource>();
  readonly #groups = new Map<string, Set<string>>();

  constructor(custom: readonly CustomKind[] = []) {
    for (const resource of BUILT_IN) this.#add(resource);
    for (const kind of custom) this.#add(defineCustom(kind));
  }

  #add(resource: Resource): void {
    const { group, version, plural, storage, kind } = resource;
    this.#byPath.set(`${group}/${version}/${plural}`, resource);
    // The first that shows a list of objects is the one in whose form they are stored.
    if (!this.#byStorage.has(storage)) this.#byStorage.set(storage, resource);
    this.#byKind.set(`${apiVersionOf(resource)}/${kind}`, resource);
    const versions = this.#groups.get(group) ?? new Set();
    versions.add(version);
    this.#groups.set(group, versions);
  }

  find(group: string, version: string, plural: string): Resource | undefined {
    return this.#byPath.get(`${group}/${version}/${plural}`);
  }

  /** By the name of its list in the store: `deployments.apps`. */
  stored(name: ResourceName): Resource | undefined {
    return this.#byStorage.get(name);
  }

  ofKind(apiVersion: string, kind: string): Resource | undefined {
    return this.#byKind.get(`${apiVersion}/${kind}`);
  }

  hasGroup(group: string): boolean {
    return this.#groups.has(group);
  }

  /** The groups with a name, each with its versions, the preferred one first. */
  groups(): ReadonlyMap<string, readonly string[]> {
    const named = [...this.#groups].filter(([group]) => group !== '');
    return new Map(named.map(([group, versions]) => [group, [...versions]]));
  }

  hasVersion(group: string, version: string): boolean {
    return this.#groups.get(group)?.has(version) ?? false;
  }

  inVersion(group: string, version: string): Resource[] {
    return [...this.#byPath.values()].filter((one) => one.group === group && one.version === version);
  }

  /** All kinds whose objects are stored, each once. */
  storedResources(): Resource[] {
    return [...this.#byStorage.values()].filter(
      (one) => one.verbs.includes('list') && one.plural !== 'componentstatuses',
    );
  }
}
