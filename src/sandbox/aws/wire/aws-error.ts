/** What an AWS service answers instead of a result. `code` is the service's own, without any namespace. */
export class AwsError extends Error {
  readonly code: string;
  readonly status: number;
  /** Members of the error structure beside its message, as the JSON protocols send them. */
  readonly fields: Readonly<Record<string, string | readonly string[]>>;

  constructor(
    code: string,
    message: string,
    status = 400,
    fields: Readonly<Record<string, string | readonly string[]>> = {},
  ) {
    super(message);
    this.name = 'AwsError';
    this.code = code;
    this.status = status;
    this.fields = fields;
  }

  /** `Receiver` is the service's own fault; the query protocol says so in the envelope. */
  get type(): 'Sender' | 'Receiver' {
    return this.status >= 500 ? 'Receiver' : 'Sender';
  }
}
