import { isCordoned } from '../../../src/core/fleet/node.ts';
import { KEYS } from '../../../src/core/replacement/act.ts';
import type { WireAct } from '../../fakes/ports/wire.ts';
import { RACE_MS } from './evictions.ts';
import type { Witness } from './witness.ts';

/** I5: an instance is ended only where its node is ours, cordoned and empty at the moment the call lands; one a claim. */
export function checkTermination(
  witness: Witness,
  { instanceId }: Extract<WireAct, { kind: 'terminate' }>,
): void {
  if (!witness.truth.living.some((one) => one.instanceId === instanceId)) return;
  const rollout = witness.slot?.rollout;
  const active = rollout?.active;
  const node = witness.truth.nodeOf(instanceId);
  if (witness.ledger.isRecent('slot', 3_600_000)) return;
  if (node) {
    const { uid, name, annotations } = node.metadata;
    const touched = witness.ledger.isRecent(`node ${uid}`, RACE_MS);
    if (active?.node.instanceId === instanceId) {
      // Sent for an instance without a node, it may land when that has joined and is claimed itself: docs/fault-matrix.md.
      if (!active.terminate && justJoined(witness, instanceId)) return;
      if (!active.terminate) witness.break('I5', `${instanceId} is ended without an intent in the slot`);
    } else if (!justJoined(witness, instanceId)) {
      return witness.break(
        'I5',
        `${instanceId} is ended; the slot names ${active?.node.instanceId ?? 'no node'}`,
      );
    } else return;
    const ours = isCordoned(node) && annotations?.[KEYS.wasUnschedulable] !== undefined;
    // Sent for an instance whose Node was gone, it may land when that has registered anew.
    if (!ours && !touched && !justJoined(witness, instanceId))
      return witness.break('I5', `${name} is not cordoned by drover when its instance is ended`);
    const busy = witness.truth.busyPodsOn(name).filter((pod) => !toleratesCordon(pod));
    if (busy.length > 0 && !touched)
      return witness.break(
        'I5',
        `${busy.map(({ metadata }) => metadata.name).join(', ')} still on ${name} when its instance is ended`,
      );
  }
  oncePerClaim(witness, instanceId);
}

/** A node that joined a moment ago was an instance without a node when it was looked at. */
function justJoined(witness: Witness, instanceId: string): boolean {
  return witness.ledger.isRecent(`joined ${instanceId}`, RACE_MS);
}

function toleratesCordon({
  spec,
}: {
  readonly spec: { readonly tolerations?: readonly { readonly key?: string }[] };
}): boolean {
  return spec.tolerations?.some(({ key }) => key === 'node.kubernetes.io/unschedulable') ?? false;
}

function oncePerClaim(witness: Witness, instanceId: string): void {
  const active = witness.slot?.rollout?.active;
  if (!active) return;
  const claim = `${active.node.uid} ${active.claimedAt}`;
  const ended = witness.ended.get(claim) ?? new Set();
  witness.ended.set(claim, ended.add(instanceId));
  if (ended.size > 1) witness.break('I5', `two instances ended under one claim: ${[...ended].join(', ')}`);
}
