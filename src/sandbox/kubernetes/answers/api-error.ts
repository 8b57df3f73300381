import { causeOf, messageOf, type FieldError } from '../validation/field-error.ts';
import { failure, type Status, type StatusCause, type StatusParts } from './status.ts';

/** The group and the plural (or, in some answers, the kind) that an answer is about. */
export interface Qualified {
  readonly group: string;
  readonly resource: string;
}

/** A refusal of the API server; it is thrown where the rule is broken and answered at the edge. */
export class ApiError extends Error {
  readonly status: Status;

  constructor(parts: StatusParts) {
    super(parts.message);
    this.name = 'ApiError';
    this.status = failure(parts);
  }

  get code(): number {
    return this.status.code ?? 500;
  }
}

export function isConflict(error: unknown): error is ApiError {
  return error instanceof ApiError && error.status.reason === 'Conflict';
}

function titleOf({ group, resource }: Qualified): string {
  return group ? `${resource}.${group}` : resource;
}

export function notFound(about: Qualified, name: string): ApiError {
  return new ApiError({
    code: 404,
    reason: 'NotFound',
    message: `${titleOf(about)} "${name}" not found`,
    details: { name, group: about.group, kind: about.resource },
  });
}

/** What unknown resources, versions and subresources answer. */
export function resourceNotFound(): ApiError {
  return new ApiError({
    code: 404,
    reason: 'NotFound',
    message: 'the server could not find the requested resource',
    details: {},
  });
}

export function alreadyExists(about: Qualified, name: string): ApiError {
  return new ApiError({
    code: 409,
    reason: 'AlreadyExists',
    message: `${titleOf(about)} "${name}" already exists`,
    details: { name, group: about.group, kind: about.resource },
  });
}

export function conflict(about: Qualified, name: string, why: string): ApiError {
  return new ApiError({
    code: 409,
    reason: 'Conflict',
    message: `Operation cannot be fulfilled on ${titleOf(about)} "${name}": ${why}`,
    details: { name, group: about.group, kind: about.resource },
  });
}

export const OPTIMISTIC_LOCK =
  'the object has been modified; please apply your changes to the latest version and try again';

export function badRequest(message: string): ApiError {
  return new ApiError({ code: 400, reason: 'BadRequest', message });
}

export function methodNotAllowed(): ApiError {
  return new ApiError({
    code: 405,
    reason: 'MethodNotAllowed',
    message: 'the server does not allow this method on the requested resource',
    details: {},
  });
}

/** An error of the server's own making has neither reason nor details. */
export function internal(message: string): ApiError {
  return new ApiError({ code: 500, message });
}

export function forbidden(about: Qualified, name: string, why: string, causes?: StatusCause[]): ApiError {
  const title = name ? `${titleOf(about)} "${name}"` : titleOf(about);
  return new ApiError({
    code: 403,
    reason: 'Forbidden',
    message: `${title} is forbidden: ${why}`,
    details: { name, group: about.group, kind: about.resource, ...(causes ? { causes } : {}) },
  });
}

/** 422 with a cause for each error. Equal texts are said once in the message, but each keeps its cause. */
export function invalid(about: Qualified, name: string, errors: readonly FieldError[]): ApiError {
  const texts = [...new Set(errors.map(messageOf))];
  const said = texts.length === 1 ? texts[0] : `[${texts.join(', ')}]`;
  return new ApiError({
    code: 422,
    reason: 'Invalid',
    message: `${titleOf(about)} "${name}" is invalid: ${said}`,
    details: { name, group: about.group, kind: about.resource, causes: errors.map(causeOf) },
  });
}

/** What a failed JSON patch answers: the operations were understood, but do not fit the object. */
export function unprocessable(): ApiError {
  return new ApiError({
    code: 422,
    reason: 'Invalid',
    message: 'the server rejected our request due to an error in our request',
    details: {},
  });
}

export function unauthorized(): ApiError {
  return new ApiError({ code: 401, reason: 'Unauthorized', message: 'Unauthorized' });
}

export function expired(message: string, continueToken?: string): ApiError {
  return new ApiError({
    code: 410,
    reason: 'Expired',
    message,
    ...(continueToken === undefined ? {} : { continueToken }),
  });
}

export function tooManyRequests(message: string, causes: StatusCause[], retryAfterSeconds: number): ApiError {
  return new ApiError({
    code: 429,
    reason: 'TooManyRequests',
    message,
    details: { causes, retryAfterSeconds },
  });
}

/** A read that asks for a version that this server has not reached. */
export function versionTooLarge(asked: string, current: number): ApiError {
  return new ApiError({
    code: 504,
    reason: 'Timeout',
    message: `Timeout: Too large resource version: ${asked}, current: ${current}`,
    details: {
      causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }],
      retryAfterSeconds: 1,
    },
  });
}

export function unsupportedMediaType(message: string, details?: Record<string, never>): ApiError {
  return new ApiError({
    code: 415,
    reason: 'UnsupportedMediaType',
    message,
    ...(details ? { details } : {}),
  });
}

export function notAcceptable(): ApiError {
  return new ApiError({
    code: 406,
    reason: 'NotAcceptable',
    message:
      '406: Not Acceptable\n\nAvailable representations: application/json, application/yaml, application/vnd.kubernetes.protobuf',
    details: {},
  });
}

export function tooLarge(limitBytes: number): ApiError {
  return new ApiError({
    code: 413,
    reason: 'RequestEntityTooLarge',
    message: `Request entity too large: limit is ${limitBytes}`,
  });
}
