import type { Rollout } from '../../../core/rollout/rollout.ts';
import { brakeLine } from './brake-line.ts';
import { abortButton, RESUME, RETRY, rollbackButton } from './button-specs.ts';
import { buttonRow } from './buttons.ts';
import { blockedLine } from './claim-words.ts';
import { fitMessage } from './fit-message.ts';
import { gateCharts } from './gate-charts.ts';
import { firstReason, haltReasons } from './halt-reasons.ts';
import { code, inert } from './inert.ts';
import { mentionApprovers, mentionPerson } from './mention.ts';
import type { SlackMessage } from './message.ts';
import { context, fields, header, section } from './parts.ts';
import { planLine } from './request-line.ts';
import { progressOf } from './progress.ts';
import { rolloutSentence } from './rollout-sentence.ts';
import type { Surroundings } from './surroundings.ts';
import { clockTime } from './time-words.ts';
import { undoLines } from './undo-lines.ts';

/** M6: the evidence and the decision. `live`: it can still be answered; an answered card keeps its evidence. */
export function haltCard(rollout: Rollout, surroundings: Surroundings, live: boolean): SlackMessage {
  const id = rollout.halt?.id ?? 'halt';
  const { cluster, nodeGroup } = surroundings;
  const blocked = rollout.active === undefined ? undefined : blockedLine(rollout.active);
  const undo = undoLines(rollout);
  return fitMessage(rolloutSentence(rollout, surroundings, sentence(rollout)), [
    header(`HALTED ${id} · ${rollout.id} · ${cluster} / ${nodeGroup}`),
    live ? section(callTo(rollout, surroundings)) : undefined,
    section(`:octagonal_sign: ${haltReasons(rollout)}`),
    ...gateCharts(rollout, rollout.halt?.cause === 'gate' ? rollout.halt.reasons : []),
    blocked === undefined ? undefined : section(blocked),
    fields(whereItStands(rollout)),
    undo.length === 0 ? undefined : section(undo.join('\n')),
    section(brakeLine(surroundings)),
    live
      ? buttonRow(rollout, surroundings, [RESUME, RETRY, rollbackButton(rollout), abortButton(rollout)])
      : section(
          ":white_check_mark: *Answered.* This card can no longer be used; the rollout's root message shows what is now.",
        ),
    context(id, haltedAt(rollout), planLine(rollout)),
  ]);
}

function sentence(rollout: Rollout): string {
  const { done, total, waiting, inWork } = progressOf(rollout);
  return `HALTED with ${done} of ${total} nodes patched: ${firstReason(rollout)} ${waiting + inWork} untouched or given back. Needs a decision.`;
}

function callTo(rollout: Rollout, surroundings: Surroundings): string {
  const people = [mentionPerson(rollout.requestedBy), mentionApprovers(surroundings)].filter(
    (one) => one !== '',
  );
  return `${people.join(', ')}: a decision is needed. Resume and Retry run preflight again first.`;
}

function whereItStands(rollout: Rollout): readonly (readonly [string, string])[] {
  const { done, skipped, waiting } = progressOf(rollout);
  const { active, halt } = rollout;
  const node = halt?.node ?? active?.node.name;
  const left = active === undefined ? '' : `, ${active.podsLeft} of ${active.podsTotal} pods left on it`;
  return [
    ['Patched', `${done}${skipped > 0 ? ` (and ${skipped} skipped)` : ''}`],
    ['In work', node === undefined ? 'no node' : `${code(node, 80)}${left}`],
    ['Untouched', `${waiting}`],
    ['Cause', inert(halt?.cause ?? 'unknown', 60)],
  ];
}

function haltedAt({ halt }: Rollout): string {
  return halt === undefined ? '' : `halted ${clockTime(halt.at)}`;
}
