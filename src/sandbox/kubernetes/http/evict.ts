import {
  badRequest,
  internal,
  isConflict,
  notFound,
  tooManyRequests,
  type ApiError,
} from '../answers/api-error.ts';
import { created } from '../answers/status.ts';
import type { KubeObject } from '../object.ts';
import { isFinished, phaseOf } from '../strategies/pod-phase.ts';
import { matchesSelectorObject, type LabelSelectorObject } from '../selectors/label-selector.ts';
import {
  isFields,
  isSame,
  listOf,
  numberOf,
  ownChild,
  textOf,
  textsOf,
  type Fields,
} from '../schema/fields.ts';
import { checkPreconditions, deleteObject, type DeletionOptions } from '../writes/delete-object.ts';
import { updateObject } from '../writes/update-object.ts';
import type { Target, WriteContext } from '../writes/write-context.ts';
import { admitNamespace } from '../admission/admit-creation.ts';
import { decodeBody } from './decode-body.ts';
import { stillProcessed, takeToken, VIOLATES } from './disruption-token.ts';
import type { Answer } from './exchange.ts';
import { contentTypeOf, writeContext, type Call } from './handler.ts';
import { readWriteOptions } from './options.ts';
import { deletionOptions, type ReadDeletionOptions } from './write-objects.ts';

/** How often, and after how many real ms (and a tenth more at most), a conflict is tried again. */
const TRIES = 20;
const RETRY_MS = 500;

const PODS = { group: '', resource: 'pods' };

/** Evicts a pod: a deletion that asks the disruption budgets first. */
export async function answerEviction(call: Call): Promise<Answer> {
  const { exchange, resource, info } = call;
  const write = readWriteOptions(exchange.query, 'CreateOptions');
  const eviction = readEviction(call, write.fieldValidation);
  const namespace = info.namespace ?? '';
  const pre = writeContext(call, write.isDryRun);
  admitNamespace(pre, resource, namespace, info.name);
  if (textOf(eviction['metadata'], 'name') !== info.name)
    throw badRequest('name in URL does not match name in Eviction object');
  const options = evictionOptions(eviction, write.isDryRun);
  const context = writeContext(call, options.isDryRun);
  const object = { ...eviction, kind: 'Eviction', apiVersion: 'policy/v1' } as unknown as KubeObject;
  context.admit({
    operation: 'CREATE',
    resource,
    subresource: 'eviction',
    name: info.name,
    namespace,
    user: exchange.user,
    isDryRun: write.isDryRun,
    object,
    oldObject: null,
  });
  const target = { resource, namespace, name: info.name };
  const isDeleted = await evictUnbudgeted(context, target, options);
  if (!isDeleted) evictBudgeted(context, target, options);
  return { code: 201, body: created() };
}

function readEviction(call: Call, fieldValidation: 'Ignore' | 'Warn' | 'Strict'): Fields {
  const expected = {
    kind: 'Eviction',
    apiVersion: 'policy/v1',
    alsoVersions: ['policy/v1beta1'],
    type: 'policy/v1.Eviction',
  };
  const { cluster, exchange, info } = call;
  const eviction = decodeBody(
    call.body,
    contentTypeOf(call),
    expected,
    cluster.catalogue,
    fieldValidation,
    exchange.warnings,
  );
  const metadata = ownChild(eviction, 'metadata');
  const namespace = textOf(metadata, 'namespace');
  if (namespace && namespace !== info.namespace)
    throw badRequest('the namespace of the provided object does not match the namespace sent on the request');
  metadata['namespace'] = info.namespace;
  return eviction;
}

/** A dry run may be asked for in the query or in the body, but not in different words. */
function evictionOptions(eviction: Fields, isDryRun: boolean): ReadDeletionOptions {
  const given = isFields(eviction['deleteOptions']) ? eviction['deleteOptions'] : {};
  const inBody = textsOf(given, 'dryRun');
  if (isDryRun && inBody.length > 0 && !isSame(inBody, ['All']))
    throw internal(`Non-matching dry-run options in request and content: [All] and [${inBody.join(' ')}]`);
  const options = deletionOptions(given);
  return { ...options, isDryRun: isDryRun || options.isDryRun };
}

