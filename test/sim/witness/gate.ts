import { brokenReason } from '../../../src/core/health/broken-pod.ts';
import type { Claim } from '../../../src/core/rollout/claim.ts';
import type { Slot } from '../../../src/core/rollout/slot.ts';
import { instanceIdOf } from '../../../src/core/fleet/node.ts';
import type { Witness } from './witness.ts';

/** The share of the window that must be covered by looks. health-gate.md 4.1. */
const COVERED = 0.8;

/** Two engines may lead in one window: their clocks differ by a look, and run a little fast. docs/fault-matrix.md, row 78. */
const FAST_CLOCK = 0.92;

/** A pod that does not come up on a patched node is seen by every gate after so long, ms. */
const CRASHING_MS = 100_000;

/** I13: a node passes its window only after looks enough over time enough, and not beside pods that do not come up. */
export function checkGate(witness: Witness, before: Slot | undefined, after: Slot | undefined): void {
  const [old, now] = [before?.rollout, after?.rollout];
  const claim = old?.active;
  if (!old?.plan || !now || old.id !== now.id || claim?.stage !== 'judging') return;
  const replaced = now.results.length > old.results.length && now.results.at(-1)?.uid === claim.node.uid;
  const passedAsCanary = now.active?.node.uid === claim.node.uid && now.active.stage === 'terminating';
  if (!replaced && !passedAsCanary) return;
  witness.sim.reach.because('verdict PASS');
  const { policy } = old.plan;
  const windowMs = claim.canary ? policy.canaryWindowMs : policy.windowMs;
  const everyMs = Math.min(30_000, windowMs / 10);
  if (claim.looks.valid * everyMs < COVERED * windowMs)
    witness.break('I13', `${claim.node.name} passes after ${claim.looks.valid} looks`);
  const since = witness.judgingSince(claim);
  const leastMs = FAST_CLOCK * (COVERED * windowMs - 2 * everyMs);
  if (since !== undefined && witness.sim.clock.now() - since < leastMs)
    witness.break(
      'I13',
      `${claim.node.name} passes ${Math.round((witness.sim.clock.now() - since) / 1_000)} s into a window of ${windowMs / 1_000} s`,
    );
  noneCrashes(witness, claim, old.plan.release.imageId);
}

function noneCrashes(witness: Witness, claim: Claim, imageId: string): void {
  const apps = new Set(claim.workloads.map(({ ref }) => ref.split('/')[2]));
  const brokenBefore = new Set(claim.workloads.flatMap(({ brokenPods }) => brokenPods));
  const patched = new Set(
    witness.truth.nodes
      .filter((node) => witness.truth.imageOf(instanceIdOf(node) ?? '') === imageId)
      .map(({ metadata }) => metadata.name),
  );
  const crashing = witness.truth.pods.find((pod) => {
    const age = witness.sim.clock.now() - Date.parse(pod.metadata.creationTimestamp ?? '');
    return (
      age > CRASHING_MS &&
      apps.has(pod.metadata.labels?.['app']) &&
      patched.has(pod.spec.nodeName ?? '') &&
      brokenReason(pod) !== undefined &&
      !brokenBefore.has(pod.metadata.uid)
    );
  });
  if (crashing)
    witness.break(
      'I13',
      `${claim.node.name} passes while ${crashing.metadata.name} does not come up on ${crashing.spec.nodeName}`,
    );
}
