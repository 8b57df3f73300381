import types from './types.json' with { type: 'json' };

/** The type of a field, as the table writes it, taken apart. */
export type TypeExpression =
  | { readonly is: 'struct'; readonly key: string }
  | { readonly is: 'list'; readonly of: TypeExpression }
  | { readonly is: 'map'; readonly of: TypeExpression }
  | { readonly is: 'pointer'; readonly to: TypeExpression }
  | { readonly is: 'scalar'; readonly kind: ScalarKind; readonly goName: string };

export type ScalarKind =
  | 'string'
  | 'bool'
  | 'int32'
  | 'int64'
  | 'float64'
  | 'time'
  | 'microTime'
  | 'duration'
  | 'quantity'
  | 'intOrString'
  | 'bytes'
  | 'raw';

export interface SchemaField {
  readonly name: string;
  readonly type: TypeExpression;
  /** An empty value is not written. */
  readonly omitEmpty: boolean;
  /** How a strategic merge patch treats it: `merge`, `replace`, `retainKeys`, or several with commas. */
  readonly patchStrategy: string;
  readonly mergeKey: string;
  /** Its number on the binary wire, with that of the message it is nested in (`2.1`); empty if it is not there. */
  readonly wire: string;
}

export interface StructType {
  /** `core/v1.PodSpec` */
  readonly key: string;
  readonly name: string;
  readonly fields: readonly SchemaField[];
  readonly byName: ReadonlyMap<string, SchemaField>;
}

type Row = [
  name: string,
  type: string,
  omitEmpty: number,
  wire: string,
  patchStrategy?: string,
  mergeKey?: string,
];

// The table is data made by the program in `generate`; its shape is that program's.
const TABLE = types as unknown as Readonly<Record<string, readonly Row[]>>;
const structs = new Map<string, StructType>();

/** The struct of that key, `core/v1.Pod`; undefined for kinds that the table does not know. */
export function structOf(key: string): StructType | undefined {
  const known = structs.get(key);
  if (known) return known;
  const rows = TABLE[key];
  if (!rows) return undefined;
  const fields = rows.map(toField);
  const type: StructType = {
    key,
    name: key.slice(key.lastIndexOf('.') + 1),
    fields,
    byName: new Map(fields.map((field) => [field.name, field])),
  };
  structs.set(key, type);
  return type;
}

function toField([name, type, omitEmpty, wire, patchStrategy = '', mergeKey = '']: Row): SchemaField {
  return { name, type: parseType(type), omitEmpty: omitEmpty === 1, wire, patchStrategy, mergeKey };
}

function parseType(text: string): TypeExpression {
  if (text.startsWith('*')) return { is: 'pointer', to: parseType(text.slice(1)) };
  if (text.startsWith('[]')) return { is: 'list', of: parseType(text.slice(2)) };
  if (text.startsWith('map ')) return { is: 'map', of: parseType(text.slice(4)) };
  if (text.startsWith('{')) return { is: 'struct', key: text.slice(1, -1) };
  const [kind = '', goName = kind] = text.split(':');
  return { is: 'scalar', kind: kind as ScalarKind, goName };
}

/** The type without its pointers. */
export function targetOf(type: TypeExpression): TypeExpression {
  return type.is === 'pointer' ? targetOf(type.to) : type;
}

const GO_NAMES: Partial<Record<ScalarKind, string>> = {
  time: 'v1.Time',
  microTime: 'v1.MicroTime',
  duration: 'v1.Duration',
  quantity: 'resource.Quantity',
  intOrString: 'intstr.IntOrString',
  bytes: '[]uint8',
  raw: 'runtime.RawExtension',
};

/** The type as Go writes it in its errors: `[]v1.Container`, `map[string]string`. */
export function goNameOf(type: TypeExpression): string {
  switch (type.is) {
    case 'pointer':
      return goNameOf(type.to);
    case 'list':
      return `[]${goNameOf(type.of)}`;
    case 'map':
      return `map[string]${goNameOf(type.of)}`;
    case 'struct':
      return type.key.replace(/^.*\//, '');
    case 'scalar':
      return GO_NAMES[type.kind] ?? type.goName;
  }
}
