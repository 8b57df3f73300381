import { badRequest, conflict, notFound } from '../answers/api-error.ts';
import type { KubeObject } from '../object.ts';
import { childOf, listOf, ownChild, textOf, type Fields } from '../schema/fields.ts';
import { updateObject } from '../writes/update-object.ts';
import { decodeBody } from './decode-body.ts';
import type { Answer } from './exchange.ts';
import { contentTypeOf, writeContext, type Call } from './handler.ts';
import { readWriteOptions } from './options.ts';

const PODS = { group: '', resource: 'pods' };

/** Binds a pod to a node, as schedulers do. */
export function answerBinding(call: Call): Answer {
  const { cluster, exchange, info } = call;
  const options = readWriteOptions(exchange.query, 'CreateOptions');
  const expected = { kind: 'Binding', apiVersion: 'v1', type: 'core/v1.Binding' };
  const binding = decodeBody(
    call.body,
    contentTypeOf(call),
    expected,
    cluster.catalogue,
    options.fieldValidation,
    exchange.warnings,
  );
  const name = info.subresource === 'binding' ? info.name : textOf(binding['metadata'], 'name');
  const node = textOf(childOf(binding, 'target'), 'name');
  if (!node) throw badRequest('binding.target.name: Required value');
  const resource = cluster.catalogue.stored('pods');
  const pod = cluster.store.get('pods', info.namespace, name);
  if (!resource || !pod) throw notFound(PODS, name);
  refuse(pod, name);
  const now = cluster.clock.isoSeconds();
  const change = (current: KubeObject): Fields => bound(current, node, now);
  const target = { resource, namespace: info.namespace, name };
  const context = { ...writeContext(call, options.isDryRun), isChecked: false };
  updateObject(context, { target, part: 'any', change, isReplacement: false });
  return {
    code: 201,
    body: { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 },
  };
}

function refuse(pod: KubeObject, name: string): void {
  const because = (why: string) => conflict({ group: '', resource: 'pods/binding' }, name, why);
  if (pod.metadata.deletionTimestamp)
    throw because(`pod ${name} is being deleted, cannot be assigned to a host`);
  const assigned = textOf(pod['spec'], 'nodeName');
  if (assigned) throw because(`pod ${name} is already assigned to node "${assigned}"`);
  if (listOf(pod['spec'], 'schedulingGates').length > 0)
    throw because(`pod ${name} has non-empty .spec.schedulingGates`);
}

function bound(pod: KubeObject, node: string, now: string): Fields {
  const next = structuredClone(pod) as unknown as Fields;
  ownChild(next, 'spec')['nodeName'] = node;
  const status = ownChild(next, 'status');
  const others = listOf(status, 'conditions').filter((one) => one['type'] !== 'PodScheduled');
  status['conditions'] = [
    ...others,
    { type: 'PodScheduled', status: 'True', lastProbeTime: null, lastTransitionTime: now },
  ];
  return next;
}
