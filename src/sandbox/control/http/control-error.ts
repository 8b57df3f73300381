/** A request that is answered with 4xx and `{error}`: what is wrong, with which thing, and what to do. */
export class ControlError extends Error {
  readonly status: number;
  /** Stands beside `error` in the answer. */
  readonly details: Readonly<Record<string, unknown>>;

  constructor(status: number, message: string, details: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.name = 'ControlError';
    this.status = status;
    this.details = details;
  }
}
