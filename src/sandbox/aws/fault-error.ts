import type { FaultAnswer } from '../faults.ts';
import { AwsError } from './wire/aws-error.ts';
import type { Service } from './wire/service.ts';

/** What a fault may say in its body to be worded by the service: `{error: 'Throttling'}`. */
export interface FaultBody {
  /** `Throttling` and `InternalFailure` become the service's own codes, anything else is sent as it stands. */
  readonly error: string;
  readonly message?: string;
  /** True: the call is carried out all the same, and the error is a lie. */
  readonly applied?: boolean;
}

export function faultBody(answer: FaultAnswer): FaultBody | undefined {
  const { body } = answer;
  if (typeof body !== 'object' || body === null || !('error' in body) || typeof body.error !== 'string')
    return undefined;
  const message = 'message' in body && typeof body.message === 'string' ? { message: body.message } : {};
  return { error: body.error, ...message, applied: 'applied' in body && body.applied === true };
}

export function faultError(body: FaultBody, status: number | undefined, service: Service): AwsError {
  const usual = usualError(body.error, service);
  return new AwsError(usual.code, body.message ?? usual.message, status ?? usual.status);
}

function usualError(word: string, service: Service): AwsError {
  switch (word) {
    case 'Throttling':
      return service.words.throttled();
    case 'InternalFailure':
      return service.words.internal();
    case 'AccessDenied':
      return service.words.denied('Access is denied.');
    case 'ExpiredToken':
      return service.words.unsigned('token-expired', 'The security token included in the request is expired');
    default:
      return new AwsError(word, word, 400);
  }
}
