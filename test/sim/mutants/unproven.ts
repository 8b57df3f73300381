import { hot, STANDSTILLS } from './mutant.ts';
import type { Mutant } from './mutant.ts';

/**
 * Mistakes that the seeds played so far have not found, or found only at a seed that another fix has since turned into
 * another story: `npm run sim:mutants -- --unproven`. No proof of anything, and no part of the tests, until they are killed.
 */
export const UNPROVEN: readonly Mutant[] = [
  hot(
    'no-quiet-period',
    'src/app/observe-rollout.ts',
    [
      'const quietMs = Math.max(0, self.quietPeriodMs - lastMs) * clock.scale;',
      'const quietMs = Math.min(lastMs, 0);',
    ],
    ['I4', 'I7', 'I10'],
    { focus: ['late', 'crash-after', 'crash', 'click-at-random'] },
  ),
  hot(
    'own-unclear-effects-forgotten',
    'src/app/perform-act.ts',
    ["if (!(error instanceof PortError) || error.kind === 'unavailable') context.onUnclear();", ''],
    ['I4', 'I7', 'I10'],
    { focus: ['late', 'click-at-random', 'brake'], without: ['crash', 'crash-after', 'crash-before'] },
  ),
  hot(
    'drain-error-is-success',
    'src/core/replacement/stages/draining.ts',
    ['return stuck(stuckDrain(context, choice.heldBack[0], busy));', 'return DONE;'],
    ['I5'],
    { focus: ['pod-clings', 'budget-closes'], without: STANDSTILLS },
  ),
  hot(
    'bare-pods-evicted',
    'src/core/replacement/stages/draining.ts',
    ['if (bare.length === 0) return DONE;', 'return DONE;'],
    ['I12', 'I5', 'L1', 'L2'],
    { focus: ['bare-pod'], without: STANDSTILLS },
  ),
  hot(
    'always-decrement',
    'src/core/replacement/stages/terminating.ts',
    [
      'return remainingNodes(rollout, plan).length <= extra && !leavesZonesUneven(context);',
      'return extra >= 0;',
    ],
    ['I1', 'I4', 'I5', 'L1'],
    { heat: 'mild' },
  ),
  hot(
    'unusable-counts-as-usable',
    'src/core/replacement/members.ts',
    ['    !isCordoned(node) &&\n', ''],
    ['I1'],
    { focus: ['somebody-cordons', 'node-silent'], without: STANDSTILLS },
  ),
  hot(
    'wrong-image-accepted',
    'src/core/rollout/await-capacity.ts',
    ['    () => wrongImage(rollout, plan, fresh),\n', ''],
    ['I11', 'L1', 'L2'],
    { focus: ['wrong-image'], without: STANDSTILLS },
  ),
  hot(
    'claim-without-room',
    'src/core/replacement/stages/draining.ts',
    ['    () => stillSpare(context),\n', ''],
    ['I1'],
    {
      seeds: [1_000_265],
      focus: ['instance-lost', 'zone-rebalance', 'pause-at-effect'],
      without: STANDSTILLS,
    },
  ),
  hot(
    'node-registered-anew-is-ended',
    'src/core/replacement/decide-claim.ts',
    ['  if (another) return stuck(another);\n', ''],
    ['I5'],
    { seeds: [1_001_405], focus: ['node-object-gone'], without: STANDSTILLS },
  ),
  hot(
    'broken-pods-not-suspected',
    'src/core/health/judge-facts.ts',
    ['    ...suspectPods(claim, facts.work, followed, now),\n', ''],
    ['I13'],
    { focus: ['crash-on-new'], without: STANDSTILLS },
  ),
  hot(
    'brake-ignored',
    'src/app/tick-rollout.ts',
    ['const braked = held.brake ? pullBrake(ports, rollout) : undefined;', 'const braked = undefined;'],
    ['I10'],
    { focus: ['brake'], without: STANDSTILLS },
  ),
  hot(
    'foreign-cordon-taken-over',
    'src/core/rollout/next-node.ts',
    ['if (isCordoned(node) && !isCordonedBy(node, rollout)) {', 'if (false) {'],
    ['I9', 'I5', 'L1'],
    { focus: ['somebody-cordons'], without: STANDSTILLS },
  ),
  hot(
    'surplus-not-opened-again',
    'src/core/rollout/decide-restore.ts',
    ["...staying.map((node) => giveBack(node, 'it could not be taken away')),", ''],
    ['I4'],
    { focus: ['click-at-random'], without: STANDSTILLS },
  ),
  hot(
    'cancelled-in-the-middle',
    'src/core/rollout/machine.ts',
    ['    cancelled: cancelApproved,', '    cancelled: cancel,'],
    ['I4'],
    { heat: 'mild', seeds: [1_000_112], focus: ['click-at-random', 'click-twice'], without: STANDSTILLS },
  ),
  hot(
    'launching-not-started-again',
    'src/core/rollout/take-back-surge.ts',
    ['if (rollout.launchStopped || (launchStopped && isOurs))', 'if (launchStopped && isOurs)'],
    ['I4'],
    { seeds: [2_000_035], focus: ['stale-read', 'brake', 'click-at-random'] },
  ),
  hot(
    'old-description-of-processes-believed',
    'src/core/rollout/put-group-back.ts',
    ["if (ours.length > 0 && !putBack?.includes('processes') && !isLongShown(rollout, seen))", 'if (false)'],
    ['I4'],
    { seeds: [3_000_810], focus: ['stale-read', 'click-at-random'] },
  ),
  hot(
    'old-description-of-capacity-believed',
    'src/core/rollout/shed-surplus.ts',
    ['if (view.group.desired <= prior.desired && shownInMs > 0)', 'if (false)'],
    ['I4'],
    { focus: ['stale-read', 'brake', 'click-at-random'] },
  ),
  hot(
    'conversation-forgotten',
    'src/app/thread-of.ts',
    ['const own = known.find(({ rolloutId }) => rolloutId === id);', 'const own = undefined;'],
    ['I14'],
    { focus: ['click-at-random', 'crash', 'restart'] },
  ),
  hot(
    'unusable-nodes-waited-for',
    'src/core/rollout/await-capacity.ts',
    ['if (launched && lacksFor > plan.policy.joinTimeoutMs)', 'if (false)'],
    ['L1'],
    { focus: ['node-silent', 'somebody-cordons', 'never-joins'] },
  ),
  hot(
    'zone-waited-for-without-end',
    'src/core/rollout/decide-running.ts',
    ['if (now - since <= plan.policy.joinTimeoutMs)', 'if (now >= since)'],
    ['L1'],
    { heat: 'mild', seeds: [12_638_819], focus: ['zone-rebalance', 'instance-lost', 'somebody-cordons'] },
  ),
];
