import type { Catalogue } from '../registry/catalogue.ts';
import { apiVersionOf, storageVersionHash, type Resource } from '../registry/resource.ts';
import type { Fields } from '../schema/fields.ts';
import { resourceNotFound } from '../answers/api-error.ts';
import type { Negotiated } from './content.ts';
import { TEXT_TYPE, type Answer } from './exchange.ts';

/** What discovery asks a catalogue. */
export type Served = Pick<Catalogue, 'groups' | 'hasGroup' | 'hasVersion' | 'inVersion'>;

const DISCOVERY_TYPE = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';

/** Kinds that are asked and answered have no stored form that could change. */
function isStored({ verbs }: Resource): boolean {
  return verbs.includes('watch');
}

/** Answers the paths by which clients find out what is served; undefined for other paths. */
export function answerDiscovery(
  catalogue: Served,
  path: string,
  { view }: Negotiated,
  serverAddress: string,
): Answer | undefined {
  const parts = path.split('/').filter((part) => part !== '');
  const [root, group = '', version] = parts;
  if (root === 'api') return coreDiscovery(catalogue, parts, view === 'discovery', serverAddress);
  if (root !== 'apis' || parts.length > 3) return undefined;
  if (parts.length === 1) return groupsDiscovery(catalogue, view === 'discovery');
  if (!catalogue.hasGroup(group)) return pageNotFound();
  if (version === undefined)
    return { code: 200, body: groupOf(group, catalogue.groups().get(group) ?? [], true) };
  if (!catalogue.hasVersion(group, version)) throw resourceNotFound();
  return { code: 200, body: resourceList(catalogue, group, version) };
}

/** What the server's own router says of a path that nothing is mounted on. */
export function pageNotFound(): Answer {
  return { code: 404, body: '404 page not found\n', contentType: TEXT_TYPE };
}

function coreDiscovery(
  catalogue: Served,
  parts: readonly string[],
  isAggregated: boolean,
  serverAddress: string,
): Answer | undefined {
  if (parts.length === 1 && isAggregated) return aggregated([aggregatedGroup(catalogue, '', ['v1'])]);
  if (parts.length === 1)
    return {
      code: 200,
      body: {
        kind: 'APIVersions',
        versions: ['v1'],
        serverAddressByClientCIDRs: [{ clientCIDR: '0.0.0.0/0', serverAddress }],
      },
    };
  if (parts.length > 2) return undefined;
  if (parts[1] !== 'v1') throw resourceNotFound();
  return { code: 200, body: resourceList(catalogue, '', 'v1') };
}

function groupsDiscovery(catalogue: Served, isAggregated: boolean): Answer {
  const groups = [...catalogue.groups()];
  if (isAggregated)
    return aggregated(groups.map(([group, versions]) => aggregatedGroup(catalogue, group, versions)));
  return {
    code: 200,
    body: {
      kind: 'APIGroupList',
      apiVersion: 'v1',
      groups: groups.map(([group, versions]) => groupOf(group, versions, false)),
    },
  };
}

function groupOf(name: string, versions: readonly string[], isAlone: boolean): Fields {
  const served = versions.map((version) => ({ groupVersion: `${name}/${version}`, version }));
  const head = isAlone ? { kind: 'APIGroup', apiVersion: 'v1' } : {};
  return { ...head, name, versions: served, preferredVersion: served[0] };
}

function resourceList(catalogue: Served, group: string, version: string): Fields {
  const resources = catalogue.inVersion(group, version).toSorted(byPlural).flatMap(listed);
  const head = group === '' ? { kind: 'APIResourceList' } : { kind: 'APIResourceList', apiVersion: 'v1' };
  return { ...head, groupVersion: apiVersionOf({ group, version }), resources };
}

function byPlural(left: Resource, right: Resource): number {
  return left.plural < right.plural ? -1 : 1;
}

function listed(resource: Resource): Fields[] {
  const { plural, singular, namespaced, kind, verbs, shortNames, categories } = resource;
  const main = {
    name: plural,
    singularName: singular,
    namespaced,
    kind,
    verbs,
    ...(shortNames.length > 0 ? { shortNames } : {}),
    ...(categories.length > 0 ? { categories } : {}),
    ...(isStored(resource) ? { storageVersionHash: storageVersionHash(resource) } : {}),
  };
  const below = resource.subresources.map((one) => ({
    name: `${plural}/${one.name}`,
    singularName: '',
    namespaced,
    ...(one.group === undefined ? {} : { group: one.group, version: one.version }),
    kind: one.kind,
    verbs: one.verbs,
  }));
  return [main, ...below];
}

function aggregated(items: Fields[]): Answer {
  return {
    code: 200,
    contentType: DISCOVERY_TYPE,
    body: { kind: 'APIGroupDiscoveryList', apiVersion: 'apidiscovery.k8s.io/v2', metadata: {}, items },
  };
}

function aggregatedGroup(catalogue: Served, group: string, versions: readonly string[]): Fields {
  return {
    metadata: { ...(group ? { name: group } : {}), creationTimestamp: null },
    versions: versions.map((version) => ({
      version,
      resources: catalogue.inVersion(group, version).toSorted(byPlural).map(aggregatedResource),
      freshness: 'Current',
    })),
  };
}

function aggregatedResource(resource: Resource): Fields {
  const { plural, singular, namespaced, kind, verbs, shortNames, categories, subresources } = resource;
  // Built-in kinds leave group and version of their own group empty.
  const responseKind = { group: '', version: '', kind };
  return {
    resource: plural,
    responseKind,
    scope: namespaced ? 'Namespaced' : 'Cluster',
    singularResource: singular,
    verbs,
    ...(shortNames.length > 0 ? { shortNames } : {}),
    ...(categories.length > 0 ? { categories } : {}),
    ...(subresources.length > 0
      ? {
          subresources: subresources.map((one) => ({
            subresource: one.name,
            responseKind: { group: one.group ?? '', version: one.version ?? '', kind: one.kind },
            verbs: one.verbs,
          })),
        }
      : {}),
  };
}
