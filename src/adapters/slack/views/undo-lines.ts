import type { Rollout, UndoLine } from '../../../core/rollout/rollout.ts';
import { commandWords } from './command-words.ts';
import { prose } from './inert.ts';

const LINES_MAX = 12;

/** What a halt, an abort or the end put back, what is still to do, and what is not possible, with the command that does it by hand. */
export function undoLines({ halt, leftUndone }: Rollout): readonly string[] {
  const left = leftUndone ?? [];
  const told = new Set(left.map(({ what }) => what));
  const undo = [...(halt?.undo ?? []).filter(({ what }) => !told.has(what)), ...left];
  const more = undo.length - LINES_MAX;
  return [
    ...titled('*What we did*', undo, 'done'),
    ...titled('*Still to do*', undo, 'pending'),
    ...titled('*Not possible*', undo, 'not-possible'),
    ...(more > 0 ? [`… and ${more} more`] : []),
  ];
}

function titled(title: string, undo: readonly UndoLine[], state: UndoLine['state']): readonly string[] {
  const lines = undo.slice(0, LINES_MAX).filter((line) => line.state === state);
  return lines.length === 0 ? [] : [title, ...lines.map(undoLine)];
}

function undoLine({ what, detail }: UndoLine): string {
  if (detail === undefined) return `• ${prose(what, 300)}`;
  return `• ${prose(what, 300)}: ${commandWords(detail, 400)}`;
}
