import type { Catalogue } from '../registry/catalogue.ts';
import { apiVersionOf, type Resource } from '../registry/resource.ts';
import type { Fields } from '../schema/fields.ts';
import type { Answer } from './exchange.ts';

/**
 * As much of OpenAPI v3 as clients need to learn that the server itself validates fields: kubectl looks for that
 * parameter of PATCH before it sends what it was given. Schemas are not served. Undefined for other paths.
 */
export function answerOpenApi(catalogue: Catalogue, path: string): Answer | undefined {
  if (path === '/openapi/v3' || path === '/openapi/v3/')
    return { code: 200, body: { paths: index(catalogue) } };
  const found = /^\/openapi\/v3\/(?:api|apis\/([^/]+))\/([^/]+)$/.exec(path);
  if (!found) return undefined;
  const [, group = '', version = ''] = found;
  if (!catalogue.hasVersion(group, version)) return undefined;
  return { code: 200, body: document(catalogue.inVersion(group, version)) };
}

function index(catalogue: Catalogue): Fields {
  const paths: Fields = { 'api/v1': { serverRelativeURL: '/openapi/v3/api/v1' } };
  for (const [group, versions] of catalogue.groups()) {
    for (const version of versions) {
      const place = `apis/${group}/${version}`;
      paths[place] = { serverRelativeURL: `/openapi/v3/${place}` };
    }
  }
  return paths;
}

function document(resources: readonly Resource[]): Fields {
  const paths = Object.fromEntries(
    resources
      .filter(({ verbs }) => verbs.includes('patch'))
      .map((resource) => [pathOf(resource), operations(resource)]),
  );
  return {
    openapi: '3.0.0',
    info: { title: 'Kubernetes', version: 'v1.32.5' },
    paths,
    components: { schemas: {} },
  };
}

function pathOf(resource: Resource): string {
  const root = resource.group ? '/apis' : '/api';
  const place = resource.namespaced ? '/namespaces/{namespace}' : '';
  return `${root}/${apiVersionOf(resource)}${place}/${resource.plural}/{name}`;
}

const PARAMETERS = ['dryRun', 'fieldManager', 'fieldValidation'].map((name) => ({
  name,
  in: 'query',
  schema: { type: 'string', uniqueItems: true },
}));

function operations({ group, version, kind }: Resource): Fields {
  return {
    patch: {
      parameters: PARAMETERS,
      'x-kubernetes-action': 'patch',
      'x-kubernetes-group-version-kind': { group, version, kind },
      responses: {},
    },
  };
}
