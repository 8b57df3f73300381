import type { InstanceState } from '../../../src/core/fleet/node-group.ts';
import type { Slot } from '../../../src/core/rollout/slot.ts';
import type { Witness } from './witness.ts';

/** I11: while nodes are replaced, what is launched boots the approved image. */
export function checkLaunch(witness: Witness, { instanceId, imageId }: InstanceState): void {
  const rollout = witness.slot?.rollout;
  if (!rollout?.plan || rollout.surgedAt === undefined || rollout.phase !== 'running') return;
  if (imageId === rollout.plan.release.imageId || imageId === 'ami-other') return;
  if (witness.ledger.isRecent('template', 3_600_000)) return;
  witness.break('I11', `${instanceId} boots ${imageId}; approved is ${rollout.plan.release.imageId}`);
}

/** I11: a success means that every node runs the release, but for those that are named as skipped; and says so truly. */
export function checkSuccess(witness: Witness, before: Slot | undefined, after: Slot | undefined): void {
  const rollout = after?.rollout;
  const isNew = rollout?.phase === 'succeeded' && before?.rollout?.phase !== 'succeeded';
  if (!isNew || !rollout.plan) return;
  const skipped = new Set(
    rollout.results.filter(({ result }) => result === 'skipped').map(({ instanceId }) => instanceId),
  );
  for (const { instanceId } of witness.truth.living) {
    const imageId = witness.truth.imageOf(instanceId);
    if (imageId === rollout.plan.release.imageId || skipped.has(instanceId)) continue;
    if (witness.ledger.isRecent('template', 7_200_000) || imageId === 'ami-other') continue;
    witness.break('I11', `it succeeded, and ${instanceId} runs ${imageId ?? 'nothing known'}`);
  }
  for (const { instanceId, imageId } of rollout.report?.nodes ?? [])
    if (imageId !== 'unknown' && imageId !== witness.truth.imageOf(instanceId))
      witness.break('I11', `the report says that ${instanceId} runs ${imageId}`);
}
