import { childOf, listOf, ownChild, textOf, type Fields } from '../schema/fields.ts';
import { forbiddenValue, type FieldError } from '../validation/field-error.ts';
import { taintErrors } from '../validation/taints.ts';
import { roundedList } from './pod-defaults.ts';
import { keepSpec, keepStatus, type Strategy } from './strategy.ts';

export const nodes: Strategy = {
  defaults: (node) => {
    const status = ownChild(node, 'status');
    roundedList(status, 'capacity');
    roundedList(status, 'allocatable');
    if (status['allocatable'] === undefined && status['capacity'] !== undefined)
      status['allocatable'] = structuredClone(status['capacity']);
  },
  prepareUpdate: keepStatus,
  prepareStatusUpdate: keepSpec,
  validate: (node) => taintErrors(listOf(childOf(node, 'spec'), 'taints')),
  validateUpdate: (next, current) => [
    // The server validates the node as such, and then the change: each looks at the taints.
    ...taintErrors(listOf(childOf(next, 'spec'), 'taints')),
    ...nodeChangeErrors(next, current),
  ],
  validateStatusUpdate: nodeChangeErrors,
};

function nodeChangeErrors(next: Fields, current: Fields): FieldError[] {
  const before = childOf(current, 'spec');
  const after = childOf(next, 'spec');
  const errors: FieldError[] = [];
  for (const key of ['podCIDR', 'providerID']) {
    const old = textOf(before, key);
    if (!old || old === textOf(after, key)) continue;
    const field = key === 'podCIDR' ? 'spec.podCIDRs' : `spec.${key}`;
    errors.push(forbiddenValue(field, `node updates may not change ${key} except from "" to valid`));
  }
  return [...errors, ...taintErrors(listOf(after, 'taints'))];
}
