import type { Paint } from '../core/preflight/render-report.ts';

/** Where lines go; each is ended by the receiver. */
export interface Output {
  out(line: string): void;
  err(line: string): void;
  /** Shows a passing line in place of the one before; an empty one takes it away. Only where a person looks on. */
  readonly status?: (text: string) => void;
  /** Colours for standard output, where it shows them. */
  readonly paint?: Paint;
}
