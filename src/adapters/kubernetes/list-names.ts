import type { ObjectName } from '../../core/fleet/object-name.ts';
import type { NamedKind } from '../../ports/cluster.ts';
import type { KubernetesConnection } from './kubernetes-connection.ts';
import { parseList } from './parse-list.ts';
import { readPages } from './read-pages.ts';

/** Metadata alone: what is in a Secret never leaves the API server. */
const METADATA_ONLY = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1';

/** The names of all objects of a kind, without what is in them. */
export async function listNames(
  connection: KubernetesConnection,
  kind: NamedKind,
): Promise<readonly ObjectName[]> {
  return readPages(connection, {
    name: `names of ${kind}`,
    path: `/api/v1/${kind}`,
    accept: METADATA_ONLY,
    parse: (body) => {
      const page = parseList(body);
      return { ...page, items: page.items.map(toName) };
    },
  });
}

function toName(item: object): ObjectName {
  // The server vouches that every object has metadata with a name.
  const { metadata } = item as { readonly metadata: { readonly namespace?: string; readonly name: string } };
  return { namespace: metadata.namespace ?? '', name: metadata.name };
}
