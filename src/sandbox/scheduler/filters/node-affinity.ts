import type { NodeSelectorTerm } from '../../controllers/kinds/affinity.ts';
import type { Pod } from '../../controllers/kinds/pod.ts';
import { each, SKIP, unsuitable, type Filter } from '../filter.ts';
import { selectsNode } from '../node-selection.ts';

export const nodeAffinity: Filter = {
  name: 'NodeAffinity',
  prepare(pod) {
    const required = pod.spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
    if (!required && !pod.spec.nodeSelector) return SKIP;
    const only = namedNodes(pod);
    if (only?.size === 0) return { kind: 'refused', reason: 'pod affinity terms conflict' };
    return {
      ...each((node) =>
        selectsNode(pod, node) ? undefined : unsuitable("node(s) didn't match Pod's node affinity/selector"),
      ),
      ...(only && { only }),
    };
  },
};

/** The nodes that are named by every term of the affinity; undefined if a term names none. */
function namedNodes({ spec }: Pod): Set<string> | undefined {
  const terms =
    spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];
  const named = terms.map(namesIn);
  if (named.length === 0 || named.some((names) => names === undefined)) return undefined;
  return new Set(named.flatMap((names) => [...(names ?? [])]));
}

function namesIn({ matchFields = [] }: NodeSelectorTerm): Set<string> | undefined {
  const lists = matchFields
    .filter(({ key, operator }) => key === 'metadata.name' && operator === 'In')
    .map(({ values }) => new Set(values ?? []));
  const [first, ...others] = lists;
  return first && new Set([...first].filter((name) => others.every((list) => list.has(name))));
}
