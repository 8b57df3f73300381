/** Series of a metrics source that tell how requests ended, and how long they took. Plain data: it is kept and shown. */
export interface RequestSeries {
  /** What it is called to people: `http_requests_total`, `OpenTelemetry HTTP server`. */
  readonly name: string;
  /** A counter of requests. */
  readonly total: string;
  /** Further labels that a request must have: `reporter="destination"`. */
  readonly only: Readonly<Record<string, string>>;
  /** The label that says how a request ended, and the regular expression of its bad values. */
  readonly codeLabel: string;
  readonly badCodes: string;
  /** A histogram of durations: its `_bucket` series. */
  readonly histogram?: { readonly bucket: string; readonly unitSeconds: number };
}

/** gRPC codes that are the server's fault (health-gate.md T1), as names and as numbers. */
export const BAD_GRPC_CODES =
  'Unknown|Internal|Unavailable|DataLoss|DeadlineExceeded|UNKNOWN|INTERNAL|UNAVAILABLE|DATA_LOSS|DEADLINE_EXCEEDED|2|4|13|14|15';

export const BAD_HTTP_CODES = '5..';

/** A name that Prometheus accepts; anything else could change what a query means. */
export function isMetricName(name: string): boolean {
  return /^[a-zA-Z_:][a-zA-Z0-9_:]*$/.test(name);
}

export function isLabelName(name: string): boolean {
  return /^[a-zA-Z_][a-zA-Z0-9_]*$/.test(name);
}
