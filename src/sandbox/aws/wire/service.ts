import type { AwsError } from './aws-error.ts';
import type { Complaint } from './fields.ts';
import type { HttpAnswer, HttpRequest } from './http-exchange.ts';
import type { Operation } from './operation.ts';
import type { OutputObject, Tree } from './tree.ts';

/** What a request asks for, in the words of its service. */
export interface Asked {
  /** As IAM and the effects name it, without the prefix: `SetDesiredCapacity`. */
  readonly action: string;
  readonly parameters: Tree;
}

/** Reasons to turn a request away before anybody looks at what it asks. */
export type SignatureFault =
  | 'missing'
  | 'incomplete'
  | 'unknown-key'
  | 'mismatch'
  | 'expired'
  | 'not-yet-valid'
  | 'token-expired'
  | 'wrong-scope';

/** A way to write requests and answers; several services share one. */
export interface Protocol {
  /** Undefined if the request asks for nothing that can be read. */
  decode(request: HttpRequest): Asked | undefined;
  answer(action: string, output: OutputObject | undefined, requestId: string): HttpAnswer;
  refuse(error: AwsError, requestId: string): HttpAnswer;
}

export interface Service {
  /** The name in the signature's scope, and nearly always the prefix of IAM actions. */
  readonly name: string;
  readonly protocol: Protocol;
  readonly operations: ReadonlyMap<string, Operation>;
  /** The service's own words for what is wrong. */
  readonly words: ServiceWords;
}

export interface ServiceWords {
  unknownAction(action: string): AwsError;
  malformed(complaints: readonly Complaint[]): AwsError;
  denied(text: string): AwsError;
  throttled(): AwsError;
  internal(): AwsError;
  unsigned(fault: SignatureFault, text: string): AwsError;
}

export function operationsByName(...operations: readonly Operation[]): ReadonlyMap<string, Operation> {
  return new Map(operations.map((operation) => [operation.name, operation]));
}
