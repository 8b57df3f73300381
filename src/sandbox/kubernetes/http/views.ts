import type { Cluster } from '../cluster.ts';
import type { KubeObject } from '../object.ts';
import type { Resource } from '../registry/resource.ts';
import { tableOf } from '../tables/table.ts';
import type { View } from './content.ts';
import { WireBody } from './exchange.ts';
import { objectParts } from './object-bytes.ts';
import { partialMetadata } from './partial-metadata.ts';

/** One object in the view that was asked for. */
export function viewOf(
  cluster: Cluster,
  resource: Resource,
  object: KubeObject,
  view: View,
  includeObject: string,
): unknown {
  if (view === 'table') {
    const metadata = { resourceVersion: object.metadata.resourceVersion };
    return tableOf(cluster, resource, [object], metadata, includeObject);
  }
  if (view === 'partial' || view === 'partial-list') return partialMetadata(object);
  return new WireBody(objectParts(resource, object));
}
