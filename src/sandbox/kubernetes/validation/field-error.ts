import type { StatusCause } from '../answers/status.ts';

/** One thing that is wrong with a field, in the words of the wire. */
export interface FieldError {
  readonly reason:
    | 'FieldValueInvalid'
    | 'FieldValueRequired'
    | 'FieldValueForbidden'
    | 'FieldValueNotSupported'
    | 'FieldValueDuplicate'
    | 'FieldValueNotFound'
    | 'FieldValueTooLong'
    | 'FieldValueTooMany'
    | 'InternalError';
  readonly field: string;
  /** What stands after the field, `Invalid value: 0: must be greater than 0`. */
  readonly text: string;
}

export function messageOf(error: FieldError): string {
  return `${error.field}: ${error.text}`;
}

export function causeOf(error: FieldError): StatusCause {
  return { reason: error.reason, message: error.text, field: error.field };
}

/** A value written by Go itself (a struct, a list), not as JSON. */
export class GoText {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** A value as the server writes it in its messages. */
function shown(value: unknown): string {
  if (value instanceof GoText) return value.text;
  if (typeof value === 'string') return quoted(value);
  if (value === null || value === undefined) return '"null"';
  return JSON.stringify(value);
}

/** Go's %q for the texts that occur: like JSON. */
export function quoted(text: string): string {
  return JSON.stringify(text);
}

/** A map as Go writes it: `map[string]string{"app":"y"}`. */
export function shownMap(map: Readonly<Record<string, string>> | undefined): GoText {
  if (!map || Object.keys(map).length === 0) return new GoText('map[string]string(nil)');
  const pairs = Object.keys(map)
    .sort()
    .map((key) => `${quoted(key)}:${quoted(map[key] ?? '')}`);
  return new GoText(`map[string]string{${pairs.join(', ')}}`);
}

/** `[]string{"a", "b"}` */
export function shownList(list: readonly string[]): GoText {
  return new GoText(`[]string{${list.map(quoted).join(', ')}}`);
}

export function invalidValue(field: string, value: unknown, detail: string): FieldError {
  return { reason: 'FieldValueInvalid', field, text: `Invalid value: ${shown(value)}: ${detail}` };
}

export function requiredValue(field: string, detail = ''): FieldError {
  return {
    reason: 'FieldValueRequired',
    field,
    text: detail ? `Required value: ${detail}` : 'Required value',
  };
}

export function forbiddenValue(field: string, detail: string): FieldError {
  return { reason: 'FieldValueForbidden', field, text: `Forbidden: ${detail}` };
}

/** `supported` is written in the order given, as the server sorts its sets but not its lists. */
export function notSupported(field: string, value: unknown, supported: readonly string[]): FieldError {
  return {
    reason: 'FieldValueNotSupported',
    field,
    text: `Unsupported value: ${shown(value)}: supported values: ${supported.map(quoted).join(', ')}`,
  };
}

export function duplicateValue(field: string, value: unknown, detail = ''): FieldError {
  const text = `Duplicate value: ${shown(value)}`;
  return { reason: 'FieldValueDuplicate', field, text: detail ? `${text}: ${detail}` : text };
}

export function tooLong(field: string, maxBytes: number): FieldError {
  return { reason: 'FieldValueTooLong', field, text: `Too long: may not be more than ${maxBytes} bytes` };
}
