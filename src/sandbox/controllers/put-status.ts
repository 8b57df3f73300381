import type { Cluster } from '../kubernetes/cluster.ts';
import type { KubeObject, ResourceName } from '../kubernetes/object.ts';
import { canonicalJson } from './canonical-json.ts';

/** Writes a status that has changed; looking at it first is far cheaper than an edit that changes nothing. */
export function putStatus<T extends KubeObject & { status?: object }>(
  cluster: Cluster,
  resource: ResourceName,
  { metadata, status }: T,
  next: T['status'] & object,
): void {
  if (canonicalJson(status) === canonicalJson(next)) return;
  cluster.edit<T>(resource, metadata.namespace, metadata.name, (draft) => {
    draft.status = next;
  });
}
