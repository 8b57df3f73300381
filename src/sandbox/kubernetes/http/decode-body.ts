import { parse as parseYaml } from 'yaml';
import { badRequest, unsupportedMediaType } from '../answers/api-error.ts';
import type { Catalogue } from '../registry/catalogue.ts';
import { decodeStruct, DecodeProblem } from '../schema/decode.ts';
import { isFields, textOf, type Fields } from '../schema/fields.ts';
import { parseJson, type ParsedJson } from '../schema/go-json.ts';
import { ProtobufProblem, readEnvelope, readMessage } from '../schema/protobuf.ts';
import { structOf } from '../schema/schema.ts';
import type { FieldValidation } from './options.ts';

/** What a body should be. */
export interface Expected {
  readonly kind: string;
  /** The version that a body without one is taken for. */
  readonly apiVersion: string;
  /** Others that are taken as well. */
  readonly alsoVersions?: readonly string[];
  /** The struct; undefined for kinds that are stored as they come. */
  readonly type: string | undefined;
}

const MEDIA =
  'the body of the request was in an unknown format - accepted media types include: application/json, application/yaml, application/vnd.kubernetes.protobuf';

const JSON_TYPES = ['', 'application/json'];
const PROTOBUF_TYPE = 'application/vnd.kubernetes.protobuf';
const YAML_TYPES = ['application/yaml', 'application/x-yaml', 'text/yaml'];

/** The media type without its parameters. */
export function mediaTypeOf(contentType: string | undefined): string {
  return (contentType ?? '').split(';')[0]?.trim() ?? '';
}

/** A body as a value, by its media type. Throws 415 for one that is not served. */
function parseBody(body: Buffer, contentType: string | undefined, expected: Expected): ParsedJson {
  const type = mediaTypeOf(contentType);
  if (JSON_TYPES.includes(type)) return parseJson(body.toString('utf8'));
  if (YAML_TYPES.includes(type)) return parseYamlText(body.toString('utf8'));
  if (type === PROTOBUF_TYPE) return parseProtobuf(body, expected);
  throw unsupportedMediaType(MEDIA);
}

function parseProtobuf(body: Buffer, { kind, type }: Expected): ParsedJson {
  try {
    const envelope = readEnvelope(body);
    const isExpected = envelope.kind === '' || envelope.kind === kind;
    const content = isExpected && type !== undefined ? readMessage(type, envelope.raw) : {};
    const { apiVersion } = envelope;
    return { ok: true, value: { ...content, kind: envelope.kind, apiVersion }, duplicates: [] };
  } catch (problem) {
    if (problem instanceof ProtobufProblem) return { ok: false, error: problem.message };
    throw problem;
  }
}

export function parseYamlText(text: string): ParsedJson {
  try {
    return { ok: true, value: parseYaml(text) as unknown, duplicates: [] };
  } catch (problem) {
    return {
      ok: false,
      error: `error converting YAML to JSON: ${problem instanceof Error ? problem.message : ''}`,
    };
  }
}

/** Reads a body as the object it should be: unknown fields are dropped, told of, or refused. */
export function decodeBody(
  body: Buffer,
  contentType: string | undefined,
  expected: Expected,
  catalogue: Catalogue,
  fieldValidation: FieldValidation,
  warnings: string[],
): Fields {
  const parsed = parseBody(body, contentType, expected);
  if (!parsed.ok) throw unrecognized(expected, `json parse error: ${parsed.error}`, body);
  if (!isFields(parsed.value)) throw unrecognized(expected, notAnObject(parsed.value), body);
  checkKind(parsed.value, expected, catalogue);
  const unknown: string[] = [];
  const decoded = decodeAs(parsed.value, expected, unknown);
  const problems = [
    ...parsed.duplicates.map((field) => `duplicate field ${JSON.stringify(field)}`),
    ...unknown.map((field) => `unknown field ${JSON.stringify(field)}`),
  ];
  if (problems.length > 0 && fieldValidation === 'Strict')
    throw cannotHandle(parsed.value, expected, `strict decoding error: ${problems.join(', ')}`);
  if (fieldValidation === 'Warn') warnings.push(...problems);
  return decoded;
}

function decodeAs(value: Fields, expected: Expected, unknown: string[]): Fields {
  const type = expected.type === undefined ? undefined : structOf(expected.type);
  if (!type) return value;
  try {
    return decodeStruct(type, value, unknown);
  } catch (problem) {
    if (problem instanceof DecodeProblem) throw cannotHandle(value, expected, problem.message);
    throw problem;
  }
}

const TYPE_META =
  'struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" }';

function notAnObject(value: unknown): string {
  const kind = Array.isArray(value) ? 'array' : value === null ? 'null' : typeof value;
  return `json parse error: json: cannot unmarshal ${kind === 'boolean' ? 'bool' : kind} into Go value of type ${TYPE_META}`;
}

const SHOWN_BYTES = 30;
const OPENING_BRACE = '{'.charCodeAt(0);

function unrecognized({ kind }: Expected, problem: string, bytes: Buffer) {
  const cut = bytes.subarray(0, SHOWN_BYTES);
  const isObject = bytes[0] === OPENING_BRACE;
  const shown = cut.toString(isObject ? 'utf8' : 'hex') + (bytes.byteLength > SHOWN_BYTES ? ' ...' : '');
  const summary = bytes.byteLength === 0 ? '<empty>' : shown;
  return badRequest(
    `the object provided is unrecognized (must be of type ${kind}): couldn't get version/kind; ${problem} (${summary})`,
  );
}

function cannotHandle(value: Fields, expected: Expected, problem: string) {
  const kind = textOf(value, 'kind') || expected.kind;
  const apiVersion = textOf(value, 'apiVersion') || expected.apiVersion;
  const version = apiVersion.split('/').at(-1) ?? apiVersion;
  return badRequest(`${kind} in version "${version}" cannot be handled as a ${expected.kind}: ${problem}`);
}

/** A body may leave its kind and version out, but not name others. */
function checkKind(value: Fields, expected: Expected, catalogue: Catalogue): void {
  const kind = textOf(value, 'kind') || expected.kind;
  const apiVersion = textOf(value, 'apiVersion') || expected.apiVersion;
  const versions = [expected.apiVersion, ...(expected.alsoVersions ?? [])];
  if (kind === expected.kind && versions.includes(apiVersion)) return;
  if (!isKnown(kind, apiVersion, catalogue)) {
    const scheme = 'in scheme "pkg/runtime/scheme.go:100"';
    throw cannotHandle(
      value,
      expected,
      `no kind "${kind}" is registered for version "${apiVersion}" ${scheme}`,
    );
  }
  if (kind === expected.kind)
    throw badRequest(
      `the API version in the data (${apiVersion}) does not match the expected API version (${expected.apiVersion})`,
    );
  const from = `${apiVersion.split('/').at(-1) ?? ''}.${kind}`;
  const group = expected.apiVersion.includes('/') ? (expected.apiVersion.split(/[./]/)[0] ?? '') : 'core';
  throw cannotHandle(
    value,
    expected,
    `converting (${from}) to (${group}.${expected.kind}): unknown conversion`,
  );
}

/** Kinds that are sent to subresources are known too, though nothing lists them. */
const SENT_KINDS = [
  'policy/v1/Eviction',
  'policy/v1beta1/Eviction',
  'autoscaling/v1/Scale',
  'v1/Binding',
  'v1/DeleteOptions',
];

function isKnown(kind: string, apiVersion: string, catalogue: Catalogue): boolean {
  return catalogue.ofKind(apiVersion, kind) !== undefined || SENT_KINDS.includes(`${apiVersion}/${kind}`);
}
