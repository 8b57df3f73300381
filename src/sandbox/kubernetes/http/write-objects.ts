import { ApiError, badRequest, invalid, notFound } from '../answers/api-error.ts';
import { deleted } from '../answers/status.ts';
import type { KubeObject } from '../object.ts';
import { eventInNewForm, eventInStoredForm } from '../registry/event-forms.ts';
import { apiVersionOf, qualifiedResource, type Resource } from '../registry/resource.ts';
import { isFields, numberOf, ownChild, textOf, textsOf, type Fields } from '../schema/fields.ts';
import { newApiErrors } from '../strategies/events.ts';
import { createObject } from '../writes/create-object.ts';
import { deleteObject, type Deletion, type DeletionOptions } from '../writes/delete-object.ts';
import { updateObject, type Update } from '../writes/update-object.ts';
import type { Target } from '../writes/write-context.ts';
import { decodeBody } from './decode-body.ts';
import type { Answer } from './exchange.ts';
import { contentTypeOf, writeContext, type Call } from './handler.ts';
import { dryRunErrors, readListOptions, readWriteOptions, type WriteOptions } from './options.ts';
import { filterOf } from './pages.ts';
import { parsePatch, patched, patchKindOf } from './patch-change.ts';
import { viewOf } from './views.ts';
import { includeObjectOf } from './include-object.ts';

export function answerCreate(call: Call): Answer {
  const { resource, info, exchange } = call;
  const options = readWriteOptions(exchange.query, 'CreateOptions');
  const draft = storedForm(resource, readObject(call, options));
  exchange.outcome.name = textOf(draft['metadata'], 'name');
  const creation = {
    resource: storedResource(call),
    namespace: resource.namespaced ? (info.namespace ?? '') : undefined,
    ...(isNewEvents(resource) ? { extraErrors: newApiErrors } : {}),
  };
  return shown(call, createObject(writeContext(call, options.isDryRun), creation, draft), 201);
}

function isNewEvents({ group }: Resource): boolean {
  return group === 'events.k8s.io';
}

function storedForm(resource: Resource, object: Fields): Fields {
  return isNewEvents(resource) ? eventInStoredForm(object) : object;
}

function readObject(call: Call, options: WriteOptions): Fields {
  const { resource, cluster, exchange, body } = call;
  const expected = { kind: resource.kind, apiVersion: apiVersionOf(resource), type: resource.type };
  return decodeBody(
    body,
    contentTypeOf(call),
    expected,
    cluster.catalogue,
    options.fieldValidation,
    exchange.warnings,
  );
}

/** Kinds that are served twice are written, and spoken of, in the form in which they are stored. */
function storedResource({ cluster, resource }: Call): Resource {
  return cluster.catalogue.stored(resource.storage) ?? resource;
}

function targetOf(call: Call): Target {
  const { info } = call;
  const resource = storedResource(call);
  return { resource, namespace: resource.namespaced ? info.namespace : undefined, name: info.name };
}

function partOf(call: Call): Update['part'] {
  const name = call.subresource?.name ?? '';
  if (name === 'status' || name === 'ephemeralcontainers' || name === 'finalize') return name;
  return name === 'approval' ? 'status' : '';
}

export function answerUpdate(call: Call): Answer {
  const options = readWriteOptions(call.exchange.query, 'UpdateOptions');
  const draft = storedForm(call.resource, readObject(call, options));
  const target = targetOf(call);
  const context = writeContext(call, options.isDryRun);
  const isMissing =
    call.cluster.store.get(target.resource.storage, target.namespace, target.name) === undefined;
  if (isMissing && call.resource.strategy.createsOnUpdate && !call.subresource) {
    const given = textOf(draft['metadata'], 'name');
    if (given !== target.name)
      throw badRequest(
        `the name of the object (${given}) does not match the name on the URL (${target.name})`,
      );
    delete ownChild(draft, 'metadata')['resourceVersion'];
    return shown(call, createObject(context, target, draft), 201);
  }
  const update: Update = { target, part: partOf(call), change: () => draft, isReplacement: true };
  return shown(call, updateObject(context, update), 200);
}

export function answerPatch(call: Call): Answer {
  const { resource, exchange, cluster } = call;
  const kind = patchKindOf(contentTypeOf(call), resource.type !== undefined);
  const options = readWriteOptions(exchange.query, 'PatchOptions', kind === 'apply');
  const patch = parsePatch(kind, call.body.toString('utf8'));
  const target = targetOf(call);
  const context = writeContext(call, options.isDryRun);
  const current = cluster.store.get(resource.storage, target.namespace, target.name);
  if (!current && kind === 'apply' && !call.subresource) {
    const draft = patched({}, patch, resource.type, options.fieldValidation, exchange.warnings);
    ownChild(draft, 'metadata')['name'] ??= target.name;
    return shown(call, createObject(context, target, draft), 201);
  }
  const change = (object: KubeObject): Fields =>
    storedForm(
      resource,
      patched(wireForm(resource, object), patch, resource.type, options.fieldValidation, exchange.warnings),
    );
  return shown(
    call,
    updateObject(context, { target, part: partOf(call), change, isReplacement: false }),
    200,
  );
}

