/** What a request is about, read off its method and path alone, as authorization sees it. */
export type RequestInfo = ResourceRequest | PathRequest;

export type RequestVerb =
  | 'get'
  | 'list'
  | 'watch'
  | 'create'
  | 'update'
  | 'patch'
  | 'delete'
  | 'deletecollection';

export interface ResourceRequest {
  readonly is: 'resource';
  readonly verb: RequestVerb;
  readonly group: string;
  readonly version: string;
  readonly namespace: string | undefined;
  readonly plural: string;
  readonly name: string;
  readonly subresource: string;
}

/** A path that is no object: discovery, health, version. */
interface PathRequest {
  readonly is: 'path';
  /** The HTTP method in lower case. */
  readonly verb: string;
  readonly path: string;
}

/** Subresources of a namespace itself; any other word after its name is a resource in it. */
const NAMESPACE_PARTS = ['status', 'finalize'];

export function readRequestInfo(method: string, path: string, query: URLSearchParams): RequestInfo {
  const parts = path
    .split('/')
    .filter((part) => part !== '')
    .map(decoded);
  const rest = pathBelowVersion(parts);
  if (!rest) return { is: 'path', verb: method.toLowerCase(), path };
  const place = readPlace(rest.parts);
  return {
    is: 'resource',
    verb: readVerb(method, place.name, query),
    group: rest.group,
    version: rest.version,
    ...place,
  };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function pathBelowVersion(parts: string[]): { group: string; version: string; parts: string[] } | undefined {
  const [root, first = '', second = ''] = parts;
  if (root === 'api' && parts.length > 2) return { group: '', version: first, parts: parts.slice(2) };
  if (root === 'apis' && parts.length > 3) return { group: first, version: second, parts: parts.slice(3) };
  return undefined;
}

interface Place {
  readonly namespace: string | undefined;
  readonly plural: string;
  readonly name: string;
  readonly subresource: string;
}

function readPlace(parts: readonly string[]): Place {
  const [first = '', second = '', third = ''] = parts;
  if (first === 'namespaces' && parts.length > 2 && !NAMESPACE_PARTS.includes(third)) {
    const [, namespace, plural = '', name = '', ...deeper] = parts;
    return { namespace, plural, name, subresource: deeper.join('/') };
  }
  // A namespace is in itself, so that a role in it may speak of it.
  if (first === 'namespaces')
    return { namespace: second || undefined, plural: first, name: second, subresource: third };
  return { namespace: undefined, plural: first, name: second, subresource: parts.slice(2).join('/') };
}

function readVerb(method: string, name: string, query: URLSearchParams): RequestVerb {
  switch (method) {
    case 'POST':
      return 'create';
    case 'PUT':
      return 'update';
    case 'PATCH':
      return 'patch';
    case 'DELETE':
      return name ? 'delete' : 'deletecollection';
    default:
      if (name) return 'get';
      return isTrue(query.get('watch')) ? 'watch' : 'list';
  }
}

/** A parameter without a value counts as set. */
export function isTrue(value: string | null): boolean {
  return value !== null && value !== 'false' && value !== '0' && value.toLowerCase() !== 'f';
}
