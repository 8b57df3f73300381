import { badRequest, internal, invalid } from '../answers/api-error.ts';
import { parseFieldSelector, type FieldSelector } from '../selectors/field-selector.ts';
import { parseLabelSelector, SelectorProblem, type LabelSelector } from '../selectors/label-selector.ts';
import type { Resource } from '../registry/resource.ts';
import {
  forbiddenValue,
  notSupported,
  requiredValue,
  shownList,
  tooLong,
  type FieldError,
} from '../validation/field-error.ts';
import { isTrue } from './request-info.ts';

export interface ListOptions {
  readonly labelSelector: LabelSelector;
  readonly fieldSelector: FieldSelector;
  readonly limit: number;
  readonly continueToken: string;
  readonly resourceVersion: string;
  readonly match: '' | 'Exact' | 'NotOlderThan';
  readonly timeoutSeconds: number | undefined;
  readonly allowBookmarks: boolean;
  readonly sendInitialEvents: boolean | undefined;
}

const META = 'meta.k8s.io';
const MATCHES = ['Exact', 'NotOlderThan', ''];

/** Reads the options of a list or a watch. Throws in the order in which the server looks. */
export function readListOptions(query: URLSearchParams, resource: Resource, isWatch: boolean): ListOptions {
  const options: ListOptions = {
    labelSelector: selector(() => parseLabelSelector(query.get('labelSelector') ?? '')),
    fieldSelector: selector(() => parseFieldSelector(query.get('fieldSelector') ?? '')),
    limit: readInteger(query.get('limit')) ?? 0,
    continueToken: query.get('continue') ?? '',
    resourceVersion: query.get('resourceVersion') ?? '',
    match: (query.get('resourceVersionMatch') ?? '') as ListOptions['match'],
    timeoutSeconds: readInteger(query.get('timeoutSeconds')),
    allowBookmarks: isTrue(query.get('allowWatchBookmarks')),
    sendInitialEvents: query.has('sendInitialEvents') ? isTrue(query.get('sendInitialEvents')) : undefined,
  };
  const errors = isWatch ? watchErrors(options) : listErrors(options);
  if (errors.length > 0) throw invalid({ group: META, resource: 'ListOptions' }, '', errors);
  for (const { field } of options.fieldSelector)
    if (!resource.fieldLabels.names.includes(field)) throw badRequest(resource.fieldLabels.problem(field));
  return options;
}

function selector<T>(parse: () => T): T {
  try {
    return parse();
  } catch (problem) {
    if (problem instanceof SelectorProblem) throw badRequest(problem.message);
    throw problem;
  }
}

function readInteger(text: string | null): number | undefined {
  if (text === null || text === '') return undefined;
  if (!/^[+-]?\d+$/.test(text))
    throw badRequest(`strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax`);
  return Number(text);
}

function listErrors({ match, resourceVersion, continueToken, sendInitialEvents }: ListOptions): FieldError[] {
  const field = 'resourceVersionMatch';
  const errors: FieldError[] = [];
  if (sendInitialEvents !== undefined)
    errors.push(forbiddenValue('sendInitialEvents', 'sendInitialEvents is forbidden for list'));
  if (!match) return errors;
  if (!resourceVersion)
    errors.push(forbiddenValue(field, `${field} is forbidden unless resourceVersion is provided`));
  if (continueToken) errors.push(forbiddenValue(field, `${field} is forbidden when continue is provided`));
  if (!MATCHES.includes(match)) errors.push(notSupported(field, match, MATCHES));
  if (match === 'Exact' && resourceVersion === '0')
    errors.push(forbiddenValue(field, `${field} "exact" is forbidden for resourceVersion "0"`));
  return errors;
}

function watchErrors({ match, sendInitialEvents }: ListOptions): FieldError[] {
  const field = 'resourceVersionMatch';
  if (sendInitialEvents === undefined)
    return match
      ? [forbiddenValue(field, `${field} is forbidden for watch unless sendInitialEvents is provided`)]
      : [];
  if (match !== 'NotOlderThan')
    return [forbiddenValue(field, `sendInitialEvents requires setting ${field} to NotOlderThan`)];
  return [];
}

/** A version as a number; undefined for none. Throws 500 for what is no number, as the server does. */
export function versionNumber(text: string): number | undefined {
  if (text === '') return undefined;
  if (/^\d+$/.test(text)) return Number(text);
  const shown = JSON.stringify(text);
  throw internal(
    `resourceVersion: Invalid value: ${shown}: strconv.ParseUint: parsing ${shown}: invalid syntax`,
  );
}

export type FieldValidation = 'Ignore' | 'Warn' | 'Strict';

export interface WriteOptions {
  readonly isDryRun: boolean;
  readonly fieldValidation: FieldValidation;
  readonly fieldManager: string;
}

const VALIDATIONS = ['', 'Ignore', 'Strict', 'Warn'];
const MANAGER_LENGTH_MAX = 128;

/** Reads the options of a write; `kind` names them in a refusal: CreateOptions, PatchOptions. */
export function readWriteOptions(query: URLSearchParams, kind: string, isApply = false): WriteOptions {
  const dryRun = query.getAll('dryRun').filter((value) => value !== '');
  const fieldValidation = query.get('fieldValidation') ?? '';
  const fieldManager = query.get('fieldManager') ?? '';
  const errors = dryRunErrors(dryRun);
  if (isApply && !fieldManager) errors.unshift(requiredValue('fieldManager', 'is required for apply patch'));
  if (Buffer.byteLength(fieldManager) > MANAGER_LENGTH_MAX)
    errors.push(tooLong('fieldManager', MANAGER_LENGTH_MAX));
  if (!VALIDATIONS.includes(fieldValidation))
    errors.push(notSupported('fieldValidation', fieldValidation, VALIDATIONS));
  if (errors.length > 0) throw invalid({ group: META, resource: kind }, '', errors);
  return {
    isDryRun: dryRun.length > 0,
    fieldValidation: (fieldValidation || 'Warn') as FieldValidation,
    fieldManager,
  };
}

export function dryRunErrors(values: readonly string[]): FieldError[] {
  if (values.every((value) => value === 'All')) return [];
  return [notSupported('dryRun', shownList(values), ['All'])];
}
