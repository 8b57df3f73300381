import type { Fields } from '../schema/fields.ts';
import type { FieldError } from '../validation/field-error.ts';

/** What a kind does beyond what all objects do. Objects handed in are drafts and may be changed in place. */
export interface Strategy {
  /** Fields that the server fills in when they are left out. */
  readonly defaults?: (object: Fields) => void;
  /** Wrong parts of a name; a lowercase RFC 1123 subdomain if left out. */
  readonly nameProblems?: (name: string) => string[];
  /** Keeps `metadata.generation`: 1 at first, one more for each change of these top-level fields. */
  readonly generation?: readonly string[];
  /** What a new object may not bring along is replaced. */
  readonly prepareCreate?: (object: Fields, now: string) => void;
  /** Fields that an update of the main resource may not touch are put back. */
  readonly prepareUpdate?: (next: Fields, current: Fields, now: string) => void;
  readonly prepareStatusUpdate?: (next: Fields, current: Fields, now: string) => void;
  readonly validate?: (object: Fields) => FieldError[];
  readonly validateUpdate?: (next: Fields, current: Fields) => FieldError[];
  readonly validateStatusUpdate?: (next: Fields, current: Fields) => FieldError[];
  /** How often the metadata is looked at again in an update: each adds its causes once more. */
  readonly metadataRounds?: { readonly object: number; readonly update: number };
  /** PUT needs a resource version. */
  readonly needsVersion?: boolean;
  /** PUT makes what is not there. */
  readonly createsOnUpdate?: boolean;
  /** DELETE answers with the object, not with a Status. */
  readonly returnsDeleted?: boolean;
  /** Seconds of grace that a deletion leaves; undefined: the kind knows no grace. */
  readonly grace?: (object: Fields, asked: number | undefined) => number;
}

/** The status of a new object is not the client's to say. */
export function withoutStatus(empty: unknown = {}): (object: Fields) => void {
  return (object) => {
    object['status'] = structuredClone(empty);
  };
}

/** The main resource leaves the status as it was. */
export function keepStatus(next: Fields, current: Fields): void {
  next['status'] = current['status'];
}

/** The status subresource leaves the spec as it was. */
export function keepSpec(next: Fields, current: Fields): void {
  next['spec'] = current['spec'];
}
