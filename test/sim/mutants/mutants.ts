import type { Mutant } from './mutant.ts';

/** Seeds a mutant may take where nothing else is said. */
const BUDGET = 300;

/** One protection of the engine removed, or one comparison turned round, each. engine.md 6.5. */
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
  hot(
    'no-quiet-period',
    'src/app/observe-rollout.ts',
    [
      'const quietMs = Math.max(0, self.quietPeriodMs - lastMs) * clock.scale;',
      'const quietMs = Math.min(lastMs, 0);',
    ],
    ['I4', 'I7', 'I10'],
  ),
  hot(
    'own-unclear-effects-forgotten',
    'src/app/perform-act.ts',
    ["if (!(error instanceof PortError) || error.kind === 'unavailable') context.onUnclear();", ''],
    ['I4', 'I7', 'I10'],
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
    'anybody-approves',
    'src/core/request/access.ts',
    ["return byRole(person.isApprover, 'approve rollouts here');", 'return ALLOWED;'],
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
    'drain-error-is-success',
    'src/core/replacement/stages/draining.ts',
    ['return stuck(stuckDrain(context, choice.heldBack[0], busy));', 'return DONE;'],
    ['I5'],
  ),
  hot(
    'bare-pods-evicted',
    'src/core/replacement/stages/draining.ts',
    ['if (bare.length === 0) return DONE;', 'return DONE;'],
    ['I12', 'I5', 'L1', 'L2'],
  ),
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
    ['I5', 'I7'],
  ),
  // Capacity.
  hot(
    'no-surge-first',
    'src/core/rollout/decide-running.ts',
    ['    () => awaitCapacity(rollout, plan, view, seen),\n', ''],
    ['I1'],
  ),
  hot(
    'always-decrement',
    'src/core/replacement/stages/terminating.ts',
    [
      'return remainingNodes(rollout, plan).length <= extra && !leavesZonesUneven(context);',
      'return extra >= 0;',
    ],
    ['I1', 'I4', 'I5', 'L1'],
  ),
  hot(
    'unusable-counts-as-usable',
    'src/core/replacement/members.ts',
    ['    !isCordoned(node) &&\n', ''],
    ['I1'],
  ),
  hot(
    'wrong-image-accepted',
    'src/core/rollout/await-capacity.ts',
    ['    () => wrongImage(rollout, plan, fresh),\n', ''],
    ['I11', 'L1', 'L2'],
  ),
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
    'claim-without-room',
    'src/core/replacement/stages/draining.ts',
    ['    () => stillSpare(context),\n', ''],
    ['I1'],
    { seed: 1_000_265 },
  ),
  hot(
    'node-registered-anew-is-ended',
    'src/core/replacement/decide-claim.ts',
    ['  if (another) return stuck(another);\n', ''],
    ['I5'],
    { seed: 1_001_405 },
  ),
  // The gate.
  hot(
    'gate-passes-at-once',
    'src/core/replacement/stages/judging.ts',
    ['switch (judgement.verdict) {', "switch ('PASS' as typeof judgement.verdict) {"],
    ['I13'],
  ),
  hot(
    'broken-pods-not-suspected',
    'src/core/health/judge-facts.ts',
    ['    ...suspectPods(claim, facts.work, followed, now),\n', ''],
    ['I13'],
  ),
  // Stopping.
  hot(
    'brake-ignored',
    'src/app/tick-rollout.ts',
    ['const braked = held.brake ? pullBrake(ports, rollout) : undefined;', 'const braked = undefined;'],
    ['I10'],
  ),
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
    'foreign-cordon-taken-over',
    'src/core/rollout/next-node.ts',
    ['if (isCordoned(node) && !isCordonedBy(node, rollout.id)) {', 'if (false) {'],
    ['I9', 'I5', 'L1'],
  ),
  hot(
    'uncordons-what-others-cordoned',
    'src/core/rollout/decide-restore.ts',
    ['if (isCordonedBy(node, rollout.id)) return', 'if (isCordoned(node)) return'],
    ['I9'],
  ),
  hot(
    'node-not-given-back',
    'src/core/rollout/decide-restore.ts',
    ['() => (undoing ? openOldNodes(rollout, plan, seen) : DONE)', '() => DONE'],
    ['I4', 'I1'],
  ),
  hot(
    'label-left-on-the-node',
    'src/core/replacement/node-changes.ts',
    [
      "      ...(annotations[KEYS.excluded] === 'true' ? { labels: { [KEYS.excludeFromLoadBalancers]: null } } : {}),\n    },\n    why,\n  };\n}\n\n/** The keys",
      '    },\n    why,\n  };\n}\n\n/** The keys',
    ],
    ['I4'],
  ),
  hot(
    'surplus-not-opened-again',
    'src/core/rollout/decide-restore.ts',
    ["...staying.map((node) => giveBack(node, 'it could not be taken away')),", ''],
    ['I4'],
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
    'surplus-stays',
    'src/core/rollout/decide-restore.ts',
    ['    () => shedSurplus(rollout, plan, seen),\n', ''],
    ['I4'],
  ),
  hot(
    'cancelled-in-the-middle',
    'src/core/rollout/machine.ts',
    ['    cancelled: cancelApproved,', '    cancelled: cancel,'],
    ['I4'],
    { heat: 'mild', seed: 1_000_112 },
  ),
  hot(
    'launching-not-started-again',
    'src/core/rollout/take-back-surge.ts',
    ['if (rollout.launchStopped || (launchStopped && isOurs))', 'if (launchStopped && isOurs)'],
    ['I4'],
    { seed: 2_000_035 },
  ),
  hot(
    'old-description-of-processes-believed',
    'src/core/rollout/put-group-back.ts',
    ["if (ours.length > 0 && !putBack?.includes('processes'))", 'if (false)'],
    ['I4'],
    { seed: 3_000_810 },
  ),
  hot(
    'old-description-of-capacity-believed',
    'src/core/rollout/shed-surplus.ts',
    ['if (view.group.desired <= prior.desired && shownInMs > 0)', 'if (false)'],
    ['I4'],
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
  hot(
    'conversation-forgotten',
    'src/app/announce-rollout.ts',
    ['const own = known.find(({ rolloutId }) => rolloutId === id);', 'const own = undefined;'],
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
    'unusable-nodes-waited-for',
    'src/core/rollout/await-capacity.ts',
    ['if (launched && lacksFor > plan.policy.joinTimeoutMs)', 'if (false)'],
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
  hot(
    'zone-waited-for-without-end',
    'src/core/rollout/decide-running.ts',
    ['if (now - since <= plan.policy.joinTimeoutMs)', 'if (now >= since)'],
    ['L1'],
    { heat: 'mild', seed: 12_638_819 },
  ),
];

function hot(
  name: string,
  file: string,
  [find, replace]: readonly [string, string],
  killedBy: readonly string[],
  more: Partial<Mutant> = {},
): Mutant {
  return { name, file, find, replace, killedBy, heat: 'hot', budget: BUDGET, ...more };
}