function wireForm(resource: Resource, object: KubeObject): KubeObject {
  return isNewEvents(resource) ? eventInNewForm(object) : object;
}

function shown(call: Call, object: KubeObject, code: number): Answer {
  if (code === 201) call.exchange.outcome.created = object;
  const body = viewOf(call.cluster, call.resource, object, call.negotiated.view, includeObjectOf(call));
  return { code, body };
}

export function answerDelete(call: Call): Answer {
  const options = readDeletionOptions(call);
  const target = targetOf(call);
  return deletionAnswer(call, deleteObject(writeContext(call, options.isDryRun), target, options), target);
}

function deletionAnswer(call: Call, { object, isGone }: Deletion, { resource, name }: Target): Answer {
  if (!isGone && !resource.strategy.returnsDeleted && object.metadata.deletionTimestamp === undefined)
    throw notFound(qualifiedResource(resource), name);
  // A kind that is gone says so with a Status, unless its kind always answers with the object.
  if (!isGone || resource.strategy.returnsDeleted || resource.storage === 'namespaces')
    return shown(call, object, 200);
  const { group, plural } = resource;
  return { code: 200, body: deleted({ name, group, kind: plural, uid: object.metadata.uid }) };
}

/** Deletes all that the selectors take, one by one, and answers with the list of them. */
export function answerDeleteCollection(call: Call): Answer {
  const { resource, cluster, info, exchange } = call;
  const options = readDeletionOptions(call);
  const takes = filterOf(resource, readListOptions(exchange.query, resource, false));
  const version = String(cluster.store.version);
  const chosen = cluster.store.list(resource.storage, info.namespace).filter(takes);
  const context = writeContext(call, options.isDryRun);
  for (const { metadata } of chosen) {
    try {
      deleteObject(context, { resource, namespace: metadata.namespace, name: metadata.name }, options);
    } catch (error) {
      if (!(error instanceof ApiError) || error.code !== 404) throw error;
    }
  }
  const items = chosen.map(({ kind: _kind, apiVersion: _version, ...content }) => content);
  return {
    code: 200,
    body: {
      kind: `${resource.kind}List`,
      apiVersion: apiVersionOf(resource),
      metadata: { resourceVersion: version },
      items,
    },
  };
}

export interface ReadDeletionOptions extends DeletionOptions {
  readonly isDryRun: boolean;
}

const POLICIES = ['Orphan', 'Background', 'Foreground'] as const;

/** Options of a deletion stand in the body; without one, in the query. */
function readDeletionOptions(call: Call): ReadDeletionOptions {
  const { exchange, body, cluster } = call;
  const { query } = exchange;
  if (body.byteLength === 0) {
    const write = readWriteOptions(query, 'DeleteOptions');
    const grace = query.get('gracePeriodSeconds');
    return deletionOptions({
      ...(grace === null ? {} : { gracePeriodSeconds: Number(grace) }),
      ...(query.get('propagationPolicy') ? { propagationPolicy: query.get('propagationPolicy') } : {}),
      ...(query.get('orphanDependents') === 'true' ? { orphanDependents: true } : {}),
      dryRun: write.isDryRun ? ['All'] : [],
    });
  }
  const expected = {
    kind: 'DeleteOptions',
    apiVersion: apiVersionOf(call.resource),
    alsoVersions: ['v1', 'meta.k8s.io/v1', 'policy/v1'],
    type: 'meta/v1.DeleteOptions',
  };
  const given = decodeBody(body, contentTypeOf(call), expected, cluster.catalogue, 'Ignore', []);
  return deletionOptions({ ...given, dryRun: [...textsOf(given, 'dryRun'), ...query.getAll('dryRun')] });
}

/** Delete options as they stand in a body. Throws 422 for what they may not say. */
export function deletionOptions(given: Fields): ReadDeletionOptions {
  const dryRun = textsOf(given, 'dryRun').filter((value) => value !== '');
  const errors = dryRunErrors(dryRun);
  const policy = textOf(given, 'propagationPolicy');
  if (policy && !POLICIES.some((one) => one === policy)) {
    const text = `Invalid value: ${JSON.stringify(policy)}: DeletionPropagation need to be one of "Foreground", "Background", "Orphan" or nil`;
    errors.push({ reason: 'FieldValueInvalid', field: 'propagationPolicy', text });
  }
  if (errors.length > 0) throw invalid({ group: 'meta.k8s.io', resource: 'DeleteOptions' }, '', errors);
  const preconditions = isFields(given['preconditions']) ? given['preconditions'] : {};
  const graceSeconds = numberOf(given, 'gracePeriodSeconds');
  const propagation = given['orphanDependents'] === true ? 'Orphan' : POLICIES.find((one) => one === policy);
  return {
    isDryRun: dryRun.length > 0,
    ...(graceSeconds === undefined ? {} : { graceSeconds }),
    ...(propagation === undefined ? {} : { propagation }),
    ...(typeof preconditions['uid'] === 'string' ? { uid: preconditions['uid'] } : {}),
    ...(typeof preconditions['resourceVersion'] === 'string'
      ? { resourceVersion: preconditions['resourceVersion'] }
      : {}),
  };
}
