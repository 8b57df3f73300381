import type { Problem } from '../../../core/rollout/rollout.ts';
import { commandWords } from './command-words.ts';
import { listed } from './counted.ts';
import { code, codeBlock, prose } from './inert.ts';

const OBJECTS_SHOWN = 8;

/** Why a person is needed, the objects that block, and what to do next. */
export function problemLines(problem: Problem): string {
  const shown = problem.objects.slice(0, OBJECTS_SHOWN).map((object) => code(object, 150));
  const fix = problem.fix.includes('\n')
    ? `\n${codeBlock(problem.fix, 900)}`
    : ` ${commandWords(problem.fix, 700)}`;
  return [
    `*Why* ${prose(problem.message, 900)} (${code(problem.kind, 60)})`,
    ...(problem.node === undefined ? [] : [`*Node* ${code(problem.node, 80)}`]),
    ...(shown.length === 0 ? [] : [`*What blocks* ${listed(shown, problem.objects.length)}`]),
    `*What to do*${fix}`,
  ].join('\n');
}
