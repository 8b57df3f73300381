import { childOf, isFields, scalarText, textOf, type Fields } from '../schema/fields.ts';

/** Which fields of a kind a field selector may name, and what they are worth. */
export interface FieldLabels {
  readonly names: readonly string[];
  /** What the server says of another name. */
  readonly problem: (name: string) => string;
  /** The value of a field as text; empty if it has none. */
  readonly valueOf: (object: Fields, name: string) => string;
}

function unsupported(name: string): string {
  return `field label not supported: ${name}`;
}

const METADATA = ['metadata.name', 'metadata.namespace'];

/** What all kinds have that declare no more. */
export const metadataLabels: FieldLabels = {
  names: METADATA,
  problem: (name) =>
    `"${name}" is not a known field selector: only ${METADATA.map((known) => `"${known}"`).join(', ')}`,
  valueOf: valueAt,
};

function labels(names: readonly string[], valueOf: FieldLabels['valueOf'] = valueAt): FieldLabels {
  return { names, problem: unsupported, valueOf };
}

export const podLabels = labels(
  [
    ...METADATA,
    'spec.nodeName',
    'spec.restartPolicy',
    'spec.schedulerName',
    'spec.serviceAccountName',
    'spec.hostNetwork',
    'status.phase',
    'status.podIP',
    'status.podIPs',
    'status.nominatedNodeName',
  ],
  (pod, name) => {
    if (name === 'spec.hostNetwork') return String(childOf(pod, 'spec')['hostNetwork'] === true);
    if (name === 'status.podIPs') return textOf(childOf(pod, 'status'), 'podIP');
    return valueAt(pod, name);
  },
);

export const nodeLabels = labels(['metadata.name', 'spec.unschedulable'], (node, name) =>
  name === 'spec.unschedulable'
    ? String(childOf(node, 'spec')['unschedulable'] === true)
    : valueAt(node, name),
);

export const namespaceLabels = labels(['metadata.name', 'status.phase']);
export const secretLabels = labels([...METADATA, 'type']);
export const serviceLabels = labels([...METADATA, 'spec.clusterIP', 'spec.type']);
export const controllerLabels = labels([...METADATA, 'status.replicas']);
export const signingRequestLabels = labels(['metadata.name', 'spec.signerName']);
/** Kinds that are given as data say it in the words of custom resources. */
export const customLabels = labels(METADATA);

export const jobLabels: FieldLabels = {
  names: [...METADATA, 'status.successful'],
  problem: (name) => `field label "${name}" not supported for Job`,
  valueOf: (job, name) =>
    name === 'status.successful' ? scalarText(childOf(job, 'status')['succeeded'] ?? 0) : valueAt(job, name),
};

const OBJECT_FIELDS = ['kind', 'namespace', 'name', 'uid', 'apiVersion', 'resourceVersion', 'fieldPath'];

export const coreEventLabels = labels(
  [
    ...METADATA,
    ...OBJECT_FIELDS.map((field) => `involvedObject.${field}`),
    'reason',
    'reportingComponent',
    'source',
    'type',
  ],
  (event, name) => {
    if (name !== 'source') return valueAt(event, name);
    return textOf(childOf(event, 'source'), 'component') || textOf(event, 'reportingComponent');
  },
);

/** Events in their new API; they are looked up in the stored, old form. */
export const newEventLabels = labels(
  [
    ...METADATA,
    ...OBJECT_FIELDS.map((field) => `regarding.${field}`),
    'reason',
    'reportingController',
    'type',
  ],
  (event, name) =>
    valueAt(
      event,
      name.replace(/^regarding\./, 'involvedObject.').replace(/^reportingController$/, 'reportingComponent'),
    ),
);

function valueAt(object: Fields, name: string): string {
  let value: unknown = object;
  for (const part of name.split('.')) value = isFields(value) ? value[part] : undefined;
  return scalarText(value);
}
