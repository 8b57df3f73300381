import type { ListScope } from '../../../src/ports/cluster.ts';

interface Selectable {
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
  };
}

type Filter = (object: Selectable) => boolean;

/** Tells whether an object is in the scope of a list. Selectors in the forms that Kubernetes documents for queries. */
export function scopeFilter({ namespace, labelSelector, fieldSelector }: ListScope): Filter {
  const byLabel = filterOf(labelSelector, 'label');
  const byField = filterOf(fieldSelector, 'field');
  return (object) =>
    (namespace === undefined || object.metadata.namespace === namespace) &&
    byLabel(object) &&
    byField(object);
}

/** Selectors read once; the same few are asked for again and again. */
const KNOWN_MAX = 2_000;
const KNOWN = { label: new Map<string, Filter>(), field: new Map<string, Filter>() };

function filterOf(selector: string | undefined, kind: 'label' | 'field'): Filter {
  if (!selector) return () => true;
  const known = KNOWN[kind];
  const found = known.get(selector);
  if (found) return found;
  const all = requirements(selector).map(kind === 'label' ? labelFilter : fieldFilter);
  const [only] = all;
  const filter: Filter = only && all.length === 1 ? only : (object) => all.every((one) => one(object));
  if (known.size > KNOWN_MAX) known.clear();
  known.set(selector, filter);
  return filter;
}

/** Parted by commas that stand in no parentheses. */
function requirements(selector: string): readonly string[] {
  return selector.match(/(?:[^,(]|\([^)]*\))+/g)?.map((one) => one.trim()) ?? [];
}

function labelFilter(requirement: string): Filter {
  const set = /^(\S+)\s+(in|notin)\s+\(([^)]*)\)$/.exec(requirement);
  if (set) {
    const [, key = '', operator, list = ''] = set;
    const values = list.split(',').map((value) => value.trim());
    return ({ metadata: { labels } }) => {
      const value = labels?.[key];
      return (value !== undefined && values.includes(value)) === (operator === 'in');
    };
  }
  const [, key = '', operator, value] = /^!?([^=!\s]+)\s*(==|=|!=)?\s*(.*)$/.exec(requirement) ?? [];
  if (operator === undefined) {
    const wanted = !requirement.startsWith('!');
    return ({ metadata: { labels } }) => (labels?.[key] !== undefined) === wanted;
  }
  return ({ metadata: { labels } }) => (labels?.[key] === value) === (operator !== '!=');
}

function fieldFilter(requirement: string): Filter {
  const [, path = '', operator, value] = /^([^=!]+)(==|=|!=)(.*)$/.exec(requirement) ?? [];
  const steps = path.split('.');
  return (object) => {
    let found: unknown = object;
    for (const step of steps) found = (found as Record<string, unknown> | undefined)?.[step];
    const text = typeof found === 'string' ? found : '';
    return (text === value) === (operator !== '!=');
  };
}
