/** One thing that can be asked of the test API. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Behind `{sim}/`. */
  readonly path: string;
  /** `query` of GET and DELETE, the JSON body of POST. What it answers is sent as JSON; it throws ControlErrors. */
  answer(input: unknown): unknown;
}
