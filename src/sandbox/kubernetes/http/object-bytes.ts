import type { KubeObject } from '../object.ts';
import { apiVersionOf, type Resource } from '../registry/resource.ts';
import { eventInNewForm } from '../registry/event-forms.ts';

/** The JSON of an object beside it: objects never change, so it is written once. */
const written = new WeakMap<KubeObject, Uint8Array>();
const heads = new Map<string, Uint8Array>();

/** The content of an object after its opening brace. */
export function contentBytes(resource: Resource, object: KubeObject): Uint8Array {
  if (isNewEvent(resource)) return stringified(eventInNewForm(object));
  let bytes = written.get(object);
  if (!bytes) {
    bytes = stringified(object);
    written.set(object, bytes);
  }
  return bytes;
}

function stringified({ kind: _kind, apiVersion: _version, ...content }: KubeObject): Uint8Array {
  return Buffer.from(JSON.stringify(content).slice(1));
}

/** `{"kind":"Pod","apiVersion":"v1",`, to be followed by the content. */
function headBytes(kind: string, apiVersion: string): Uint8Array {
  const key = `${apiVersion}/${kind}`;
  let head = heads.get(key);
  if (!head) {
    head = Buffer.from(`{"kind":${JSON.stringify(kind)},"apiVersion":${JSON.stringify(apiVersion)},`);
    heads.set(key, head);
  }
  return head;
}

export function objectParts(resource: Resource, object: KubeObject): Uint8Array[] {
  return [headBytes(resource.kind, apiVersionOf(resource)), contentBytes(resource, object)];
}

function isNewEvent(resource: Resource): boolean {
  return resource.group === 'events.k8s.io';
}
