import type { ResourceRequest, RequestInfo } from '../http/request-info.ts';
import type { KubeObject } from '../object.ts';
import { childOf, listOf, textOf, textsOf, type Fields } from '../schema/fields.ts';
import type { ObjectStore } from '../store.ts';
import { MASTERS_GROUP, type User } from '../users.ts';

const GROUP = 'rbac.authorization.k8s.io';

/** One rule of one role that let a user do something. */
export interface Grant {
  readonly user: string;
  /** `ClusterRole/drover-engine`, `Role/ns/drover`; `*` for the masters, who need none. */
  readonly role: string;
  readonly verb: string;
  /** Empty for a path that is no object. */
  readonly group: string;
  /** `pods/eviction`, or the path. */
  readonly resource: string;
  readonly namespace: string;
}

interface BoundRule {
  readonly role: string;
  readonly rule: Fields;
}

const MASTERS_RULE: BoundRule = {
  role: '*',
  rule: { verbs: ['*'], apiGroups: ['*'], resources: ['*'], nonResourceURLs: ['*'] },
};

/**
 * Role-based access from the objects in the store, and a record of which rule allowed what, so that rights that
 * nobody used can be found.
 */
export class Authorizer {
  readonly #store: ObjectStore;
  readonly #granted = new Map<string, Grant>();

  constructor(store: ObjectStore) {
    this.#store = store;
  }

  /** Whether the user may; remembers the rule that says so. */
  allows(user: User, request: RequestInfo): boolean {
    const bound = this.#find(user, request);
    if (!bound) return false;
    this.#remember(user, request, bound.role);
    return true;
  }

  /** Whether the user may, for reviews: nothing is remembered. */
  wouldAllow(user: User, request: RequestInfo): boolean {
    return this.#find(user, request) !== undefined;
  }

  /** Every right that was used so far, once each. */
  grants(): Grant[] {
    return [...this.#granted.values()];
  }

  forget(): void {
    this.#granted.clear();
  }

  /** The rules that hold for a user in a namespace. */
  rulesFor(user: User, namespace: string | undefined): Fields[] {
    return [...this.#rules(user, namespace)].map(({ rule }) => rule);
  }

  #find(user: User, request: RequestInfo): BoundRule | undefined {
    const namespace = request.is === 'resource' ? request.namespace : undefined;
    for (const bound of this.#rules(user, namespace)) if (covers(bound.rule, request)) return bound;
    return undefined;
  }

  *#rules(user: User, namespace: string | undefined): Generator<BoundRule> {
    if (user.groups.includes(MASTERS_GROUP)) yield MASTERS_RULE;
    for (const binding of this.#store.list(`clusterrolebindings.${GROUP}`))
      yield* this.#ofBinding(binding, user);
    if (namespace === undefined) return;
    for (const binding of this.#store.list(`rolebindings.${GROUP}`, namespace))
      yield* this.#ofBinding(binding, user);
  }

  *#ofBinding(binding: KubeObject, user: User): Generator<BoundRule> {
    const namespace = binding.metadata.namespace;
    if (!listOf(binding, 'subjects').some((subject) => isSubject(subject, user, namespace))) return;
    const reference = childOf(binding, 'roleRef');
    const name = textOf(reference, 'name');
    const isClusterRole = textOf(reference, 'kind') === 'ClusterRole';
    const role = isClusterRole
      ? this.#store.get(`clusterroles.${GROUP}`, undefined, name)
      : this.#store.get(`roles.${GROUP}`, namespace, name);
    const title = isClusterRole ? `ClusterRole/${name}` : `Role/${namespace ?? ''}/${name}`;
    for (const rule of listOf(role, 'rules')) yield { role: title, rule };
  }

  #remember(user: User, request: RequestInfo, role: string): void {
    const grant: Grant =
      request.is === 'resource'
        ? {
            user: user.name,
            role,
            verb: request.verb,
            group: request.group,
            resource: resourceText(request),
            namespace: request.namespace ?? '',
          }
        : { user: user.name, role, verb: request.verb, group: '', resource: request.path, namespace: '' };
    this.#granted.set(Object.values(grant).join('|'), grant);
  }
}

/** `pods/eviction` */
export function resourceText({ plural, subresource }: ResourceRequest): string {
  return subresource ? `${plural}/${subresource}` : plural;
}

function isSubject(subject: Fields, user: User, bindingNamespace: string | undefined): boolean {
  const name = textOf(subject, 'name');
  switch (textOf(subject, 'kind')) {
    case 'User':
      return name === user.name;
    case 'Group':
      return user.groups.includes(name);
    case 'ServiceAccount':
      return (
        user.name ===
        `system:serviceaccount:${textOf(subject, 'namespace') || (bindingNamespace ?? '')}:${name}`
      );
    default:
      return false;
  }
}

function covers(rule: Fields, request: RequestInfo): boolean {
  if (!takes(textsOf(rule, 'verbs'), request.verb)) return false;
  if (request.is === 'path')
    return textsOf(rule, 'nonResourceURLs').some((pattern) => coversPath(pattern, request.path));
  const names = textsOf(rule, 'resourceNames');
  const wanted = resourceText(request);
  return (
    takes(textsOf(rule, 'apiGroups'), request.group) &&
    (names.length === 0 || names.includes(request.name)) &&
    textsOf(rule, 'resources').some(
      (one) =>
        one === '*' || one === wanted || (request.subresource !== '' && one === `*/${request.subresource}`),
    )
  );
}

function takes(list: readonly string[], value: string): boolean {
  return list.includes('*') || list.includes(value);
}

function coversPath(pattern: string, path: string): boolean {
  if (pattern === '*' || pattern === path) return true;
  return pattern.endsWith('*') && path.startsWith(pattern.slice(0, -1));
}
