import { createHash } from 'node:crypto';
import type { Qualified } from '../answers/api-error.ts';
import type { ResourceName } from '../object.ts';
import type { Strategy } from '../strategies/strategy.ts';
import type { FieldLabels } from './field-labels.ts';

export type Verb = 'create' | 'delete' | 'deletecollection' | 'get' | 'list' | 'patch' | 'update' | 'watch';

export const ALL_VERBS: readonly Verb[] = [
  'create',
  'delete',
  'deletecollection',
  'get',
  'list',
  'patch',
  'update',
  'watch',
];

/** A path below an object. `kind` is what is sent to it and answered by it. */
export interface Subresource {
  readonly name: string;
  readonly kind: string;
  readonly group?: string;
  readonly version?: string;
  readonly verbs: readonly Verb[];
}

/** One kind of object that is served: everything the server knows of it, as data. */
export interface Resource {
  readonly group: string;
  readonly version: string;
  readonly plural: string;
  readonly singular: string;
  readonly kind: string;
  readonly namespaced: boolean;
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  readonly verbs: readonly Verb[];
  readonly subresources: readonly Subresource[];
  /** The struct in the table of types; undefined for kinds that are stored as they come. */
  readonly type: string | undefined;
  /** The list of objects in the store; two resources may show the same objects. */
  readonly storage: ResourceName;
  /** Where etcd would have it; some old kinds have other names there. */
  readonly etcdPath: string;
  readonly strategy: Strategy;
  readonly fieldLabels: FieldLabels;
}

export function qualifiedResource({ group, plural }: Pick<Resource, 'group' | 'plural'>): Qualified {
  return { group, resource: plural };
}

export function qualifiedKind({ group, kind }: Pick<Resource, 'group' | 'kind'>): Qualified {
  return { group, resource: kind };
}

export function apiVersionOf({ group, version }: Pick<Resource, 'group' | 'version'>): string {
  return group ? `${group}/${version}` : version;
}

/** A digest of the kind that discovery shows, so that clients see when the stored form changes. */
export function storageVersionHash({ group, version, kind }: Resource): string {
  return createHash('sha256')
    .update(`${group}/${version}/${kind}`)
    .digest()
    .subarray(0, 8)
    .toString('base64');
}
