import type { Cluster } from '../cluster.ts';
import type { KubeObject } from '../object.ts';
import type { Resource } from '../registry/resource.ts';
import { eventInNewForm } from '../registry/event-forms.ts';
import type { Fields } from '../schema/fields.ts';
import { partialMetadata } from '../http/partial-metadata.ts';
import { AGE, NAME, type Column, type TableForm } from './columns.ts';
import { TABLE_FORMS } from './table-forms.ts';

export interface Table {
  kind: 'Table';
  apiVersion: 'meta.k8s.io/v1';
  metadata: object;
  columnDefinitions: readonly Column[] | null;
  rows: { cells: unknown[]; object: unknown }[];
}

/** Objects as rows. `includeObject`: None, Metadata (the default) or Object. */
export function tableOf(
  cluster: Cluster,
  resource: Resource,
  objects: readonly KubeObject[],
  metadata: object,
  includeObject: string,
  withHeaders = true,
): Table {
  const form = TABLE_FORMS[resource.storage] ?? PLAIN;
  const now = cluster.clock.now();
  return {
    kind: 'Table',
    apiVersion: 'meta.k8s.io/v1',
    metadata,
    columnDefinitions: withHeaders ? form.columns : null,
    rows: objects.map((object) => ({
      cells: form.cells(object as unknown as Fields, now),
      object: rowObject(resource, object, includeObject),
    })),
  };
}

function rowObject(resource: Resource, object: KubeObject, includeObject: string): unknown {
  if (includeObject === 'None') return null;
  if (includeObject === 'Object') return resource.group === 'events.k8s.io' ? eventInNewForm(object) : object;
  return partialMetadata(object);
}

/** Kinds without a table of their own show their name and when they were made. */
const PLAIN: TableForm = {
  columns: [NAME, { ...AGE, name: 'Created At', format: 'date-time', type: 'date' }],
  cells: (object) => {
    const { name, creationTimestamp } = object['metadata'] as KubeObject['metadata'];
    return [name, creationTimestamp];
  },
};
