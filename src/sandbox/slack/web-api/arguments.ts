import type { IncomingHttpHeaders } from 'node:http';
import type { JsonObject } from '../state/json-object.ts';
import { isJsonObject } from '../state/json-object.ts';

/** Of one request. A form, a JSON body and a query string mean the same. */
export class Arguments {
  readonly #values: JsonObject;

  constructor(values: JsonObject) {
    this.#values = values;
  }

  /** As they came, for a log. */
  get values(): JsonObject {
    return this.#values;
  }

  has(name: string): boolean {
    return this.#values[name] !== undefined && this.#values[name] !== null;
  }

  /** Empty where it is missing. */
  text(name: string): string {
    const value = this.#values[name];
    return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
  }

  flag(name: string): boolean {
    return ['true', '1', true, 1].includes(this.#values[name] as string | number | boolean);
  }

  number(name: string, otherwise: number): number {
    const value = Number(this.text(name) || Number.NaN);
    return Number.isFinite(value) ? value : otherwise;
  }

  /** A structured argument: sent as JSON text in a form, as itself in JSON. */
  json(name: string): unknown {
    const value = this.#values[name];
    if (typeof value !== 'string' || value === '') return value === '' ? undefined : value;
    try {
      return JSON.parse(value);
    } catch {
      return NOT_JSON;
    }
  }
}

/** Stands for text that should have been JSON: no check takes it for a list or an object. */
const NOT_JSON = Symbol('not JSON');

export type ParsedArguments =
  | { readonly ok: true; readonly args: Arguments; readonly warning?: string }
  | { readonly ok: false; readonly error: string };

/** Reads the body by its content type; arguments of the query string count too. */
export async function parseArguments(
  headers: IncomingHttpHeaders,
  query: URLSearchParams,
  body: Buffer,
): Promise<ParsedArguments> {
  const fromQuery = Object.fromEntries(query);
  const contentType = headers['content-type'] ?? '';
  const kind = contentType.split(';')[0]?.trim().toLowerCase() ?? '';
  switch (kind) {
    case '':
      return body.length === 0 ? good(fromQuery) : { ok: false, error: 'missing_post_type' };
    case 'application/json':
      return parseJson(body, fromQuery, /charset=/i.test(contentType));
    case 'application/x-www-form-urlencoded':
      return good({ ...fromQuery, ...Object.fromEntries(new URLSearchParams(body.toString())) });
    case 'multipart/form-data':
      return parseMultipart(contentType, body, fromQuery);
    default:
      return { ok: false, error: 'invalid_post_type' };
  }
}

function parseJson(body: Buffer, fromQuery: JsonObject, hasCharset: boolean): ParsedArguments {
  try {
    const parsed: unknown = JSON.parse(body.toString());
    if (!isJsonObject(parsed)) return { ok: false, error: 'json_not_object' };
    // A token belongs into the header when the body is JSON.
    const { token: _, ...values } = parsed;
    return { ...good({ ...fromQuery, ...values }), ...(hasCharset ? {} : { warning: 'missing_charset' }) };
  } catch {
    return { ok: false, error: 'invalid_json' };
  }
}

async function parseMultipart(
  contentType: string,
  body: Buffer,
  fromQuery: JsonObject,
): Promise<ParsedArguments> {
  try {
    const form = await new Response(new Uint8Array(body), {
      headers: { 'content-type': contentType },
    }).formData();
    const fields = [...form].flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : []));
    return good({ ...fromQuery, ...Object.fromEntries(fields) });
  } catch {
    return { ok: false, error: 'invalid_form_data' };
  }
}

function good(values: JsonObject): { ok: true; args: Arguments } {
  return { ok: true, args: new Arguments(values) };
}