/** Finished, pending and terminating pods are deleted without asking a budget. */
async function evictUnbudgeted(
  context: WriteContext,
  target: Target,
  options: DeletionOptions,
): Promise<boolean> {
  const isPatient = options.resourceVersion === undefined;
  for (let attempt = 1; ; attempt++) {
    const pod = podOf(context, target);
    if (!isFinished(pod) && phaseOf(pod) !== 'Pending' && !pod.metadata.deletionTimestamp) return false;
    try {
      markAndDelete(context, target, options);
      return true;
    } catch (error) {
      if (!isPatient || !isConflict(error) || attempt >= TRIES) throw error;
    }
    await new Promise((resolve) => {
      setTimeout(resolve, RETRY_MS * (1 + Math.random() / 10));
    });
  }
}

function podOf({ space }: WriteContext, { resource, namespace, name }: Target): KubeObject {
  const pod = space.store.get(resource.storage, namespace, name);
  if (!pod) throw notFound(PODS, name);
  return pod;
}

function evictBudgeted(context: WriteContext, target: Target, options: DeletionOptions): void {
  const pod = podOf(context, target);
  const budgets = budgetsOf(context, pod);
  if (budgets.length > 1) throw twoBudgets(context);
  const [budget] = budgets;
  const isFree = budget !== undefined && isUnreadyAndFree(context, pod, budget);
  if (budget && !isFree) takeToken(context, pod, budget);
  try {
    markAndDelete(context, target, options);
  } catch (error) {
    // The pod changed after it was judged unready: the client is to ask again.
    if (isFree && budget && isConflict(error) && options.resourceVersion === undefined)
      throw stillProcessed(budget.metadata.name);
    throw error;
  }
}

function budgetsOf({ space }: WriteContext, { metadata }: KubeObject): KubeObject[] {
  return space.store
    .list('poddisruptionbudgets.policy', metadata.namespace)
    .filter((budget) => matchesSelectorObject(selectorOf(budget), metadata.labels));
}

function selectorOf(budget: KubeObject): LabelSelectorObject | undefined {
  const spec = budget['spec'] as Fields | undefined;
  return spec?.['selector'] as LabelSelectorObject | undefined;
}

function twoBudgets({ space }: WriteContext): ApiError {
  if (space.faults.has('two-budgets-answer-429')) return tooManyRequests(VIOLATES, [], 0);
  return internal(
    'This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.',
  );
}

/** An unready pod costs no token if the budget is met without it, or does not care for unready pods. */
function isUnreadyAndFree({ space }: WriteContext, pod: KubeObject, budget: KubeObject): boolean {
  const conditions = listOf(pod['status'], 'conditions');
  const isReady = conditions.some((one) => one['type'] === 'Ready' && one['status'] === 'True');
  if (isReady || space.faults.has('unready-pods-are-healthy')) return false;
  if (textOf(budget['spec'], 'unhealthyPodEvictionPolicy') === 'AlwaysAllow') return true;
  const healthy = numberOf(budget['status'], 'currentHealthy') ?? 0;
  const desired = numberOf(budget['status'], 'desiredHealthy') ?? 0;
  return healthy >= desired && desired > 0;
}

/** Says in the pod's status why it goes, then deletes it. */
function markAndDelete(context: WriteContext, target: Target, options: DeletionOptions): void {
  const pod = podOf(context, target);
  let version = options.resourceVersion;
  if (!context.isDryRun) {
    const { uid, ...others } = options;
    checkPreconditions(context.space, target, pod, uid ? options : others);
    const marked = markDisrupted(context, target);
    if (version !== undefined) version = marked.metadata.resourceVersion;
  }
  deleteObject(
    { ...context, admit: () => {} },
    target,
    version === undefined ? options : { ...options, resourceVersion: version },
  );
}

function markDisrupted(context: WriteContext, target: Target): KubeObject {
  const now = context.space.clock.isoSeconds();
  const change = (current: KubeObject): Fields => {
    const next = structuredClone(current) as unknown as Fields;
    const status = ownChild(next, 'status');
    const conditions = listOf(status, 'conditions');
    const old = conditions.find((one) => one['type'] === 'DisruptionTarget');
    const marked = {
      type: 'DisruptionTarget',
      status: 'True',
      lastProbeTime: null,
      lastTransitionTime: old?.['status'] === 'True' ? old['lastTransitionTime'] : now,
      reason: 'EvictionByEvictionAPI',
      message: 'Eviction API: evicting',
    };
    status['conditions'] = old
      ? conditions.map((one) => (one === old ? marked : one))
      : [...conditions, marked];
    return next;
  };
  return updateObject(
    { ...context, isChecked: false, admit: () => {} },
    { target, part: 'any', change, isReplacement: false },
  );
}
