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
    live ? section(WHAT_BUTTONS_DO) : undefined,
    live
      ? buttonRow(rollout, surroundings, [RESUME, RETRY, rollbackButton(rollout), abortButton(rollout)])
      : section(
          ":white_check_mark: *Answered.* This card can no longer be used; the rollout's root message shows what is now.",
        ),
    context(id, haltedAt(rollout), planLine(rollout)),
  ]);
}

function sentence(rollout: Rollout): string {
  const { done, total, waiting, inWork, notPassed } = progressOf(rollout);
  const replaced = notPassed > 0 ? ', one more replaced and not passed' : '';
  return `HALTED with ${done} of ${total} nodes patched${replaced}: ${firstReason(rollout)} ${waiting + inWork} untouched or given back. Needs a decision.`;
}

function callTo(rollout: Rollout, surroundings: Surroundings): string {
  const people = [mentionPerson(rollout.requestedBy), mentionApprovers(surroundings)].filter(
    (one) => one !== '',
  );
  return `${people.join(', ')}: a decision is needed.`;
}

const WHAT_BUTTONS_DO = [
  '• *Resume* or *Retry*: preflight runs again, then the nodes that are left are replaced.',
  '• *Roll back*: a plan of its own, with its own approval, brings patched nodes back to the former release.',
  '• *Abort*: it ends here. Patched nodes stay, the others are left alone.',
].join('\n');

function whereItStands(rollout: Rollout): readonly (readonly [string, string])[] {
  const { done, skipped, waiting, inWork, notPassed } = progressOf(rollout);
  const { active, halt } = rollout;
  const node = halt?.node ?? active?.node.name;
  const more = [
    ...(skipped > 0 ? [`${skipped} skipped`] : []),
    ...(notPassed > 0 ? [`${notPassed} not passed`] : []),
  ];
  return [
    ['Patched', `${done}${more.length > 0 ? ` (and ${more.join(', ')})` : ''}`],
    ['Halted at', node === undefined ? 'no node' : `${code(node, 80)}${whatItIs(rollout)}`],
    ['Untouched or given back', `${waiting + inWork}`],
    ['Cause', causeName(halt?.cause)],
  ];
}

function whatItIs({ active, halt }: Rollout): string {
  if (active !== undefined) return `, ${active.podsLeft} of ${active.podsTotal} pods left on it`;
  switch (halt?.nodeIs) {
    case 'returned':
      return ': given back, its instance was kept';
    case 'ended':
      return ': its instance has ended';
    case undefined:
      return '';
  }
}

function causeName(cause: string | undefined): string {
  return cause === 'gate' ? 'health gate' : inert(cause ?? 'unknown', 60);
}

function haltedAt({ halt }: Rollout): string {
  return halt === undefined ? '' : `halted ${clockTime(halt.at)}`;
}
