import { badRequest, expired, versionTooLarge } from '../answers/api-error.ts';
import type { KubeObject } from '../object.ts';
import type { ObjectView } from '../object-view.ts';
import type { Resource } from '../registry/resource.ts';
import { matchesFields } from '../selectors/field-selector.ts';
import { matchesLabels } from '../selectors/label-selector.ts';
import { parseJson } from '../schema/go-json.ts';
import type { ObjectStore } from '../store.ts';
import { versionNumber, type ListOptions } from './options.ts';

/** One page of a list, and how it goes on. */
export interface Page {
  readonly objects: readonly KubeObject[];
  readonly version: number;
  readonly continueToken: string | undefined;
  readonly remaining: number | undefined;
}

interface Token {
  /** -1: go on in the present state; the list is then not of one moment. */
  readonly version: number;
  /** The key after which the page begins. */
  readonly after: string;
}

const TOKEN_KIND = 'meta.k8s.io/v1';

const TOO_OLD =
  'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.';

/** How long a read waits for a version that is not there yet, in real ms. */
export const FUTURE_WAIT_MS = 3_000;

export type ObjectFilter = (object: KubeObject) => boolean;

export function filterOf(resource: Resource, { labelSelector, fieldSelector }: ListOptions): ObjectFilter {
  const { valueOf } = resource.fieldLabels;
  return (object) =>
    matchesLabels(labelSelector, object.metadata.labels) &&
    (fieldSelector.length === 0 || matchesFields(fieldSelector, (name) => valueOf(object, name)));
}

/** The page that the options ask for. Throws for tokens and versions that are no good. */
export function readPage(
  store: ObjectStore,
  resource: Resource,
  namespace: string | undefined,
  options: ListOptions,
): Page {
  const asked = versionNumber(options.resourceVersion);
  if (options.continueToken) {
    if (asked) throw badRequest('specifying resource version is not allowed when using continue');
    return pageFrom(store, resource, namespace, options, readToken(options.continueToken));
  }
  // A limit with a version means that very version, as it did before the match could be said.
  const isExact =
    options.match === 'Exact' || (options.match === '' && options.limit > 0 && (asked ?? 0) > 0);
  if (asked !== undefined && asked > store.version)
    throw versionTooLarge(options.resourceVersion, store.version);
  const version = isExact && asked ? asked : -1;
  if (version >= 0 && version < store.oldest(resource.storage))
    throw expired('The resourceVersion for the provided list is too old.');
  // Version 0 is answered from the cache, which knows no pages.
  const limit = asked === 0 ? 0 : options.limit;
  return pageFrom(store, resource, namespace, { ...options, limit }, { version, after: '' });
}

function pageFrom(
  store: ObjectStore,
  resource: Resource,
  namespace: string | undefined,
  options: ListOptions,
  token: Token,
): Page {
  if (token.version >= 0 && token.version < store.oldest(resource.storage))
    throw expired(TOO_OLD, writeToken({ version: -1, after: token.after }));
  const version = token.version < 0 ? store.version : token.version;
  const all = store.view(resource.storage, version, namespace);
  const from = token.after === '' ? 0 : all.placeAfter(placed(token.after, namespace));
  return cut(all, from, resource, namespace, options, version);
}

/** Tokens of one namespace know only the names in it. */
function placed(after: string, namespace: string | undefined): string {
  return namespace === undefined ? after : `${namespace}/${after}`;
}

function cut(
  all: ObjectView,
  from: number,
  resource: Resource,
  namespace: string | undefined,
  options: ListOptions,
  version: number,
): Page {
  const isFiltered = options.labelSelector.length > 0 || options.fieldSelector.length > 0;
  const takes = filterOf(resource, options);
  const limit = options.limit > 0 ? options.limit : Number.POSITIVE_INFINITY;
  const objects: KubeObject[] = [];
  let next = from;
  for (; next < all.length && objects.length < limit; next++) {
    const object = all.at(next);
    if (!isFiltered || takes(object)) objects.push(object);
  }
  const left = all.length - next;
  if (left === 0) return { objects, version, continueToken: undefined, remaining: undefined };
  const after = keyIn(all.at(next - 1), namespace);
  return {
    objects,
    version,
    continueToken: writeToken({ version, after }),
    remaining: isFiltered ? undefined : left,
  };
}

/** The key of an object below the listed place. */
function keyIn({ metadata }: KubeObject, namespace: string | undefined): string {
  return namespace === undefined && metadata.namespace
    ? `${metadata.namespace}/${metadata.name}`
    : metadata.name;
}

function writeToken({ version, after }: Token): string {
  const text = JSON.stringify({ v: TOKEN_KIND, rv: version, start: `${after}\0` });
  return Buffer.from(text).toString('base64url');
}

function readToken(text: string): Token {
  const decoded = Buffer.from(text, 'base64url').toString('latin1');
  const parsed = parseJson(decoded);
  if (!parsed.ok) throw badRequest(`invalid continue token: continue key is not valid: ${parsed.error}`);
  const { v, rv, start } = (parsed.value ?? {}) as { v?: unknown; rv?: unknown; start?: unknown };
  if (v !== TOKEN_KIND)
    throw badRequest(
      `invalid continue token: continue key is not valid: server does not recognize this encoded version ${JSON.stringify(v ?? '')}`,
    );
  if (typeof rv !== 'number' || rv === 0 || typeof start !== 'string' || start === '')
    throw badRequest(
      'invalid continue token: continue key is not valid: incorrect encoded start resourceVersion (version meta.k8s.io/v1)',
    );
  return { version: rv, after: Buffer.from(start.replace(/\0$/, ''), 'latin1').toString('utf8') };
}
