import { PortError } from '../../ports/port-error.ts';
import type { PortErrorKind } from '../../ports/port-error.ts';

/** What the SDK puts on its errors; every field may be missing. */
interface AwsFailure {
  readonly name: string;
  readonly message: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
  readonly $retryable?: { readonly throttling?: boolean };
  readonly $response?: { readonly headers?: Readonly<Record<string, string>> };
}

const THROTTLED =
  /^(Throttl|RequestLimitExceeded|RequestThrottled|TooManyRequests|SlowDown|BandwidthLimitExceeded|PriorRequestNotComplete)/;

const FORBIDDEN =
  /^(AccessDenied|UnauthorizedOperation|AuthFailure|ExpiredToken|InvalidClientTokenId|UnrecognizedClient|SignatureDoesNotMatch|InvalidSignature|IncompleteSignature|InvalidAccessKeyId|MissingAuthenticationToken|OptInRequired|CredentialsProviderError|TokenProviderError)/;

const CONFLICT =
  /^(ScalingActivityInProgress|ResourceContention|ResourceInUse|ActiveInstanceRefreshNotFound|ConcurrentModification)/;

/** `operation`: service and action as IAM names them, `autoscaling:SetDesiredCapacity`: so an AccessDenied names the action that is missing. */
export function toPortError(operation: string, error: unknown): PortError {
  if (error instanceof PortError) return error;
  const failure = asFailure(error);
  const retryAfterMs = retryAfterOf(failure);
  return new PortError(kindOf(failure), operation, messageOf(failure), {
    cause: error,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });
}

function asFailure(error: unknown): AwsFailure {
  return error instanceof Error ? error : { name: 'Error', message: String(error) };
}

function kindOf({ name, message, $metadata, $retryable }: AwsFailure): PortErrorKind {
  const status = $metadata?.httpStatusCode;
  if (THROTTLED.test(name) || $retryable?.throttling === true || status === 429) return 'throttled';
  if (FORBIDDEN.test(name)) return 'forbidden';
  if (CONFLICT.test(name)) return 'conflict';
  if (isNotFound(name, message)) return 'not-found';
  // Without a status no answer came: a refused connection, a deadline. A late request is one too.
  if (status === undefined || status >= 500 || name === 'RequestExpired') return 'unavailable';
  return status === 403 ? 'forbidden' : 'invalid';
}

/** Auto Scaling has no code of its own for a group that is not there: it says so in the text of a ValidationError. */
function isNotFound(name: string, message: string): boolean {
  return name.includes('NotFound') || (name === 'ValidationError' && /not found/i.test(message));
}

function messageOf({ name, message }: AwsFailure): string {
  if (name.startsWith('ExpiredToken')) return `the credentials have expired (${message})`;
  if (name === 'TimeoutError' || name === 'AbortError') return 'no answer within the deadline';
  return message === '' ? name : message;
}

function retryAfterOf({ $response }: AwsFailure): number | undefined {
  const seconds = Number($response?.headers?.['retry-after']);
  return Number.isFinite(seconds) ? seconds * 1_000 : undefined;
}
