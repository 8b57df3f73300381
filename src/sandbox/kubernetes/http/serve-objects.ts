import { ApiError, methodNotAllowed, notFound, resourceNotFound } from '../answers/api-error.ts';
import type { Authorizer } from '../rbac/authorizer.ts';
import type { Cluster } from '../cluster.ts';
import { qualifiedResource, type Resource, type Subresource, type Verb } from '../registry/resource.ts';
import { answerBinding } from './bind.ts';
import { negotiate } from './content.ts';
import { pageNotFound } from './discovery.ts';
import { answerEviction } from './evict.ts';
import type { Answer, Exchange } from './exchange.ts';
import type { Call } from './handler.ts';
import { includeObjectOf } from './include-object.ts';
import { answerList, patiently } from './list.ts';
import { readListOptions, versionNumber } from './options.ts';
import { readBody } from './read-body.ts';
import type { RequestVerb, ResourceRequest } from './request-info.ts';
import { REVIEWS } from './reviews.ts';
import { answerScale } from './scale.ts';
import { viewOf } from './views.ts';
import { answerWatch } from './watch.ts';
import {
  answerCreate,
  answerDelete,
  answerDeleteCollection,
  answerPatch,
  answerUpdate,
} from './write-objects.ts';
import { versionTooLarge } from '../answers/api-error.ts';

/** A watch has taken over the response; call it to end the stream. */
export type Stream = () => void;

/** Answers a request for objects. A function means that it streams from here on. */
export async function serveObjects(
  exchange: Exchange,
  info: ResourceRequest,
  cluster: Cluster,
  authorizer: Authorizer,
): Promise<Answer | Stream> {
  const { catalogue } = cluster;
  if (!catalogue.hasGroup(info.group)) return pageNotFound();
  const resource = catalogue.find(info.group, info.version, info.plural);
  if (!resource || !isPlaced(resource, info)) throw resourceNotFound();
  const subresource = findSubresource(resource, info);
  checkMethod(resource, subresource, info, exchange.method);
  const negotiated = negotiate(exchange.request.headers.accept);
  const hasBody = exchange.method !== 'GET';
  const body = hasBody ? await readBody(exchange.request) : Buffer.alloc(0);
  const call: Call = { exchange, info, cluster, authorizer, resource, subresource, negotiated, body };
  return subresource ? serveSubresource(call, subresource) : serveMain(call);
}

/** Objects of the cluster are in no namespace; those of a namespace are made in one. */
function isPlaced(resource: Resource, { namespace, plural, name, verb }: ResourceRequest): boolean {
  if (plural === 'namespaces') return true;
  if (!resource.namespaced) return namespace === undefined;
  if (namespace !== undefined) return true;
  return (
    name === '' && (verb === 'list' || verb === 'watch' || verb === 'create' || verb === 'deletecollection')
  );
}

function findSubresource(resource: Resource, { subresource }: ResourceRequest): Subresource | undefined {
  if (subresource === '') return undefined;
  const [first] = subresource.split('/');
  const found = resource.subresources.find(({ name }) => name === first);
  if (!found) throw resourceNotFound();
  return found;
}

function checkMethod(
  resource: Resource,
  subresource: Subresource | undefined,
  { verb, name, namespace }: ResourceRequest,
  method: string,
): void {
  const verbs: readonly Verb[] = (subresource ?? resource).verbs;
  const isOnObject = name !== '';
  const isPossible =
    verbs.includes(verb) &&
    METHODS.includes(method) &&
    (subresource !== undefined || isOnObject === ON_OBJECT.includes(verb)) &&
    (verb !== 'create' || subresource !== undefined || !resource.namespaced || namespace !== undefined) &&
    (verb !== 'deletecollection' || !resource.namespaced || namespace !== undefined);
  if (!isPossible) throw methodNotAllowed();
}

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];
const ON_OBJECT: readonly RequestVerb[] = ['get', 'update', 'patch', 'delete'];

async function serveMain(call: Call): Promise<Answer | Stream> {
  const { info, resource, cluster, exchange, negotiated } = call;
  switch (info.verb) {
    case 'get':
      return answerGet(call);
    case 'list': {
      const options = readListOptions(exchange.query, resource, false);
      const namespace = resource.namespaced ? info.namespace : undefined;
      return answerList(cluster, resource, namespace, options, negotiated, includeObjectOf(call));
    }
    case 'watch': {
      const options = readListOptions(exchange.query, resource, true);
      const namespace = resource.namespaced ? info.namespace : undefined;
      return answerWatch({ exchange, cluster, resource, namespace, options, view: negotiated.view });
    }
    case 'create':
      if (resource.plural === 'bindings') return answerBinding(call);
      return (REVIEWS[resource.plural] ?? answerCreate)(call);
    case 'update':
      return answerUpdate(call);
    case 'patch':
      return answerPatch(call);
    case 'delete':
      return answerDelete(call);
    case 'deletecollection':
      return answerDeleteCollection(call);
  }
}

async function answerGet(call: Call): Promise<Answer> {
  const { cluster, resource, info, exchange, negotiated } = call;
  const asked = versionNumber(exchange.query.get('resourceVersion') ?? '') ?? 0;
  const namespace = resource.namespaced ? info.namespace : undefined;
  const object = await patiently(() => {
    const { version } = cluster.store;
    if (asked > version) throw versionTooLarge(String(asked), version);
    return cluster.store.get(resource.storage, namespace, info.name);
  });
  if (!object) throw notFound(qualifiedResource(resource), info.name);
  return { code: 200, body: viewOf(cluster, resource, object, negotiated.view, includeObjectOf(call)) };
}

async function serveSubresource(call: Call, { name }: Subresource): Promise<Answer> {
  switch (name) {
    case 'eviction':
      return answerEviction(call);
    case 'scale':
      return answerScale(call);
    case 'binding':
      return answerBinding(call);
    case 'status':
    case 'ephemeralcontainers':
    case 'finalize':
    case 'approval':
      return serveContent(call);
    default:
      // Streams into containers, logs and tokens belong to a kubelet and an issuer that this world does not have.
      throw new ApiError({
        code: 501,
        reason: 'NotImplemented',
        message: `the sandbox does not serve ${call.resource.plural}/${name}`,
      });
  }
}

async function serveContent(call: Call): Promise<Answer> {
  if (call.info.verb === 'get') return answerGet(call);
  return call.info.verb === 'patch' ? answerPatch(call) : answerUpdate(call);
}
