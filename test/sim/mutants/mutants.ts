import { hot, STANDSTILLS } from './mutant.ts';
import type { Mutant } from './mutant.ts';

/** One protection of the engine removed, or one comparison turned round, each; each was killed. engine.md 6.5. */
export const MUTANTS: readonly Mutant[] = [
  // Leadership.
  hot(
    'lease-not-asked-after-intent',
    'src/app/perform-act.ts',
    ['if (!context.mayAct()) {', 'if (false) {'],
    ['I6'],
    { seeds: [15, 16, 18], focus: ['pause-at-effect'], without: STANDSTILLS },
  ),
  hot(
    'lease-never-asked',
    'src/app/leadership.ts',
    ['return this.#leftMs() > this.#times.durationMs * MARGIN_SHARE;', 'return true;'],
    ['I6'],
    { seeds: [3], focus: ['pause-at-effect', 'pause', 'cut-off'] },
  ),
  hot(
    'lease-valid-from-the-answer',
    'src/app/leadership.ts',
    [
      'this.#validUntil = next.asked + durationMs;',
      'this.#validUntil = this.#ports.clock.monotonic() + durationMs;',
    ],
    ['I6'],
    { seeds: [74, 156, 246], focus: ['slow', 'cut-off', 'pause-at-effect'] },
  ),
  hot(
    'lease-taken-while-it-lasts',
    'src/app/leadership.ts',
    ['return now - this.#observed.at > held.durationMs;', 'return true;'],
    ['I6'],
    { seeds: [1, 3, 11] },
  ),
  // Approval.
  hot(
    'no-intent-in-the-audit-log',
    'src/app/perform-act.ts',
    ["await ports.audit.append({ ...entry, stage: 'intent' });", ''],
    ['I8'],
    { seeds: [1, 3] },
  ),
  hot(
    'own-request-approved',
    'src/core/request/access.ts',
    ['if (person.id === context.requesterId) {', 'if (false) {'],
    ['I8'],
    { seeds: [20], focus: ['click-at-random'], without: STANDSTILLS },
  ),
  hot(
    'anybody-approves',
    'src/core/request/access.ts',
    ["return byRole(person.isApprover, 'approve rollouts here');", 'return ALLOWED;'],
    ['I8'],
    { seeds: [586], focus: ['click-of-stranger'], without: STANDSTILLS },
  ),
  hot(
    'one-vote-is-enough',
    'src/core/rollout/reactions.ts',
    ['return count >= rollout.approvalsNeeded ?', 'return count >= 1 ?'],
    ['I8'],
    { seeds: [1] },
  ),
  hot(
    'slot-taken-from-another',
    'src/app/inbox/request-patch.ts',
    ['if (current && isTaken(current, ports.clock.real()))', 'if (false)'],
    ['I6', 'I4'],
    { seeds: [8, 12], focus: ['click-at-random'] },
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
    { seeds: [5], focus: ['slow-boot', 'stale-read'], without: ['somebody-scales', 'pod-dies'] },
  ),
  hot(
    'half-a-workload-at-once',
    'src/core/drain/virtual-budget.ts',
    ['const SHARE = 0.25;', 'const SHARE = 0.75;'],
    ['I3'],
    { seeds: [5], focus: ['slow-boot', 'stale-read'], without: ['somebody-scales', 'pod-dies'] },
  ),
  hot(
    'no-cordon',
    'src/core/replacement/stages/draining.ts',
    ['    () => cordoned(context),\n', ''],
    ['I5', 'I7', 'L1'],
    { seeds: [1, 5] },
  ),
  hot(
    'ended-without-another-look',
    'src/core/replacement/stages/terminating.ts',
    ['if (isGoing(context) || !work.node) return DONE;', 'return DONE;'],
    ['I5'],
    { seeds: [23, 12], focus: ['somebody-uncordons'], without: STANDSTILLS },
  ),
  hot(
    'ended-without-intent',
    'src/core/replacement/stages/terminating.ts',
    ['() => intended(context), ', ''],
    ['I5'],
    { seeds: [1, 3] },
  ),
  hot(
    'ended-while-draining',
    'src/core/replacement/decide-claim.ts',
    ["    case 'draining':\n      return drain(context);", "    case 'draining':"],
    ['I5', 'I7', 'L1'],
    { seeds: [1, 3] },
  ),
  // Capacity.
  hot(
    'capacity-lowered-under-instances',
    'src/core/rollout/take-back-surge.ts',
    [
      'group.desired > prior.desired && there <= prior.desired && ownSurplus(rollout) > 0',
      'group.desired > prior.desired && ownSurplus(rollout) > 0',
    ],
    ['I5', 'I4'],
    { seeds: [29] },
  ),
  hot(
    'one-node-less-is-enough',
    'src/core/rollout/await-capacity.ts',
    ['return prior?.desired ?? desiredBefore;', 'return (prior?.desired ?? desiredBefore) - 1;'],
    ['I1'],
    { heat: 'mild', seeds: [5, 10] },
  ),
  // The gate.
  hot(
    'gate-passes-at-once',
    'src/core/replacement/stages/judging.ts',
    ['switch (judgement.verdict) {', "switch ('PASS' as typeof judgement.verdict) {"],
    ['I13'],
    { seeds: [1, 3] },
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
    { seeds: [5, 8] },
  ),
  // Leaving nothing behind, and nothing of others changed.
  hot(
    'uncordons-what-others-cordoned',
    'src/core/rollout/decide-restore.ts',
    ['if (isCordonedBy(node, rollout)) return', 'if (isCordoned(node)) return'],
    ['I9', 'L1'],
    { seeds: [1, 10] },
  ),
  hot(
    'processes-stay-suspended',
    'src/core/rollout/decide-restore.ts',
    ['    () => resumeProcesses(rollout, plan, seen),\n', ''],
    ['I4'],
    { seeds: [1, 5] },
  ),
  hot(
    'tags-stay',
    'src/core/rollout/decide-restore.ts',
    ['    () => untagGroup(rollout, plan, seen),\n', ''],
    ['I4'],
    { seeds: [1, 5] },
  ),
  hot(
    'label-left-on-the-node',
    'src/core/replacement/node-changes.ts',
    [
      "    ...(annotations[KEYS.excluded] === 'true' ? { labels: { [KEYS.excludeFromLoadBalancers]: null } } : {}),\n  };\n}",
      '  };\n}',
    ],
    ['I4'],
    { seeds: [8, 14], focus: ['click-at-random', 'budget-closes'], without: STANDSTILLS },
  ),
  hot(
    'surplus-stays',
    'src/core/rollout/decide-restore.ts',
    ['    () => shedSurplus(rollout, plan, seen),\n', ''],
    ['I4'],
    { heat: 'mild', seeds: [1, 6] },
  ),
  // Telling people.
  hot(
    'told-without-looking',
    'src/app/announce-rollout.ts',
    [
      "if (thread.telling !== telling) return { kind: 'looked', ts: undefined };",
      "if (telling > 0) return { kind: 'looked', ts: undefined };",
    ],
    ['I14'],
    { seeds: [4, 8] },
  ),
  hot(
    'told-by-one-who-does-not-lead',
    'src/app/cluster-engine.ts',
    ['this.#parts.pace, turn)', 'this.#parts.pace, undefined)'],
    ['I14'],
    { seeds: [1] },
  ),
  hot(
    'root-never-redrawn',
    'src/app/announce-rollout.ts',
    ['if (digest === thread.rootDigest)', 'if (digest.length > 0)'],
    ['I14'],
  ),
  hot(
    'error-logged-whole',
    'src/app/run-tick.ts',
    [
      "ports.log.warn('a tick failed', { group: key, error: why,",
      "ports.log.warn('a tick failed', { group: key, error,",
    ],
    ['I15'],
  ),
  // Coming to an end.
  hot(
    'dead-preflight-stays',
    'src/core/rollout/decide-rollout.ts',
    ['return abandoned(rollout, seen);', "return { kind: 'idle' };"],
    ['L1'],
    { seeds: [10] },
  ),
  hot(
    'hold-without-end',
    'src/core/rollout/decide-rollout.ts',
    [
      "    case 'running':\n    case 'holding':\n      return",
      "    case 'holding':\n      return { kind: 'idle' };\n    case 'running':\n      return",
    ],
    ['L1'],
    { seeds: [1, 3] },
  ),
];
