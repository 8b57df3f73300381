import {
  childOf,
  defaultTo,
  isSame,
  listOf,
  ownChild,
  textOf,
  textsOf,
  type Fields,
} from '../schema/fields.ts';
import { invalidValue, notSupported, requiredValue, type FieldError } from '../validation/field-error.ts';
import { pathSegmentProblems } from '../validation/names.ts';
import type { Strategy } from './strategy.ts';

const RBAC_GROUP = 'rbac.authorization.k8s.io';

export const roles: Strategy = {
  nameProblems: pathSegmentProblems,
  createsOnUpdate: true,
  validate: (role) =>
    listOf(role, 'rules').flatMap((rule, index) => {
      const errors: FieldError[] = [];
      const at = `rules[${index}]`;
      if (textsOf(rule, 'verbs').length === 0)
        errors.push(requiredValue(`${at}.verbs`, 'verbs must contain at least one value'));
      if (textsOf(rule, 'nonResourceURLs').length > 0) return errors;
      if (!Array.isArray(rule['apiGroups']))
        errors.push(requiredValue(`${at}.apiGroups`, 'resource rules must supply at least one api group'));
      if (textsOf(rule, 'resources').length === 0)
        errors.push(requiredValue(`${at}.resources`, 'resource rules must supply at least one resource'));
      return errors;
    }),
};

const SUBJECTS = ['ServiceAccount', 'User', 'Group'];

export const roleBindings: Strategy = {
  nameProblems: pathSegmentProblems,
  createsOnUpdate: true,
  defaults: (binding) => {
    defaultTo(ownChild(binding, 'roleRef'), 'apiGroup', RBAC_GROUP);
    for (const subject of listOf(binding, 'subjects'))
      if (subject['kind'] !== 'ServiceAccount') defaultTo(subject, 'apiGroup', RBAC_GROUP);
  },
  validate: bindingErrors,
  validateUpdate: (next, current) => [
    ...bindingErrors(next),
    ...(isSame(next['roleRef'], current['roleRef'])
      ? []
      : [invalidValue('roleRef', next['roleRef'], 'cannot change roleRef')]),
  ],
};

function bindingErrors(binding: Fields): FieldError[] {
  const errors: FieldError[] = [];
  const reference = childOf(binding, 'roleRef');
  const kind = textOf(reference, 'kind');
  if (kind !== 'Role' && kind !== 'ClusterRole')
    errors.push(notSupported('roleRef.kind', kind, ['Role', 'ClusterRole']));
  if (!textOf(reference, 'name')) errors.push(requiredValue('roleRef.name'));
  listOf(binding, 'subjects').forEach((subject, index) => {
    const at = `subjects[${index}]`;
    if (!textOf(subject, 'name')) errors.push(requiredValue(`${at}.name`));
    if (!SUBJECTS.includes(textOf(subject, 'kind')))
      errors.push(notSupported(`${at}.kind`, textOf(subject, 'kind'), SUBJECTS));
  });
  return errors;
}
