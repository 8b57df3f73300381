import type { Random } from '../../random.ts';
import type { Member } from './group.ts';

/** What the default policy asks of a member's instance. */
export interface Candidate {
  readonly member: Member;
  /** World instant of its launch. */
  readonly launchedAt: number;
}

const HOUR_MS = 3_600_000;

/**
 * The default termination policy: in the zone with the most instances, those of the oldest launch configuration or
 * template, of these the one closest to its next billing hour, then by chance. It knows nothing of pods or budgets.
 * `current`: the template id that the group launches from now.
 */
export function chooseVictim(
  candidates: readonly Candidate[],
  counts: ReadonlyMap<string, number>,
  current: string | undefined,
  now: number,
  random: Random,
): Member | undefined {
  const crowded = keepBest(candidates, ({ member }) => -(counts.get(member.zone) ?? 0));
  const oldest = keepBest(crowded, ({ member }) => templateAge(member, current));
  const closest = keepBest(oldest, ({ launchedAt }) => HOUR_MS - ((now - launchedAt) % HOUR_MS));
  return closest.length === 0 ? undefined : random.pick(closest).member;
}

/** Smaller is older: no template at all, then another template, then lower versions of the present one. */
function templateAge(member: Member, current: string | undefined): number {
  if (!member.template) return -2;
  if (member.template.id !== current) return -1;
  return Number(member.template.version);
}

function keepBest<T>(items: readonly T[], rank: (item: T) => number): readonly T[] {
  const best = Math.min(...items.map((item) => rank(item)));
  return items.filter((item) => rank(item) === best);
}
