import { matchesSelectorObject, type LabelSelectorObject } from '../selectors/label-selector.ts';
import { childOf, listOf, mapOf, textOf, textsOf, type Fields } from '../schema/fields.ts';
import type { AdmissionRequest, ObjectSpace } from '../writes/write-context.ts';

/** Whether a request is what the rules of a policy, or of its binding, speak of. No rules match all. */
export function matchesRules(rules: Fields, request: AdmissionRequest, space: ObjectSpace): boolean {
  if (!matchesNamespace(rules, request, space) || !matchesObject(rules, request)) return false;
  if (listOf(rules, 'excludeResourceRules').some((rule) => matchesRule(rule, request))) return false;
  const wanted = listOf(rules, 'resourceRules');
  return wanted.length === 0 || wanted.some((rule) => matchesRule(rule, request));
}

function matchesNamespace(rules: Fields, request: AdmissionRequest, { store }: ObjectSpace): boolean {
  const selector = rules['namespaceSelector'] as LabelSelectorObject | undefined;
  if (!selector) return true;
  const isNamespace = request.resource.storage === 'namespaces';
  if (request.namespace === undefined && !isNamespace) return true;
  const found = isNamespace
    ? (request.object ?? request.oldObject)
    : store.get('namespaces', undefined, request.namespace ?? '');
  return matchesSelectorObject(selector, found?.metadata.labels);
}

function matchesObject(rules: Fields, { object, oldObject }: AdmissionRequest): boolean {
  const selector = rules['objectSelector'] as LabelSelectorObject | undefined;
  if (!selector) return true;
  return [object, oldObject].some(
    (one) => one !== null && matchesSelectorObject(selector, mapOf(childOf(one, 'metadata'), 'labels')),
  );
}

function matchesRule(rule: Fields, request: AdmissionRequest): boolean {
  const { resource, operation } = request;
  const names = textsOf(rule, 'resourceNames');
  return (
    takes(textsOf(rule, 'apiGroups'), resource.group) &&
    takes(textsOf(rule, 'apiVersions'), resource.version) &&
    takes(textsOf(rule, 'operations'), operation) &&
    (names.length === 0 || names.includes(request.name)) &&
    matchesScope(textOf(rule, 'scope'), request) &&
    textsOf(rule, 'resources').some((pattern) => matchesResource(pattern, request))
  );
}

function takes(list: readonly string[], value: string): boolean {
  return list.includes('*') || list.includes(value);
}

function matchesScope(scope: string, { namespace }: AdmissionRequest): boolean {
  if (scope === 'Namespaced') return namespace !== undefined;
  if (scope === 'Cluster') return namespace === undefined;
  return true;
}

// A pattern may be `pods`, `pods/eviction`, or have a star for either part.
function matchesResource(pattern: string, { resource, subresource }: AdmissionRequest): boolean {
  if (pattern === '*/*') return true;
  const [plural, part = ''] = pattern.split('/');
  const isPlural = plural === '*' || plural === resource.plural;
  return isPlural && (part === subresource || (part === '*' && subresource !== ''));
}
