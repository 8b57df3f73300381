import { claimKey } from '../../core/health/gate-record.ts';
import { liveNumbers } from '../../core/health/live-numbers.ts';
import type { Reply } from '../../core/request/reply.ts';
import { hasEnded } from '../../core/rollout/rollout.ts';
import type { Rollout } from '../../core/rollout/rollout.ts';
import type { Directory, GroupHandle } from '../directory.ts';
import { groupKey } from '../group-settings.ts';
import { inParallel } from '../in-parallel.ts';
import { phaseName } from './replies.ts';

export interface LiveRollout {
  readonly handle: GroupHandle;
  readonly rollout: Rollout;
}

export interface Survey {
  readonly live: readonly LiveRollout[];
  /** Groups whose slot could not be read: they are named, never taken for idle. */
  readonly unread: readonly string[];
}

/** All rollouts that have not ended, read from the slots now. */
export async function surveyRollouts({ groups }: Directory): Promise<Survey> {
  const unread: string[] = [];
  const found = await inParallel(groups, async (handle): Promise<readonly LiveRollout[]> => {
    try {
      const rollout = (await handle.ports.slots.read(handle.settings.nodeGroup))?.slot.rollout;
      return rollout && !hasEnded(rollout.phase) ? [{ handle, rollout }] : [];
    } catch {
      unread.push(groupKey(handle.settings));
      return [];
    }
  });
  return { live: found.flat(), unread };
}

/** `/patch status`: one line a rollout, with what it does or waits for. */
export async function showStatus(directory: Directory, wanted: string | undefined): Promise<Reply> {
  const { live, unread } = await surveyRollouts(directory);
  const shown = wanted ? live.filter(({ rollout }) => rollout.id === wanted) : live;
  const notRead = unread.map((group) => `${group}: could not be read now, so what runs there is not known`);
  if (shown.length === 0) {
    const what = wanted ? `${wanted} is not at work.` : 'No rollout is at work.';
    return { code: 'ok', what, details: notRead, next: 'Start one: /patch <cluster> <node group>.' };
  }
  return { code: 'ok', what: `${shown.length} at work:`, details: [...shown.flatMap(lines), ...notRead] };
}

/** While a window is open, with the numbers of its last look. */
function lines(live: LiveRollout): readonly string[] {
  const { active, gate } = live.rollout;
  const isOpen = active?.stage === 'judging' && gate?.claim === claimKey(active);
  return [line(live), ...(isOpen ? liveNumbers(gate) : [])];
}

function line({ handle, rollout }: LiveRollout): string {
  const { active, plan, results, problem, hold } = rollout;
  const done = plan ? `, ${results.length} of ${plan.nodes.length} nodes done` : '';
  const now = active
    ? `, ${active.node.name} ${active.stage}${active.waitingFor ? `: ${active.waitingFor}` : ''}`
    : '';
  const why = problem ? `: ${problem.message} ${problem.fix}` : hold ? `: ${hold.reason}` : '';
  return `${rollout.id} ${groupKey(handle.settings)} ${phaseName(rollout.phase)}${done}${now}${why} (asked by ${rollout.requestedBy.name})`;
}
