import type { PodSpec } from '../fleet/pod.ts';
import { HARMLESS_OF_CONTAINER, LEFT_OUT } from './pod-signature.ts';

/** Whether placement treats two specs alike. A quicker answer than comparing their signatures. */
export function sameForPlacement(a: PodSpec, b: PodSpec): boolean {
  return sameFields(a, b, LEFT_OUT, 0);
}

/** Whether two specs have the very same parts but for the node. A quicker answer still: never yes where the other one is no. */
export function sharesForPlacement(a: PodSpec, b: PodSpec): boolean {
  return a === b || shares(a, b, false);
}

/** The same, whichever node the DaemonSet controller meant them for. */
export function holdsTheSame(a: PodSpec, b: PodSpec): boolean {
  return a === b || shares(a, b, true);
}

function shares(a: PodSpec, b: PodSpec, anyNode: boolean): boolean {
  let fields = 0;
  for (const field in a) {
    if (field === 'nodeName') continue;
    if (anyNode && field === 'affinity' && isMeantForOneNode(a) && isMeantForOneNode(b)) {
      fields++;
      continue;
    }
    const part = a[field as keyof PodSpec];
    if (part === undefined || part !== b[field as keyof PodSpec]) return false;
    fields++;
  }
  for (const field in b) if (field !== 'nodeName') fields--;
  return fields === 0;
}

/** Exactly what the controller writes, and nothing beside it. */
function isMeantForOneNode({ affinity }: PodSpec): boolean {
  const nodeAffinity = only(affinity, 'nodeAffinity');
  const required = only(nodeAffinity, 'requiredDuringSchedulingIgnoredDuringExecution');
  const terms = only(required, 'nodeSelectorTerms') ?? [];
  const fields = terms.length === 1 ? (only(terms[0], 'matchFields') ?? []) : [];
  const [field] = fields;
  return (
    fields.length === 1 &&
    field?.key === 'metadata.name' &&
    field.operator === 'In' &&
    Object.keys(field).length === 3
  );
}

/** The value of the one field that an object has; undefined if it has others. */
function only<T extends object, K extends keyof T>(object: T | undefined, field: K): T[K] | undefined {
  return object && Object.keys(object).length === 1 ? object[field] : undefined;
}

/** Fields of containers that mean nothing are two levels down: the list, then its members. */
const CONTAINER_DEPTH = 2;
const NONE: ReadonlySet<string> = new Set();

function same(a: unknown, b: unknown, depth: number, inContainers: boolean): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const skip = inContainers && depth === CONTAINER_DEPTH ? HARMLESS_OF_CONTAINER : NONE;
  return sameFields(a, b, skip, depth, inContainers);
}

function sameFields(
  a: object,
  b: object,
  skip: ReadonlySet<string>,
  depth: number,
  inContainers = false,
): boolean {
  let fields = 0;
  for (const field in a) {
    if (skip.has(field)) continue;
    if (!Object.hasOwn(b, field)) return false;
    fields++;
    const containers =
      inContainers || (depth === 0 && (field === 'containers' || field === 'initContainers'));
    const [left, right] = [a[field as keyof typeof a], b[field as keyof typeof b]];
    if (!same(left, right, depth + 1, containers)) return false;
  }
  for (const field in b) if (!skip.has(field)) fields--;
  return fields === 0;
}
