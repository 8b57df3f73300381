import type { ListScope } from '../../../src/ports/cluster.ts';

interface Selectable {
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
  };
}

/** Whether an object is in the scope of a list. Selectors in the forms that Kubernetes documents for queries. */
export function inScope(object: Selectable, { namespace, labelSelector, fieldSelector }: ListScope): boolean {
  if (namespace !== undefined && object.metadata.namespace !== namespace) return false;
  return (
    requirements(labelSelector).every((one) => meetsLabel(one, object.metadata.labels ?? {})) &&
    requirements(fieldSelector).every((one) => meetsField(one, object))
  );
}

/** Parted by commas that stand in no parentheses. */
function requirements(selector: string | undefined): readonly string[] {
  return (selector ?? '').match(/(?:[^,(]|\([^)]*\))+/g)?.map((one) => one.trim()) ?? [];
}

function meetsLabel(requirement: string, labels: Readonly<Record<string, string>>): boolean {
  const set = /^(\S+)\s+(in|notin)\s+\(([^)]*)\)$/.exec(requirement);
  if (set) {
    const [, key = '', operator, list = ''] = set;
    const isIn =
      labels[key] !== undefined &&
      list
        .split(',')
        .map((value) => value.trim())
        .includes(labels[key]);
    return operator === 'in' ? isIn : !isIn;
  }
  const [, key = '', operator, value] = /^!?([^=!\s]+)\s*(==|=|!=)?\s*(.*)$/.exec(requirement) ?? [];
  if (operator === undefined)
    return requirement.startsWith('!') ? labels[key] === undefined : labels[key] !== undefined;
  return operator === '!=' ? labels[key] !== value : labels[key] === value;
}

function meetsField(requirement: string, object: Selectable): boolean {
  const [, path = '', operator, value] = /^([^=!]+)(==|=|!=)(.*)$/.exec(requirement) ?? [];
  const found = path
    .split('.')
    .reduce<unknown>((part, step) => (part as Record<string, unknown> | undefined)?.[step], object);
  const text = typeof found === 'string' ? found : '';
  return operator === '!=' ? text !== value : text === value;
}
