import type { KubeObject, ObjectMeta } from '../object.ts';
import { apiVersionOf, type Resource } from '../registry/resource.ts';
import { decodeStruct } from '../schema/decode.ts';
import type { Fields } from '../schema/fields.ts';
import { structOf } from '../schema/schema.ts';

/** The object in the form in which it is stored: fields in their order, empty ones left out, kind and version set. */
export function normalise(resource: Resource, object: Fields): KubeObject {
  const type = resource.type === undefined ? undefined : structOf(resource.type);
  const written = type ? decodeStruct(type, object, []) : customObject(object);
  written['kind'] = resource.kind;
  written['apiVersion'] = apiVersionOf(resource);
  // The table of types gives every kind its metadata; what is missing in it is what the object does not have.
  const metadata = written['metadata'] as ObjectMeta & Fields;
  delete metadata['managedFields'];
  delete metadata['selfLink'];
  return written as unknown as KubeObject;
}

function customObject(object: Fields): Fields {
  const { kind, apiVersion, metadata, ...rest } = object;
  const meta = structOf('meta/v1.ObjectMeta');
  return { apiVersion, kind, metadata: meta ? decodeStruct(meta, metadata ?? {}, []) : metadata, ...rest };
}
