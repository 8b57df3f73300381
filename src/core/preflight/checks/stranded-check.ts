import { podName } from '../facts/moving-pods.ts';
import { NEEDS_REHEARSAL, USES_REHEARSAL } from '../facts/rehearsal.ts';
import { strandedBy, type StrandedBy } from '../facts/stranded.ts';
import { countOf, listOf } from '../facts/words.ts';
import type { PreflightCheck } from '../preflight-check.ts';

interface StrandedWords {
  readonly id: string;
  readonly number: number;
  readonly title: string;
  readonly why: string;
  readonly by: StrandedBy;
  /** The end of "3 pods of X would find no node once n1 is drained: …". */
  readonly because: string;
  readonly fix: string;
}

/** A check that names one reason for which the rehearsal found no place. */
export function strandedCheck({ by, because, fix, ...words }: StrandedWords): PreflightCheck {
  return {
    ...words,
    severities: ['blocker'],
    gate: true,
    needs: NEEDS_REHEARSAL,
    uses: USES_REHEARSAL,

    inspect(fleet, policy) {
      return strandedBy(fleet, policy, by).map(({ root, pods, from }) => ({
        severity: 'blocker',
        objects: [root.ref, ...pods.map(podName), ...from.map((node) => `Node/${node}`)],
        message: `${countOf(pods.length, 'pod')} of ${root.ref} (${listOf(pods.map(podName))}) would find no node once ${listOf(from)} ${from.length === 1 ? 'is' : 'are'} drained: ${because}.`,
        fix,
      }));
    },
  };
}
