import { ApiError } from '../answers/api-error.ts';
import type { KubeObject } from '../object.ts';
import { apiVersionOf } from '../registry/resource.ts';
import { matchesSelectorObject, type LabelSelectorObject } from '../selectors/label-selector.ts';
import { childOf, isFields, listOf, textOf, textsOf, type Fields } from '../schema/fields.ts';
import type { AdmissionRequest, ObjectSpace } from '../writes/write-context.ts';
import { evaluateCel, toCel, type CelInput } from './cel.ts';
import { matchesRules } from './match-rules.ts';
import type { PolicySource } from './policy-source.ts';

interface Denial {
  readonly message: string;
  readonly reason: string;
}

const CODES: Readonly<Record<string, number>> = {
  Forbidden: 403,
  Unauthorized: 401,
  RequestEntityTooLarge: 413,
  Invalid: 422,
};

/** The policies that judge policies would lock everybody out, so these kinds are never judged. */
const EXEMPT_GROUPS = ['admissionregistration.k8s.io', 'authorization.k8s.io', 'authentication.k8s.io'];

/** Asks the validating admission policies. Throws what they deny; hands what they warn of to `warn`. */
export function admitByPolicies(
  space: ObjectSpace,
  source: PolicySource,
  request: AdmissionRequest,
  warn: (text: string) => void,
): void {
  if (source.isEmpty() || EXEMPT_GROUPS.includes(request.resource.group)) return;
  for (const policy of source.policies()) {
    if (!matchesRules(childOf(policy['spec'], 'matchConstraints'), request, space)) continue;
    for (const binding of source.bindingsOf(policy)) {
      if (!matchesRules(childOf(binding['spec'], 'matchResources'), request, space)) continue;
      const denial = judge(space, source, policy, binding, request);
      if (!denial) continue;
      const title = `ValidatingAdmissionPolicy '${policy.metadata.name}' with binding '${binding.metadata.name}'`;
      const actions = textsOf(binding['spec'], 'validationActions');
      if (actions.includes('Deny'))
        throw denied(request, `${title} denied request: ${denial.message}`, denial.reason);
      if (actions.includes('Warn')) warn(`Validation failed for ${title}: ${denial.message}`);
    }
  }
}

function denied({ resource, name }: AdmissionRequest, message: string, reason: string): ApiError {
  const { group, plural } = resource;
  const title = group ? `${plural}.${group}` : plural;
  return new ApiError({
    code: CODES[reason] ?? 422,
    reason,
    message: `${title}${name ? ` "${name}"` : ''} is forbidden: ${message}`,
    details: { name, group, kind: plural, causes: [{ message }] },
  });
}

function judge(
  space: ObjectSpace,
  source: PolicySource,
  policy: KubeObject,
  binding: KubeObject,
  request: AdmissionRequest,
): Denial | undefined {
  const found = paramsFor(source, policy, binding, request);
  if (!Array.isArray(found)) return found;
  const input = inputFor(space, request);
  for (const params of found) {
    const denial = judgeWith(policy, { ...input, params: toCel(params) });
    if (denial) return denial;
  }
  return undefined;
}

/** The params to judge with, one verdict each; a denial if they are not to be had. */
function paramsFor(
  source: PolicySource,
  policy: KubeObject,
  binding: KubeObject,
  request: AdmissionRequest,
): (KubeObject | null)[] | Denial {
  const kind = childOf(policy['spec'], 'paramKind');
  const reference = childOf(binding['spec'], 'paramRef');
  if (Object.keys(kind).length === 0 || Object.keys(reference).length === 0) return [null];
  const all = source.params(textOf(kind, 'apiVersion'), textOf(kind, 'kind'));
  if (!all) {
    const shown = `'${textOf(kind, 'apiVersion')}, Kind=${textOf(kind, 'kind')}'`;
    return invalid(`failed to configure policy: failed to find resource referenced by paramKind: ${shown}`);
  }
  const namespace = textOf(reference, 'namespace') || request.namespace;
  const name = textOf(reference, 'name');
  const selector = reference['selector'];
  const found = all.filter(
    ({ metadata }) =>
      (metadata.namespace === undefined || metadata.namespace === namespace) &&
      (isFields(selector)
        ? matchesSelectorObject(selector as LabelSelectorObject, metadata.labels)
        : metadata.name === name),
  );
  if (found.length > 0) return found;
  if (textOf(reference, 'parameterNotFoundAction') === 'Allow') return [];
  return invalid(
    'failed to configure binding: no params found for policy binding with `Deny` parameterNotFoundAction',
  );
}

