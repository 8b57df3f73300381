import { notAcceptable } from '../answers/api-error.ts';

/** The form in which a client wants objects: as they are, their metadata alone, or a table for people. */
export type View = 'object' | 'partial' | 'partial-list' | 'table' | 'discovery';

export interface Negotiated {
  readonly view: View;
  readonly format: 'json' | 'yaml';
}

interface Clause {
  readonly type: string;
  readonly parameters: ReadonlyMap<string, string>;
}

/** The first clause of an Accept header that this server can serve. Throws 406 if there is none. */
export function negotiate(accept: string | undefined): Negotiated {
  const clauses = (accept ?? '')
    .split(',')
    .map(readClause)
    .filter(({ type }) => type !== '');
  if (clauses.length === 0) return { view: 'object', format: 'json' };
  for (const clause of clauses) {
    const format = formatOf(clause.type);
    const view = format && viewOf(clause.parameters);
    if (view && format) return { view, format };
  }
  throw notAcceptable();
}

function readClause(text: string): Clause {
  const [type = '', ...parameters] = text.split(';').map((part) => part.trim());
  const pairs = parameters.map((one): [string, string] => {
    const cut = one.indexOf('=');
    return [one.slice(0, cut), one.slice(cut + 1)];
  });
  return { type, parameters: new Map(pairs) };
}

function formatOf(type: string): 'json' | 'yaml' | undefined {
  if (type === 'application/json' || type === '*/*' || type === 'application/*') return 'json';
  return type === 'application/yaml' ? 'yaml' : undefined;
}

const VIEWS: Readonly<Record<string, View>> = {
  'Table;meta.k8s.io': 'table',
  'PartialObjectMetadata;meta.k8s.io': 'partial',
  'PartialObjectMetadataList;meta.k8s.io': 'partial-list',
  'APIGroupDiscoveryList;apidiscovery.k8s.io': 'discovery',
};

function viewOf(parameters: ReadonlyMap<string, string>): View | undefined {
  const as = parameters.get('as');
  if (as === undefined) return 'object';
  const isServed = ['v1', 'v1beta1', 'v2'].includes(parameters.get('v') ?? '');
  return isServed ? VIEWS[`${as};${parameters.get('g') ?? ''}`] : undefined;
}
