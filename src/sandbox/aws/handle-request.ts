import { randomUUID } from 'node:crypto';
import type { EffectLog } from '../effects.ts';
import type { FaultAnswer, FaultBook } from '../faults.ts';
import type { CloudState } from './cloud/cloud-state.ts';
import { effectObjects } from './effect-objects.ts';
import { faultBody, faultError } from './fault-error.ts';
import { authorize } from './iam/authorize.ts';
import type { PolicyUsage } from './iam/policy-usage.ts';
import type { Principal, PrincipalBook } from './iam/principal.ts';
import { serviceOf } from './services.ts';
import { verifySignature } from './signature/verify-signature.ts';
import { AwsError } from './wire/aws-error.ts';
import type { HttpAnswer, HttpRequest } from './wire/http-exchange.ts';
import type { Operation } from './wire/operation.ts';
import type { Asked, Service } from './wire/service.ts';

export interface AwsWorld {
  readonly cloud: CloudState;
  readonly effects: EffectLog;
  readonly faults: FaultBook;
  readonly principals: PrincipalBook;
  readonly usage: PolicyUsage;
}

/** What becomes of a request: an answer to send, or none because a fault cuts the connection. */
export type Handled =
  | { readonly kind: 'answer'; readonly answer: HttpAnswer; readonly delayMs: number }
  | { readonly kind: 'cut'; readonly delayMs: number };

/** One call as it goes through: who asks what of which service. */
interface Call {
  readonly request: HttpRequest;
  readonly requestId: string;
  readonly service: Service;
  readonly asked: Asked;
  readonly operation: Operation | undefined;
  readonly actor: string;
}

/** Takes a request all the way: service, signature, fault, parameters, rights, deed, effect, answer. */
export function handleRequest(request: HttpRequest, world: AwsWorld): Handled {
  // Not of the seed: how often somebody asks must not change the ids of what comes later.
  const requestId = randomUUID();
  const service = serviceOf(request);
  if (!service) return unknownService(requestId);
  const asked = service.protocol.decode(request);
  if (!asked) return refuse(service, service.words.unknownAction(''), requestId);
  const operation = service.operations.get(asked.action);
  const verdict = verifySignature(request, {
    principals: world.principals,
    region: world.cloud.region,
    now: Date.now(),
  });
  if (verdict.kind === 'refused') {
    const error = service.words.unsigned(verdict.fault, verdict.text);
    const call = {
      request,
      requestId,
      service,
      asked,
      operation,
      actor: `unauthenticated:${verdict.accessKeyId}`,
    };
    return finish(call, error, world);
  }
  const call = { request, requestId, service, asked, operation, actor: verdict.principal.arn };
  const fault = world.faults.strike('aws', request.method, asked.action, call.actor);
  return fault
    ? strike(call, fault, verdict.principal, world)
    : finish(call, perform(call, verdict.principal, world), world);
}

/** Does what is asked; the answer, or the error to send. Anything but an AwsError is the sandbox's own fault. */
function perform(call: Call, principal: Principal, world: AwsWorld): HttpAnswer | AwsError {
  const { operation, service, asked, requestId } = call;
  if (!operation) return service.words.unknownAction(asked.action);
  try {
    const context = { cloud: world.cloud, principal, requestId };
    const prepared = operation.prepare(asked.parameters, context);
    if (!('run' in prepared)) return service.words.malformed(prepared);
    const denied = authorize(prepared.authorizations, principal, service, world);
    if (denied) return denied;
    return service.protocol.answer(asked.action, prepared.run(), requestId);
  } catch (error) {
    if (error instanceof AwsError) return error;
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return new AwsError('InternalFailure', `The sandbox failed: ${message}`, 500);
  }
}

function strike(call: Call, fault: FaultAnswer, principal: Principal, world: AwsWorld): Handled {
  const delayMs = fault.delayMs ?? 0;
  const body = faultBody(fault);
  const lost = fault.drop === 'answer';
  const changesAnswer = fault.status !== undefined || fault.body !== undefined;
  // A fault that only delays, or that loses the answer, lets the call be carried out.
  const carriedOut = lost || body?.applied === true || (!changesAnswer && fault.drop === undefined);
  const truth = carriedOut ? perform(call, principal, world) : undefined;
  if (truth) record(call, truth.status, world);
  if (fault.drop) {
    if (!truth) record(call, 0, world);
    return { kind: 'cut', delayMs };
  }
  if (truth && !changesAnswer) return { ...answerWith(call, truth), delayMs };
  const lie = faultAnswer(call, fault);
  if (!truth) record(call, lie.status, world);
  return { kind: 'answer', answer: lie, delayMs };
}

function faultAnswer(call: Call, fault: FaultAnswer): HttpAnswer {
  const body = faultBody(fault);
  const { service, requestId } = call;
  if (body || fault.body === undefined) {
    const word = body ?? { error: (fault.status ?? 500) >= 500 ? 'InternalFailure' : 'Throttling' };
    const answer = service.protocol.refuse(faultError(word, fault.status, service), requestId);
    return { ...answer, headers: { ...answer.headers, ...fault.headers } };
  }
  const raw = typeof fault.body === 'string' ? fault.body : JSON.stringify(fault.body);
  return {
    status: fault.status ?? 500,
    headers: { 'x-amzn-requestid': requestId, ...fault.headers },
    body: raw,
  };
}

function finish(call: Call, outcome: HttpAnswer | AwsError, world: AwsWorld): Handled {
  record(call, outcome.status, world);
  return answerWith(call, outcome);
}

function answerWith(call: Call, outcome: HttpAnswer | AwsError): Extract<Handled, { kind: 'answer' }> {
  const answer =
    outcome instanceof AwsError ? call.service.protocol.refuse(outcome, call.requestId) : outcome;
  return { kind: 'answer', answer, delayMs: 0 };
}

/** Mutating calls are effects, refused ones too. */
function record(call: Call, status: number, world: AwsWorld): void {
  if (call.operation?.access !== 'write') return;
  const verb = `${call.service.name}:${call.asked.action}`;
  for (const { object, uid } of effectObjects(call.asked.parameters, world.cloud)) {
    world.effects.record({ at: world.cloud.clock.now(), actor: call.actor, verb, object, uid, status });
  }
}

function refuse(service: Service, error: AwsError, requestId: string): Handled {
  return { kind: 'answer', answer: service.protocol.refuse(error, requestId), delayMs: 0 };
}

function unknownService(requestId: string): Handled {
  const body = JSON.stringify({
    message: 'The sandbox serves autoscaling, ec2, eks, elasticloadbalancing, monitoring, ssm and sts.',
  });
  return {
    kind: 'answer',
    answer: {
      status: 404,
      headers: { 'content-type': 'application/json', 'x-amzn-requestid': requestId },
      body,
    },
    delayMs: 0,
  };
}
