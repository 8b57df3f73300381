import { ApiException } from '@kubernetes/client-node';

/** A `metav1.Status` as far as decisions rest on it. */
export interface Status {
  readonly reason?: string;
  readonly message?: string;
  readonly details?: {
    readonly name?: string;
    readonly kind?: string;
    readonly retryAfterSeconds?: number;
    readonly causes?: readonly {
      readonly reason?: string;
      readonly message?: string;
      readonly field?: string;
    }[];
  };
}

/** An answer of the API server that is no success. `status` is undefined when something else answered, such as a proxy. */
export class ApiFailure extends Error {
  readonly code: number;
  readonly status: Status | undefined;
  readonly retryAfterMs: number | undefined;

  constructor(code: number, headers: Readonly<Record<string, unknown>>, body: unknown) {
    const status = statusOf(body);
    super(status?.message ?? `the server answered ${code}`);
    this.name = 'ApiFailure';
    this.code = code;
    this.status = status;
    this.retryAfterMs = retryAfterOf(headers, status);
  }
}

/** The failure that an error of client-node stands for; undefined if no answer came at all. */
export function failureOf(error: unknown): ApiFailure | undefined {
  if (error instanceof ApiFailure) return error;
  // Its body is text, whatever its type says (dependencies.md 4).
  if (error instanceof ApiException) return new ApiFailure(error.code, error.headers, error.body);
  return undefined;
}

function statusOf(body: unknown): Status | undefined {
  const value = typeof body === 'string' ? parse(body) : body;
  const isStatus = typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'Status';
  // The kind vouches for the shape: only an API server writes it.
  return isStatus ? (value as Status) : undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function retryAfterOf(
  headers: Readonly<Record<string, unknown>>,
  status: Status | undefined,
): number | undefined {
  const seconds = Number(headers['retry-after'] ?? status?.details?.retryAfterSeconds);
  return Number.isFinite(seconds) ? seconds * 1_000 : undefined;
}
