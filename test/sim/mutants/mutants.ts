import { hot } from './mutant.ts';
import type { Mutant } from './mutant.ts';

/** One protection of the engine removed, or one comparison turned round, each; each was killed. engine.md 6.5. */
export const MUTANTS: readonly Mutant[] = [
  // Leadership.
  hot(
    'lease-not-asked-after-intent',
    'src/app/perform-act.ts',
    ['if (!context.mayAct()) {', 'if (false) {'],
    ['I6'],
    { seed: 16 },
  ),
  hot(
    'lease-never-asked',
    'src/app/leadership.ts',
    ['return this.#leftMs() > this.#times.durationMs * MARGIN_SHARE;', 'return true;'],
    ['I6'],
  ),
  hot(
    'lease-valid-from-the-answer',
    'src/app/leadership.ts',
    [
      'this.#validUntil = next.asked + durationMs;',
      'this.#validUntil = this.#ports.clock.monotonic() + durationMs;',
    ],
    ['I6'],
  ),
  hot(
    'lease-taken-while-it-lasts',
    'src/app/leadership.ts',
    ['return now - this.#observed.at > held.durationMs;', 'return true;'],
    ['I6'],
    { sample: true },
  ),
  // Approval.
  hot(
    'no-intent-in-the-audit-log',
    'src/app/perform-act.ts',
    ["await ports.audit.append({ ...entry, stage: 'intent' });", ''],
    ['I8'],
    { sample: true },
  ),
  hot(
    'own-request-approved',
    'src/core/request/access.ts',
    ['if (person.id === context.requesterId) {', 'if (false) {'],
    ['I8'],
  ),
  hot(
    'one-vote-is-enough',
    'src/core/rollout/reactions.ts',
    ['return count >= rollout.approvalsNeeded ?', 'return count >= 1 ?'],
    ['I8'],
    { sample: true },
  ),
  hot(
    'slot-taken-from-another',
    'src/app/inbox/request-patch.ts',
    ['if (current && isTaken(current, ports.clock.real()))', 'if (false)'],
    ['I6', 'I4'],
  ),
  // Draining.
  hot(
    'workload-not-waited-for',
    'src/core/drain/choose-evictions.ts',
    [
      'const byWorkload = heldByWorkload(pod, facts, [...going, ...chosen], forecast);',
      'const byWorkload = undefined;',
    ],
    ['I3'],
  ),
  hot(
    'half-a-workload-at-once',
    'src/core/drain/choose-evictions.ts',
    ['const VIRTUAL_BUDGET_SHARE = 0.25;', 'const VIRTUAL_BUDGET_SHARE = 0.75;'],
    ['I3'],
  ),
  hot(
    'no-cordon',
    'src/core/replacement/stages/draining.ts',
    ['    () => cordoned(context),\n', ''],
    ['I5', 'I7', 'L1'],
    { sample: true },
  ),
  hot(
    'ended-without-another-look',
    'src/core/replacement/stages/terminating.ts',
    ['if (isGoing(context) || !work.node) return DONE;', 'return DONE;'],
    ['I5'],
  ),
  hot(
    'ended-without-intent',
    'src/core/replacement/stages/terminating.ts',
    ['() => intended(context), ', ''],
    ['I5'],
    { sample: true },
  ),
  hot(
    'ended-while-draining',
    'src/core/replacement/decide-claim.ts',
    ["    case 'draining':\n      return drain(context);", "    case 'draining':"],
    ['I5', 'I7', 'L1'],
  ),
  // Capacity.
  hot(
    'capacity-lowered-under-instances',
    'src/core/rollout/take-back-surge.ts',
    [
      'if (group.desired > prior.desired && there <= prior.desired) {',
      'if (group.desired > prior.desired) {',
    ],
    ['I5', 'I4'],
  ),
  hot(
    'one-node-less-is-enough',
    'src/core/rollout/await-capacity.ts',
    ['return prior?.desired ?? desiredBefore;', 'return (prior?.desired ?? desiredBefore) - 1;'],
    ['I1'],
    { heat: 'mild' },
  ),
  // The gate.
  hot(
    'gate-passes-at-once',
    'src/core/replacement/stages/judging.ts',
    ['switch (judgement.verdict) {', "switch ('PASS' as typeof judgement.verdict) {"],
    ['I13'],
  ),
  // Stopping.
  hot(
    'claims-on-while-halting',
    'src/core/rollout/decide-rollout.ts',
    [
      "    case 'halting':\n",
      "    case 'halting':\n      return plan ? decideRunning(rollout, plan, seen) : { kind: 'idle' };\n",
    ],
    ['I10', 'L1'],
  ),
  // Leaving nothing behind, and nothing of others changed.
  hot(
    'uncordons-what-others-cordoned',
    'src/core/rollout/decide-restore.ts',
    ['if (isCordonedBy(node, rollout)) return', 'if (isCordoned(node)) return'],
    ['I9', 'L1'],
  ),
  hot(
    'processes-stay-suspended',
    'src/core/rollout/decide-restore.ts',
    ['    () => resumeProcesses(rollout, plan, seen),\n', ''],
    ['I4'],
  ),
  hot(
    'tags-stay',
    'src/core/rollout/decide-restore.ts',
    ['    () => untagGroup(rollout, plan, seen),\n', ''],
    ['I4'],
  ),
  hot(
    'label-left-on-the-node',
    'src/core/replacement/node-changes.ts',
    [
      "    ...(annotations[KEYS.excluded] === 'true' ? { labels: { [KEYS.excludeFromLoadBalancers]: null } } : {}),\n  };\n}",
      '  };\n}',
    ],
    ['I4'],
  ),
  hot(
    'surplus-stays',
    'src/core/rollout/decide-restore.ts',
    ['    () => shedSurplus(rollout, plan, seen),\n', ''],
    ['I4'],
    { heat: 'mild' },
  ),
  // Telling people.
  hot(
    'told-without-looking',
    'src/app/announce-rollout.ts',
    ['thread.telling === event.n ? await', 'thread.telling === -1 ? await'],
    ['I14'],
  ),
  hot(
    'told-by-one-who-does-not-lead',
    'src/app/cluster-engine.ts',
    ['() => !this.#stopped && this.#parts.leader.isLeading(),', '() => true,'],
    ['I14'],
  ),
  hot(
    'root-never-redrawn',
    'src/app/announce-rollout.ts',
    ['if (digest === thread.rootDigest)', 'if (digest.length > 0)'],
    ['I14'],
  ),
  // Coming to an end.
  hot(
    'dead-preflight-stays',
    'src/core/rollout/decide-rollout.ts',
    ['return abandoned(rollout, seen);', "return { kind: 'idle' };"],
    ['L1'],
  ),
  hot(
    'hold-without-end',
    'src/core/rollout/decide-rollout.ts',
    [
      "return react(rollout, { type: 'hold-over', at: seen.now, real: seen.real });",
      "return { kind: 'idle' };",
    ],
    ['L1'],
  ),
];
