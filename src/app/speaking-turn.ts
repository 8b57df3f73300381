import type { Leadership } from './leadership.ts';

/** A word that was sent may be heard so much later, real ms: the deadline of a call to Slack. */
const WORD_MS = 10_000;

/** Whose turn it is to speak: asked before each word. */
export interface SpeakingTurn {
  leads(): boolean;
  /** Real ms in which a word of the engine that led before may still arrive; 0: none can. */
  othersHeardMs(): number;
}

/** A turn that nobody else had before, and that nobody takes. */
export const ALONE: SpeakingTurn = { leads: () => true, othersHeardMs: () => 0 };

export function turnOf(
  leader: Pick<Leadership, 'isLeading' | 'sinceTakeOverMs'>,
  isStopped: () => boolean,
): SpeakingTurn {
  return {
    leads: () => !isStopped() && leader.isLeading(),
    othersHeardMs: () => Math.max(0, WORD_MS - leader.sinceTakeOverMs()),
  };
}
