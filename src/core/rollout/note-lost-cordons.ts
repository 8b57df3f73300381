import type { Node } from '../fleet/node.ts';
import { isCordoned } from '../fleet/node.ts';
import { KEYS } from '../replacement/act.ts';
import { hasCordonMarks } from '../replacement/node-changes.ts';
import type { Seen } from '../replacement/seen.ts';
import type { Rollout } from './rollout.ts';

/**
 * A node that is open and carries the marks of our cordon was opened by somebody else. Before the marks can be taken off
 * it may be closed again by others, and would look as if we had: the audit log may be full, the API away. So it is written
 * down first. Undefined: nothing has changed.
 */
export function noteLostCordons(rollout: Rollout, { group, work }: Seen): Rollout | undefined {
  const { lostCordons = [], ...rest } = rollout;
  const nodes = [...(group?.nodes ?? []), ...(work?.node ? [work.node] : [])];
  const lost = nodes.filter((node) => isLost(node, rollout)).map(({ metadata }) => metadata.uid);
  const clean = nodes.filter((node) => !hasCordonMarks(node)).map(({ metadata }) => metadata.uid);
  const now = [...new Set([...lostCordons, ...lost])].filter((uid) => !clean.includes(uid));
  if (now.length === lostCordons.length && now.every((uid) => lostCordons.includes(uid))) return undefined;
  return now.length === 0 ? rest : { ...rest, lostCordons: now };
}

function isLost(node: Node, { id }: Rollout): boolean {
  return !isCordoned(node) && hasCordonMarks(node) && node.metadata.annotations?.[KEYS.rollout] === id;
}
