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
