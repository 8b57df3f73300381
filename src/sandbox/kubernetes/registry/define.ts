import type { Strategy } from '../strategies/strategy.ts';
import { customLabels, metadataLabels, type FieldLabels } from './field-labels.ts';
import { ALL_VERBS, type Resource, type Subresource, type Verb } from './resource.ts';

interface Definition {
  readonly group?: string;
  readonly version?: string;
  readonly plural: string;
  readonly kind: string;
  readonly singular?: string;
  /** Of the whole cluster, in no namespace. */
  readonly cluster?: boolean;
  readonly short?: readonly string[];
  readonly categories?: readonly string[];
  readonly verbs?: readonly Verb[];
  readonly subresources?: readonly Subresource[];
  readonly strategy?: Strategy;
  readonly fieldLabels?: FieldLabels;
  readonly storage?: string;
  readonly etcdPath?: string;
}

const MODIFY: readonly Verb[] = ['get', 'patch', 'update'];

export function status(kind: string): Subresource {
  return { name: 'status', kind, verbs: MODIFY };
}

export const scale: Subresource = {
  name: 'scale',
  kind: 'Scale',
  group: 'autoscaling',
  version: 'v1',
  verbs: MODIFY,
};

export function define(definition: Definition): Resource {
  const { group = '', version = 'v1', plural, kind } = definition;
  return {
    group,
    version,
    plural,
    kind,
    singular: definition.singular ?? kind.toLowerCase(),
    namespaced: definition.cluster !== true,
    shortNames: definition.short ?? [],
    categories: definition.categories ?? [],
    verbs: definition.verbs ?? ALL_VERBS,
    subresources: definition.subresources ?? [],
    type: `${packageOf(group)}/${version}.${kind}`,
    storage: definition.storage ?? (group ? `${plural}.${group}` : plural),
    etcdPath: definition.etcdPath ?? plural,
    strategy: definition.strategy ?? {},
    fieldLabels: definition.fieldLabels ?? metadataLabels,
  };
}

/** A kind that a scenario brings along, as a custom resource definition would: stored as it comes. */
export interface CustomKind {
  readonly group: string;
  readonly version: string;
  readonly plural: string;
  readonly kind: string;
  readonly namespaced: boolean;
  readonly shortNames?: readonly string[];
  readonly hasStatus?: boolean;
}

export function defineCustom(custom: CustomKind): Resource {
  const { group, version, plural, kind } = custom;
  return {
    group,
    version,
    plural,
    kind,
    singular: kind.toLowerCase(),
    namespaced: custom.namespaced,
    shortNames: custom.shortNames ?? [],
    categories: [],
    verbs: ALL_VERBS,
    subresources: custom.hasStatus ? [status(kind)] : [],
    type: undefined,
    storage: `${plural}.${group}`,
    etcdPath: `${group}/${plural}`,
    strategy: {
      generation: ['spec'],
      needsVersion: true,
      returnsDeleted: false,
      ...(custom.hasStatus
        ? {
            prepareUpdate: (next, current) => {
              if (current['status'] === undefined) delete next['status'];
              else next['status'] = current['status'];
            },
            prepareStatusUpdate: (next, current) => {
              next['spec'] = current['spec'];
            },
          }
        : {}),
    },
    fieldLabels: customLabels,
  };
}

/** `rbac.authorization.k8s.io` is the package `rbac` in the table of types. */
function packageOf(group: string): string {
  return group === '' ? 'core' : (group.split('.')[0] ?? group);
}
