import type { Fields } from '../schema/fields.ts';

/** A column of the table that people see. `priority` 1: only in the wide view. */
export interface Column {
  readonly name: string;
  readonly type: string;
  readonly format: string;
  readonly description: string;
  readonly priority: number;
}

export interface TableForm {
  readonly columns: readonly Column[];
  /** The cells of one object; `now` is world time, epoch ms. */
  readonly cells: (object: Fields, now: number) => unknown[];
}

const NAME_HELP =
  'Name must be unique within a namespace. Is required when creating resources, although some resources may allow a client to request the generation of an appropriate name automatically. Name is primarily intended for creation idempotence and configuration definition. Cannot be updated. More info: https://kubernetes.io/docs/concepts/overview/working-with-objects/names#names';
const AGE_HELP =
  'CreationTimestamp is a timestamp representing the server time when this object was created. It is not guaranteed to be set in happens-before order across separate operations. Clients may not set this value. It is represented in RFC3339 form and is in UTC.\n\nPopulated by the system. Read-only. Null for lists. More info: https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#metadata';

export const NAME: Column = {
  name: 'Name',
  type: 'string',
  format: 'name',
  description: NAME_HELP,
  priority: 0,
};
export const AGE: Column = { name: 'Age', type: 'string', format: '', description: AGE_HELP, priority: 0 };

export function column(name: string, description = '', type = 'string'): Column {
  return { name, type, format: '', description, priority: 0 };
}

export function wide(name: string, description = '', type = 'string'): Column {
  return { ...column(name, description, type), priority: 1 };
}
