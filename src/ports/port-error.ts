export type PortErrorKind = 'not-found' | 'conflict' | 'throttled' | 'forbidden' | 'unavailable' | 'invalid';

/** The only error an adapter throws. Nothing above an adapter knows an SDK's error class. */
export class PortError extends Error {
  readonly kind: PortErrorKind;
  /** What was tried: `kubernetes: list nodes`, `autoscaling:SetDesiredCapacity`. */
  readonly operation: string;
  /** How long the server asked us to wait, if it did. */
  readonly retryAfterMs: number | undefined;

  constructor(
    kind: PortErrorKind,
    operation: string,
    message: string,
    options: { cause?: unknown; retryAfterMs?: number } = {},
  ) {
    super(`${operation}: ${message}`, { cause: options.cause });
    this.name = 'PortError';
    this.kind = kind;
    this.operation = operation;
    this.retryAfterMs = options.retryAfterMs;
  }
}
