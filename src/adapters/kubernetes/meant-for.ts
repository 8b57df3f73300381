import type { NodeSelectorTerm, PodSpec } from '../../core/fleet/pod.ts';

/** How the DaemonSet controller names the one node that a pod is meant for. */
const MEANT_FOR = '"matchFields":[{"key":"metadata.name","operator":"In","values":["';

/** A spec's text with the name of the node that it is meant for taken out; undefined if it has no such name, or several. */
export function withoutMeantFor(text: string, node: string): string | undefined {
  const at = text.indexOf(MEANT_FOR);
  const begin = at + MEANT_FOR.length;
  if (at === -1 || !text.startsWith(`${node}"]}]`, begin) || text.includes(MEANT_FOR, begin))
    return undefined;
  return text.slice(0, begin) + text.slice(begin + node.length);
}

/** The name in its place again; undefined if the words stood somewhere else than where the controller writes them. */
export function withMeantFor(spec: PodSpec, node: string): PodSpec | undefined {
  const { affinity } = spec;
  const required = affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  const terms = required?.nodeSelectorTerms ?? [];
  if (!terms.some(isOpen)) return undefined;
  const nodeSelectorTerms = terms.map((term) => (isOpen(term) ? closed(term, node) : term));
  return {
    ...spec,
    affinity: {
      ...affinity,
      nodeAffinity: {
        ...affinity?.nodeAffinity,
        requiredDuringSchedulingIgnoredDuringExecution: { ...required, nodeSelectorTerms },
      },
    },
  };
}

function isOpen({ matchFields = [] }: NodeSelectorTerm): boolean {
  const [field] = matchFields;
  return field?.key === 'metadata.name' && field.operator === 'In' && field.values?.[0] === '';
}

function closed(term: NodeSelectorTerm, node: string): NodeSelectorTerm {
  return { ...term, matchFields: (term.matchFields ?? []).map((field) => ({ ...field, values: [node] })) };
}
