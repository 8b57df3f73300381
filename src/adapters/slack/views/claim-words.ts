import type { Claim, ClaimStage } from '../../../core/rollout/claim.ts';
import { code, inert, prose } from './inert.ts';
import { lasting } from './time-words.ts';

/** What happens to the node in work, and what it waits for. `now`: product time. */
export function claimLine(claim: Claim, now: number): string {
  const { node } = claim;
  const what = claim.purpose === 'shed' ? 'taking a surplus node away, ' : claim.canary ? 'first node, ' : '';
  const waits = claim.waitingFor === undefined ? '' : `, waiting for ${prose(claim.waitingFor, 300)}`;
  const since = lasting(now - claim.claimedAt);
  return `*Now* ${code(node.name, 80)} (${inert(node.zone, 30)}): ${what}${stageWords(claim.stage)}${podWords(claim)}${waits}, ${since}`;
}

/** Which refusal holds the drain up, with what to do: said before a person must be asked. */
export function blockedLine({ blockedBy }: Claim): string | undefined {
  if (blockedBy === undefined) return undefined;
  const objects = blockedBy.objects.slice(0, 3).map((object) => code(object, 120));
  return `*Held up by* ${objects.join(', ')}: ${prose(blockedBy.message, 300)} *Fix:* ${prose(blockedBy.fix, 300)}`;
}

function stageWords(stage: ClaimStage): string {
  switch (stage) {
    case 'draining':
      return 'draining';
    case 'settling':
      return 'empty, settling';
    case 'judging':
      return 'watching health';
    case 'terminating':
      return 'terminating the old instance';
  }
}

function podWords({ stage, podsTotal, podsLeft }: Claim): string {
  return stage === 'draining' ? `, ${podsTotal - podsLeft} of ${podsTotal} pods moved` : '';
}