function invalid(message: string): Denial {
  return { message, reason: 'Invalid' };
}

function inputFor({ store }: ObjectSpace, request: AdmissionRequest): CelInput {
  const { resource, user, namespace } = request;
  const { group, version, plural, kind } = resource;
  const about = request.object ?? request.oldObject;
  const [ownGroup, ownVersion] = splitVersion(about?.apiVersion ?? apiVersionOf(resource));
  const namespaceObject =
    namespace === undefined ? null : (store.get('namespaces', undefined, namespace) ?? null);
  return {
    object: toCel(request.object),
    oldObject: toCel(request.oldObject),
    namespaceObject: toCel(namespaceObject),
    request: toCel({
      kind: { group: ownGroup, version: ownVersion, kind: about?.kind ?? kind },
      resource: { group, version, resource: plural },
      subResource: request.subresource,
      requestKind: { group: ownGroup, version: ownVersion, kind: about?.kind ?? kind },
      requestResource: { group, version, resource: plural },
      requestSubResource: request.subresource,
      name: request.name,
      namespace: namespace ?? '',
      operation: request.operation,
      userInfo: {
        username: user.name,
        uid: user.uid ?? '',
        groups: [...user.groups],
        extra: user.extra ?? {},
      },
      dryRun: request.isDryRun,
    }),
  };
}

function splitVersion(apiVersion: string): [string, string] {
  const [first = '', second] = apiVersion.split('/');
  return second === undefined ? ['', first] : [first, second];
}

function judgeWith(policy: KubeObject, input: CelInput): Denial | undefined {
  const spec = childOf(policy, 'spec');
  const fails = textOf(spec, 'failurePolicy') !== 'Ignore';
  try {
    const conditions = listOf(spec, 'matchConditions');
    if (conditions.some((one) => evaluateCel(textOf(one, 'expression'), input) !== true)) return undefined;
  } catch (problem) {
    return fails ? invalid(`error evaluating match conditions: ${textOfProblem(problem)}`) : undefined;
  }
  const full = { ...input, variables: variablesOf(spec, input) };
  for (const validation of listOf(spec, 'validations')) {
    const denial = judgeOne(validation, full, fails);
    if (denial) return denial;
  }
  return undefined;
}

function judgeOne(validation: Fields, input: CelInput, fails: boolean): Denial | undefined {
  const expression = textOf(validation, 'expression').trim();
  const reason = textOf(validation, 'reason') || 'Invalid';
  try {
    if (evaluateCel(expression, input) === true) return undefined;
  } catch (problem) {
    return fails
      ? invalid(`expression '${expression}' resulted in error: ${textOfProblem(problem)}`)
      : undefined;
  }
  return { message: messageFor(validation, expression, input), reason };
}

function messageFor(validation: Fields, expression: string, input: CelInput): string {
  const byExpression = textOf(validation, 'messageExpression');
  if (byExpression) {
    try {
      const message = evaluateCel(byExpression, input);
      if (typeof message === 'string' && message.trim() && !message.includes('\n')) return message;
    } catch {
      // A message that fails falls back to the fixed one, as on the real server.
    }
  }
  return textOf(validation, 'message').trim() || `failed expression: ${expression}`;
}

/** Variables may use those before them; one that fails fails where it is used. */
function variablesOf(spec: Fields, input: CelInput): Fields {
  const variables: Fields = {};
  for (const variable of listOf(spec, 'variables')) {
    const expression = textOf(variable, 'expression');
    try {
      variables[textOf(variable, 'name')] = evaluateCel(expression, { ...input, variables });
    } catch {
      // Left out: whoever asks for it gets the error of a missing key.
    }
  }
  return variables;
}

/** The first line: the rest shows where in the expression. */
function textOfProblem(problem: unknown): string {
  const text = problem instanceof Error ? problem.message : String(problem);
  return (text.split('\n')[0] ?? text).replace(/^No such key: /, 'no such key: ');
}
