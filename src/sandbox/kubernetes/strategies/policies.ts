import {
  childOf,
  defaultTo,
  isFields,
  listOf,
  ownChild,
  textOf,
  textsOf,
  type Fields,
} from '../schema/fields.ts';
import { invalidValue, notSupported, requiredValue, type FieldError } from '../validation/field-error.ts';
import { celProblem } from '../admission/cel.ts';
import { keepSpec, keepStatus, withoutStatus, type Strategy } from './strategy.ts';

/** Validating admission policies, their bindings, and the webhooks, which are stored but never called. */

function matchDefaults(rules: Fields): void {
  rules['namespaceSelector'] ??= {};
  rules['objectSelector'] ??= {};
  defaultTo(rules, 'matchPolicy', 'Equivalent');
  for (const rule of [...listOf(rules, 'resourceRules'), ...listOf(rules, 'excludeResourceRules')])
    defaultTo(rule, 'scope', '*');
}

export const admissionPolicies: Strategy = {
  generation: ['spec'],
  needsVersion: true,
  defaults: (policy) => {
    const spec = ownChild(policy, 'spec');
    defaultTo(spec, 'failurePolicy', 'Fail');
    if (isFields(spec['matchConstraints'])) matchDefaults(spec['matchConstraints']);
  },
  prepareCreate: withoutStatus(),
  prepareUpdate: keepStatus,
  prepareStatusUpdate: keepSpec,
  validate: policyErrors,
  validateUpdate: policyErrors,
};

const FAILURE_POLICIES = ['Fail', 'Ignore'];
const REASONS = ['Forbidden', 'Invalid', 'RequestEntityTooLarge', 'Unauthorized'];

function policyErrors(policy: Fields): FieldError[] {
  const spec = childOf(policy, 'spec');
  const errors: FieldError[] = [];
  const failure = textOf(spec, 'failurePolicy');
  if (!FAILURE_POLICIES.includes(failure))
    errors.push(notSupported('spec.failurePolicy', failure, FAILURE_POLICIES));
  if (!isFields(spec['matchConstraints'])) errors.push(requiredValue('spec.matchConstraints'));
  else if (listOf(spec['matchConstraints'], 'resourceRules').length === 0)
    errors.push(requiredValue('spec.matchConstraints.resourceRules'));
  if (listOf(spec, 'validations').length + listOf(spec, 'auditAnnotations').length === 0)
    errors.push(requiredValue('spec.validations', 'validations or auditAnnotations must be specified'));
  listOf(spec, 'validations').forEach((validation, index) => {
    errors.push(...validationErrors(validation, `spec.validations[${index}]`));
  });
  return errors;
}

function validationErrors(validation: Fields, at: string): FieldError[] {
  const expression = textOf(validation, 'expression').trim();
  if (!expression) return [requiredValue(`${at}.expression`, 'expression is not specified')];
  const errors: FieldError[] = [];
  const wrong = celProblem(expression);
  if (wrong !== undefined)
    errors.push(invalidValue(`${at}.expression`, expression, `compilation failed: ${wrong}`));
  const reason = textOf(validation, 'reason');
  if (reason && !REASONS.includes(reason)) errors.push(notSupported(`${at}.reason`, reason, REASONS));
  return errors;
}

const ACTIONS = ['Audit', 'Deny', 'Warn'];

export const admissionBindings: Strategy = {
  generation: ['spec'],
  needsVersion: true,
  defaults: (binding) => {
    const rules = childOf(binding, 'spec')['matchResources'];
    if (isFields(rules)) matchDefaults(rules);
  },
  validate: bindingErrors,
  validateUpdate: bindingErrors,
};

function bindingErrors(binding: Fields): FieldError[] {
  const spec = childOf(binding, 'spec');
  const errors: FieldError[] = [];
  if (!textOf(spec, 'policyName')) errors.push(requiredValue('spec.policyName'));
  const actions = textsOf(spec, 'validationActions');
  if (actions.length === 0)
    errors.push(requiredValue('spec.validationActions', 'at least one validation action is required'));
  actions.forEach((action, index) => {
    if (!ACTIONS.includes(action))
      errors.push(notSupported(`spec.validationActions[${index}]`, action, ACTIONS));
  });
  if (actions.includes('Deny') && actions.includes('Warn'))
    errors.push(
      invalidValue(
        'spec.validationActions',
        actions,
        'must not contain both Deny and Warn (repeating the same validation failure information in the API response and headers serves no purpose)',
      ),
    );
  const param = spec['paramRef'];
  if (isFields(param)) errors.push(...paramErrors(param));
  return errors;
}

function paramErrors(param: Fields): FieldError[] {
  const errors: FieldError[] = [];
  const hasName = textOf(param, 'name') !== '';
  if (hasName && isFields(param['selector']))
    errors.push(
      invalidValue('spec.paramRef.name', textOf(param, 'name'), 'name and selector are mutually exclusive'),
    );
  if (!hasName && !isFields(param['selector']))
    errors.push(requiredValue('spec.paramRef', 'one of name or selector must be specified'));
  const action = textOf(param, 'parameterNotFoundAction');
  if (!action) errors.push(requiredValue('spec.paramRef.parameterNotFoundAction'));
  else if (action !== 'Allow' && action !== 'Deny')
    errors.push(notSupported('spec.paramRef.parameterNotFoundAction', action, ['Deny', 'Allow']));
  return errors;
}

export const webhookConfigurations: Strategy = {
  generation: ['webhooks'],
  needsVersion: true,
  defaults: (object) => {
    for (const hook of listOf(object, 'webhooks')) {
      defaultTo(hook, 'failurePolicy', 'Fail');
      defaultTo(hook, 'matchPolicy', 'Equivalent');
      hook['namespaceSelector'] ??= {};
      hook['objectSelector'] ??= {};
      hook['timeoutSeconds'] ??= 10;
      if (object['kind'] === 'MutatingWebhookConfiguration') hook['reinvocationPolicy'] ??= 'Never';
      for (const rule of listOf(hook, 'rules')) defaultTo(rule, 'scope', '*');
      const service = childOf(hook, 'clientConfig')['service'];
      if (isFields(service)) service['port'] ??= 443;
    }
  },
};
