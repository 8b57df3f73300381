import { badRequest, invalid } from '../answers/api-error.ts';
import { apiVersionOf } from '../registry/resource.ts';
import { childOf, isFields, textOf, textsOf, type Fields } from '../schema/fields.ts';
import { invalidValue } from '../validation/field-error.ts';
import type { User } from '../users.ts';
import { decodeBody } from './decode-body.ts';
import type { Answer } from './exchange.ts';
import { contentTypeOf, type Call } from './handler.ts';
import { readWriteOptions } from './options.ts';
import type { RequestInfo, RequestVerb } from './request-info.ts';

/** Kinds that are asked and answered, never stored. */
export const REVIEWS: Readonly<Record<string, (call: Call) => Answer>> = {
  selfsubjectaccessreviews: (call) => accessReview(call, () => call.exchange.user),
  subjectaccessreviews: (call) => accessReview(call, subjectOf),
  localsubjectaccessreviews: (call) => accessReview(call, subjectOf),
  selfsubjectrulesreviews: rulesReview,
  selfsubjectreviews: selfReview,
};

function read(call: Call): Fields {
  const { resource, cluster, exchange } = call;
  const options = readWriteOptions(exchange.query, 'CreateOptions');
  const expected = { kind: resource.kind, apiVersion: apiVersionOf(resource), type: resource.type };
  return decodeBody(
    call.body,
    contentTypeOf(call),
    expected,
    cluster.catalogue,
    options.fieldValidation,
    exchange.warnings,
  );
}

function reviewed(review: Fields, status: Fields): Answer {
  const { kind, apiVersion, metadata, spec } = review;
  return { code: 201, body: { kind, apiVersion, metadata, spec, status } };
}

function subjectOf(spec: Fields): User {
  return { name: textOf(spec, 'user'), uid: textOf(spec, 'uid'), groups: textsOf(spec, 'groups') };
}

function accessReview(call: Call, userOf: (spec: Fields) => User): Answer {
  const review = read(call);
  const spec = childOf(review, 'spec');
  const hasResource = isFields(spec['resourceAttributes']);
  if (hasResource === isFields(spec['nonResourceAttributes'])) {
    const shown = hasResource ? spec['resourceAttributes'] : null;
    const detail = hasResource
      ? 'cannot be specified in combination with resourceAttributes'
      : 'exactly one of nonResourceAttributes or resourceAttributes must be specified';
    const field = hasResource ? 'spec.nonResourceAttributes' : 'spec.resourceAttributes';
    throw invalid({ group: call.resource.group, resource: '' }, '', [invalidValue(field, shown, detail)]);
  }
  const user = userOf(spec);
  const isAllowed = call.authorizer.wouldAllow(user, requestOf(spec));
  review['kind'] = call.resource.kind;
  review['apiVersion'] = apiVersionOf(call.resource);
  return reviewed(review, { allowed: isAllowed });
}

function requestOf(spec: Fields): RequestInfo {
  const path = spec['nonResourceAttributes'];
  if (isFields(path)) return { is: 'path', verb: textOf(path, 'verb'), path: textOf(path, 'path') };
  const about = childOf(spec, 'resourceAttributes');
  return {
    is: 'resource',
    // A review may ask for any verb, also for ones that no method of HTTP has.
    verb: textOf(about, 'verb') as RequestVerb,
    group: textOf(about, 'group'),
    version: textOf(about, 'version'),
    namespace: textOf(about, 'namespace') || undefined,
    plural: textOf(about, 'resource'),
    name: textOf(about, 'name'),
    subresource: textOf(about, 'subresource'),
  };
}

function rulesReview(call: Call): Answer {
  const review = read(call);
  const namespace = textOf(childOf(review, 'spec'), 'namespace');
  if (!namespace) throw badRequest('no namespace on request');
  const rules = call.authorizer.rulesFor(call.exchange.user, namespace);
  const resourceRules: Fields[] = [];
  const nonResourceRules: Fields[] = [];
  for (const rule of rules) {
    const verbs = textsOf(rule, 'verbs');
    const paths = textsOf(rule, 'nonResourceURLs');
    if (paths.length > 0) nonResourceRules.push({ verbs, nonResourceURLs: paths });
    if (textsOf(rule, 'resources').length === 0) continue;
    const names = textsOf(rule, 'resourceNames');
    resourceRules.push({
      verbs,
      apiGroups: textsOf(rule, 'apiGroups'),
      resources: textsOf(rule, 'resources'),
      ...(names.length > 0 ? { resourceNames: names } : {}),
    });
  }
  review['kind'] = call.resource.kind;
  review['apiVersion'] = apiVersionOf(call.resource);
  review['spec'] = {};
  return reviewed(review, { resourceRules, nonResourceRules, incomplete: false });
}

function selfReview(call: Call): Answer {
  read(call);
  const { name, uid, groups, extra } = call.exchange.user;
  return {
    code: 201,
    body: {
      kind: 'SelfSubjectReview',
      apiVersion: 'authentication.k8s.io/v1',
      metadata: { creationTimestamp: call.cluster.clock.isoSeconds() },
      status: { userInfo: { username: name, ...(uid ? { uid } : {}), groups, ...(extra ? { extra } : {}) } },
    },
  };
}
