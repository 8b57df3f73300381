import { isCordoned, zoneOf } from '../../../src/core/fleet/node.ts';
import type { Node } from '../../../src/core/fleet/node.ts';
import type { WireAct } from '../../fakes/ports/wire.ts';
import type { Witness } from './witness.ts';

/** A loss of others that may not have been seen yet when a node was claimed, ms. */
const UNSEEN_MS = 180_000;

/** I1 and I16: never two nodes in work, so never two zones either. */
export function oneNodeInWork(witness: Witness): void {
  // Our marks may still be on a node that a person opened and closed again: that cordon is theirs.
  const cordoned = witness.truth.cordonedByUs.filter(({ metadata }) => witness.ourCordons.has(metadata.uid));
  if (cordoned.length <= 1) return;
  const zones = new Set(cordoned.map(zoneOf));
  const names = cordoned.map(({ metadata }) => metadata.name).join(', ');
  witness.break('I1', `${cordoned.length} nodes are cordoned by drover at once: ${names}`);
  if (zones.size > 1) witness.break('I16', `in ${zones.size} zones`);
}

/** I1: a node is closed only where as many are left for pods as there were at the start. */
export function capacityAtCordon(
  witness: Witness,
  { edit }: Extract<WireAct, { kind: 'edit-node' }>,
  node: Node,
): void {
  const rollout = witness.slot?.rollout;
  if (edit.unschedulable !== true || isCordoned(node) || rollout?.active?.purpose !== 'replace') return;
  const left = witness.truth.usable.filter(({ metadata }) => metadata.uid !== node.metadata.uid).length;
  const before = rollout.prior?.desired ?? 0;
  if (left >= before || witness.ledger.isRecent('capacity', UNSEEN_MS)) return;
  witness.break(
    'I1',
    `${node.metadata.name} is cordoned while only ${left} other nodes are usable; ${before} at the start`,
  );
}
