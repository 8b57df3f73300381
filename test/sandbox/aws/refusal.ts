/** What a call was refused with; fails if it was not. */
export interface Refusal {
  /** The SDK's name of the error. */
  readonly code: string;
  readonly message: string;
  readonly status: number;
}

export async function refusal(call: Promise<unknown>): Promise<Refusal> {
  const outcome = await call.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (outcome === undefined) throw new Error('the call was not refused');
  if (!(outcome instanceof Error)) throw new Error('the call failed with something that is no error');
  const metadata = '$metadata' in outcome ? (outcome.$metadata as { httpStatusCode?: number }) : {};
  return { code: outcome.name, message: outcome.message, status: metadata.httpStatusCode ?? 0 };
}
