import type { Node } from '../fleet/node.ts';
import type { Finding } from '../preflight/finding.ts';
import type { Rollout } from './rollout.ts';

/**
 * Findings without those about nodes that this rollout has replaced: the object of such a node outlives its instance for a
 * while, and is not Ready. By uid, since another node may have its name by then.
 */
export function withoutReplacedNodes(
  findings: readonly Finding[],
  nodes: readonly Node[],
  { results }: Pick<Rollout, 'results'>,
): readonly Finding[] {
  const replaced = new Set(results.flatMap(({ uid, result }) => (result === 'replaced' ? [uid] : [])));
  const names = new Set(
    nodes.filter(({ metadata }) => replaced.has(metadata.uid)).map(({ metadata }) => `Node/${metadata.name}`),
  );
  return findings.filter(({ objects }) => objects.length === 0 || !objects.every((each) => names.has(each)));
}
