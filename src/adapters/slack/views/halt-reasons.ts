import type { Rollout } from '../../../core/rollout/rollout.ts';
import { prose } from './inert.ts';
import { mentionPerson } from './mention.ts';

const REASONS_MAX = 8;

/** Why a rollout was or is being halted, in the words of who or what halted it. */
export function haltReasons({ halt, haltRequested }: Rollout): string {
  const source = halt ?? haltRequested;
  if (source === undefined) return 'No reason was recorded.';
  const by = source.by === undefined ? causeWords(source.cause) : `asked by ${mentionPerson(source.by)}`;
  const shown = source.reasons.slice(0, REASONS_MAX).map((reason) => prose(reason, 400));
  const more = source.reasons.length - shown.length;
  if (shown.length <= 1) return `*Why* ${shown[0] ?? 'no reason was given'} (${by})`;
  return [
    `*Why* (${by})`,
    ...shown.map((reason) => `• ${reason}`),
    ...(more > 0 ? [`… and ${more} more`] : []),
  ].join('\n');
}

/** The first reason, for the sentence that is read aloud. */
export function firstReason({ halt, haltRequested }: Rollout): string {
  return prose((halt ?? haltRequested)?.reasons[0] ?? 'no reason was given', 300);
}

function causeWords(cause: string): string {
  switch (cause) {
    case 'gate':
      return 'stopped by the health gate';
    case 'drain':
      return 'stopped by the drain timeout';
    case 'brake':
      return 'stopped by the brake in the cluster';
    case 'surge':
      return 'stopped because new capacity did not come';
    default:
      return `stopped by ${prose(cause, 60)}`;
  }
}
