import { badRequest, conflict, invalid, notFound, OPTIMISTIC_LOCK } from '../answers/api-error.ts';
import type { KubeObject } from '../object.ts';
import { qualifiedResource } from '../registry/resource.ts';
import { selectorText, type LabelSelectorObject } from '../selectors/label-selector.ts';
import { childOf, isFields, numberOf, ownChild, textOf, type Fields } from '../schema/fields.ts';
import { invalidValue } from '../validation/field-error.ts';
import { updateObject } from '../writes/update-object.ts';
import type { Target } from '../writes/write-context.ts';
import { decodeBody } from './decode-body.ts';
import type { Answer } from './exchange.ts';
import { contentTypeOf, writeContext, type Call } from './handler.ts';
import { readWriteOptions, type WriteOptions } from './options.ts';
import { parsePatch, patched, patchKindOf } from './patch-change.ts';

const SCALE_TYPE = 'autoscaling/v1.Scale';

/** The number of replicas of a workload, without the rest of it. */
export function answerScale(call: Call): Answer {
  const { info, resource, cluster } = call;
  const target = { resource, namespace: info.namespace, name: info.name };
  const current = cluster.store.get(resource.storage, info.namespace, info.name);
  if (!current) throw notFound(qualifiedResource(resource), info.name);
  if (info.verb === 'get') return { code: 200, body: scaleOf(current) };
  const kind = info.verb === 'patch' ? 'PatchOptions' : 'UpdateOptions';
  const options = readWriteOptions(call.exchange.query, kind);
  const wanted = info.verb === 'patch' ? patchedScale(call, current, options) : putScale(call, options);
  return { code: 200, body: scaleOf(store(call, target, current, wanted, options)) };
}

function scaleOf(workload: KubeObject): Fields {
  const { name, namespace, uid, resourceVersion, creationTimestamp } = workload.metadata;
  const selector = childOf(workload, 'spec')['selector'];
  // A ReplicationController's selector is a plain map.
  const isPlain = isFields(selector) && !('matchLabels' in selector) && !('matchExpressions' in selector);
  const shown = (isPlain ? { matchLabels: selector } : selector) as LabelSelectorObject | undefined;
  const replicas = numberOf(workload['spec'], 'replicas') ?? 0;
  const text = selectorText(shown);
  return {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: { name, namespace, uid, resourceVersion, creationTimestamp },
    spec: replicas === 0 ? {} : { replicas },
    status: { replicas: numberOf(workload['status'], 'replicas') ?? 0, ...(text ? { selector: text } : {}) },
  };
}

function patchedScale(call: Call, current: KubeObject, options: WriteOptions): Fields {
  const patch = parsePatch(patchKindOf(contentTypeOf(call), true), call.body.toString('utf8'));
  return patched(scaleOf(current), patch, SCALE_TYPE, options.fieldValidation, call.exchange.warnings);
}

function putScale(call: Call, options: WriteOptions): Fields {
  const expected = { kind: 'Scale', apiVersion: 'autoscaling/v1', type: SCALE_TYPE };
  const { cluster, exchange, info } = call;
  const scale = decodeBody(
    call.body,
    contentTypeOf(call),
    expected,
    cluster.catalogue,
    options.fieldValidation,
    exchange.warnings,
  );
  const name = textOf(scale['metadata'], 'name');
  if (name !== info.name)
    throw badRequest(`the name of the object (${name}) does not match the name on the URL (${info.name})`);
  return scale;
}

function store(
  call: Call,
  target: Target,
  current: KubeObject,
  wanted: Fields,
  options: WriteOptions,
): KubeObject {
  const replicas = numberOf(childOf(wanted, 'spec'), 'replicas') ?? 0;
  if (replicas < 0) {
    const error = invalidValue('spec.replicas', replicas, 'must be greater than or equal to 0');
    throw invalid({ group: 'autoscaling', resource: 'Scale' }, target.name, [error]);
  }
  const version = textOf(wanted['metadata'], 'resourceVersion');
  const isStale = version !== '' && version !== current.metadata.resourceVersion;
  if (isStale && !call.cluster.faults.has('version-conflict-ignored'))
    throw conflict(qualifiedResource(target.resource), target.name, OPTIMISTIC_LOCK);
  const change = (object: KubeObject): Fields => {
    const next = structuredClone(object) as unknown as Fields;
    ownChild(next, 'spec')['replicas'] = replicas;
    return next;
  };
  const context = { ...writeContext(call, options.isDryRun), isChecked: false };
  return updateObject(context, { target, part: 'any', change, isReplacement: false });
}
