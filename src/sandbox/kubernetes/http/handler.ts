import type { Authorizer } from '../rbac/authorizer.ts';
import type { Cluster } from '../cluster.ts';
import type { Resource, Subresource } from '../registry/resource.ts';
import type { Negotiated } from './content.ts';
import type { Exchange } from './exchange.ts';
import type { ResourceRequest } from './request-info.ts';
import type { WriteContext } from '../writes/write-context.ts';

/** A request for objects, after it was authenticated, authorized and routed. */
export interface Call {
  readonly exchange: Exchange;
  readonly info: ResourceRequest;
  readonly cluster: Cluster;
  readonly authorizer: Authorizer;
  readonly resource: Resource;
  readonly subresource: Subresource | undefined;
  readonly negotiated: Negotiated;
  /** The body as it came; empty if there was none. */
  readonly body: Buffer;
}

export function contentTypeOf({ exchange }: Call): string | undefined {
  return exchange.request.headers['content-type'];
}

/** The write of a client: everything is checked, and admission policies are asked. */
export function writeContext({ cluster, exchange }: Call, isDryRun: boolean): WriteContext {
  exchange.outcome.isDryRun = isDryRun;
  return {
    space: cluster,
    user: exchange.user,
    isDryRun,
    isChecked: true,
    admit: (request) => cluster.admit(request, (text) => exchange.warnings.push(text)),
  };
}
