import { badRequest, invalid, unsupportedMediaType } from '../answers/api-error.ts';
import type { KubeObject } from '../object.ts';
import { applyJsonPatch } from '../patch/json-patch.ts';
import { applyMergePatch } from '../patch/merge-patch.ts';
import { applyApplied, applyStrategicMergePatch } from '../patch/strategic-merge-patch.ts';
import { decodeStruct, DecodeProblem } from '../schema/decode.ts';
import { isFields, type Fields } from '../schema/fields.ts';
import { parseJson } from '../schema/go-json.ts';
import { structOf, type StructType } from '../schema/schema.ts';
import { GoText, invalidValue } from '../validation/field-error.ts';
import { mediaTypeOf, parseYamlText } from './decode-body.ts';
import type { FieldValidation } from './options.ts';

export type PatchKind = 'json' | 'merge' | 'strategic' | 'apply';

const KINDS: Readonly<Record<string, PatchKind>> = {
  'application/json-patch+json': 'json',
  'application/merge-patch+json': 'merge',
  'application/strategic-merge-patch+json': 'strategic',
  'application/apply-patch+yaml': 'apply',
};

/** Custom kinds have no strategic merge. */
export function patchKindOf(contentType: string | undefined, isBuiltIn: boolean): PatchKind {
  const kind = KINDS[mediaTypeOf(contentType)];
  if (kind === undefined || (kind === 'strategic' && !isBuiltIn))
    throw unsupportedMediaType('415: Unsupported Media Type', {});
  return kind;
}

export interface ParsedPatch {
  readonly kind: PatchKind;
  readonly value: unknown;
  readonly duplicates: readonly string[];
}

/** Reads the text of a patch. Throws 400 with the words of that kind of patch. */
export function parsePatch(kind: PatchKind, text: string): ParsedPatch {
  const parsed = kind === 'apply' ? parseYamlText(text) : parseJson(text);
  const lead = kind === 'strategic' ? '' : 'error decoding patch: ';
  if (!parsed.ok) throw badRequest(`${kind === 'apply' ? 'error decoding YAML: ' : lead}${parsed.error}`);
  if (kind !== 'json' && !isFields(parsed.value)) {
    const shown = Array.isArray(parsed.value)
      ? 'array'
      : parsed.value === null
        ? 'null'
        : typeof parsed.value;
    throw badRequest(`${lead}json: cannot unmarshal ${shown} into Go value of type map[string]interface {}`);
  }
  return { kind, value: parsed.value, duplicates: parsed.duplicates };
}

/** The object after the patch, decoded as its type; fields that nobody knows are told of or refused. */
export function patched(
  current: KubeObject | Fields,
  patch: ParsedPatch,
  typeKey: string | undefined,
  fieldValidation: FieldValidation,
  warnings: string[],
): Fields {
  const type = typeKey === undefined ? undefined : structOf(typeKey);
  const next = apply(current as unknown as Fields, patch, type);
  if (!isFields(next)) throw refused(next, 'json: cannot unmarshal into Go value');
  if (!type) return next;
  const unknown: string[] = [];
  let decoded: Fields;
  try {
    decoded = decodeStruct(type, next, unknown);
  } catch (problem) {
    if (problem instanceof DecodeProblem) throw refused(next, problem.message);
    throw problem;
  }
  const problems = [
    ...patch.duplicates.map((field) => `duplicate field ${JSON.stringify(field)}`),
    ...unknown.map((field) => `unknown field ${JSON.stringify(field)}`),
  ];
  if (problems.length > 0 && fieldValidation === 'Strict')
    throw refused(next, `strict decoding error: ${problems.join(', ')}`);
  if (fieldValidation === 'Warn') warnings.push(...problems);
  return decoded;
}

function apply(current: Fields, { kind, value }: ParsedPatch, type: StructType | undefined): unknown {
  switch (kind) {
    case 'json':
      return applyJsonPatch(current, value);
    case 'merge':
      return applyMergePatch(current, value);
    case 'strategic':
      return type ? applyStrategicMergePatch(type, current, value as Fields) : value;
    case 'apply':
      return applyApplied(type, current, value as Fields);
  }
}

/** The server cannot say which object it is: the patched one has no kind of its own yet. */
function refused(next: unknown, problem: string) {
  const text = new GoText(JSON.stringify(JSON.stringify(next)));
  return invalid({ group: '', resource: '' }, '', [invalidValue('patch', text, problem)]);
}
