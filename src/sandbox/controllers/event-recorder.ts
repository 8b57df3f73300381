import type { Cluster } from '../kubernetes/cluster.ts';
import type { KubeObject } from '../kubernetes/object.ts';
import type { ClusterEvent, InvolvedObject } from './kinds/event.ts';

interface EventNote {
  readonly about: KubeObject | InvolvedObject;
  readonly type: 'Normal' | 'Warning';
  readonly reason: string;
  readonly message: string;
  /** `spec.containers{app}`: the part of the object that is meant. */
  readonly fieldPath?: string;
  /** Set by components that write events in the newer form, as the scheduler does. */
  readonly action?: string;
}

/** Writes events in the name of one component, and counts repetitions in place of writing them again. */
export type EventRecorder = (note: EventNote) => void;

export interface EventSource {
  readonly component: string;
  readonly host?: string;
}

/** How many different events a recorder remembers in order to count them; the real one's cache has this size too. */
const REMEMBERED_MAX = 4096;

export function createEventRecorder(cluster: Cluster, source: EventSource): EventRecorder {
  const names = new Map<string, string>();
  return (note) => {
    const about = referenceTo(note.about);
    const namespace = about.namespace ?? 'default';
    const key = [about.uid, about.name, note.fieldPath, note.type, note.reason, note.message].join('|');
    const known = names.get(key);
    if (known !== undefined && countAgain(cluster, namespace, known)) return;
    const event = cluster.create<ClusterEvent>('events', draftOf(cluster, source, about, note));
    if (event) remember(names, key, event.metadata.name);
  };
}

function countAgain(cluster: Cluster, namespace: string, name: string): boolean {
  const edited = cluster.edit<ClusterEvent>('events', namespace, name, (event) => {
    if (event.eventTime === null) {
      event.count = (event.count ?? 1) + 1;
      event.lastTimestamp = cluster.clock.isoSeconds();
    } else {
      const count = (event.series?.count ?? 1) + 1;
      event.series = { count, lastObservedTime: microTime(cluster.clock.now()) };
    }
  });
  return edited !== undefined;
}

/** As the names of real events end: nanoseconds in hexadecimal. The last digits only keep names apart. */
function stampOf(now: number): string {
  sequence = (sequence + 1) % 1_000_000;
  return (BigInt(Math.floor(now)) * 1_000_000n + BigInt(sequence)).toString(16);
}

let sequence = 0;

function microTime(at: number): string {
  return new Date(at).toISOString().replace('Z', '000Z');
}

function draftOf(cluster: Cluster, source: EventSource, about: InvolvedObject, note: EventNote) {
  const now = cluster.clock.now();
  const isNew = note.action !== undefined;
  const seconds = cluster.clock.isoSeconds();
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: `${about.name}.${stampOf(now)}`, namespace: about.namespace ?? 'default' },
    involvedObject: { ...about, ...(note.fieldPath !== undefined && { fieldPath: note.fieldPath }) },
    type: note.type,
    reason: note.reason,
    message: note.message,
    source: isNew ? {} : { ...source },
    firstTimestamp: isNew ? null : seconds,
    lastTimestamp: isNew ? null : seconds,
    eventTime: isNew ? microTime(now) : null,
    ...(isNew ? {} : { count: 1 }),
    reportingComponent: source.component,
    reportingInstance: isNew ? `${source.component}-0` : (source.host ?? ''),
    ...(note.action !== undefined && { action: note.action }),
  };
}

function remember(names: Map<string, string>, key: string, name: string): void {
  names.delete(key);
  names.set(key, name);
  const oldest = names.keys().next();
  if (names.size > REMEMBERED_MAX && !oldest.done) names.delete(oldest.value);
}

function referenceTo(about: KubeObject | InvolvedObject): InvolvedObject {
  if (!isObject(about)) return about;
  const { apiVersion, kind, metadata } = about;
  return {
    apiVersion,
    kind,
    ...(metadata.namespace !== undefined && { namespace: metadata.namespace }),
    name: metadata.name,
    uid: metadata.uid,
    resourceVersion: metadata.resourceVersion,
  };
}

function isObject(about: KubeObject | InvolvedObject): about is KubeObject {
  return 'metadata' in about;
}
