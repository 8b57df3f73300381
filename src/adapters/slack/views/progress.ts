import type { Rollout } from '../../../core/rollout/rollout.ts';
import { lasting } from './time-words.ts';

const BAR_GLYPHS = 10;

export interface Progress {
  readonly done: number;
  readonly skipped: number;
  readonly inWork: number;
  readonly waiting: number;
  /** A node whose instance ended before a halt: it is replaced, and nothing has passed what took its place. */
  readonly notPassed: number;
  readonly total: number;
}

/** How far a rollout is, in nodes of its plan. */
export function progressOf(rollout: Rollout): Progress {
  const skipped = rollout.results.filter(({ result }) => result === 'skipped').length;
  const done = rollout.results.length - skipped;
  const inWork = rollout.active?.purpose === 'replace' ? 1 : 0;
  const total = Math.max(rollout.plan?.nodes.length ?? 0, rollout.results.length + inWork);
  const notPassed = hasUnpassed(rollout) ? 1 : 0;
  const waiting = Math.max(0, total - done - skipped - inWork - notPassed);
  return { done, skipped, inWork, waiting, notPassed, total };
}

/** A rollout that goes on after a halt writes the node down as skipped; then it is one of the results. */
function hasUnpassed({ halt, results, active }: Rollout): boolean {
  return halt?.nodeIs === 'ended' && active === undefined && !results.some(({ name }) => name === halt.node);
}

/** `8 of 24 nodes done`: what a headline says. */
export function progressWords({ done, skipped, total }: Progress): string {
  return `${done} of ${total} nodes done${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

/** `*8 of 24 nodes done* (33 %) ▓▓▓░░░░░░░`: the number before the bar, for those who hear it. */
export function progressLine(progress: Progress): string {
  const settled = progress.done + progress.skipped;
  const share = progress.total === 0 ? 0 : settled / progress.total;
  const filled = Math.floor(share * BAR_GLYPHS);
  const bar = '▓'.repeat(filled) + '░'.repeat(BAR_GLYPHS - filled);
  return `*${progressWords(progress)}* (${Math.floor(share * 100)} %) \`${bar}\``;
}

export function progressCounts({ done, inWork, waiting, skipped, notPassed }: Progress): string {
  const more = notPassed > 0 ? ` · not passed ${notPassed}` : '';
  return `done ${done} · in work ${inWork} · waiting ${waiting} · skipped ${skipped}${more}`;
}

/** `about 36 min left`: from the nodes that are done, or from the prediction before the first one is. */
export function remainingWords(rollout: Rollout, now: number): string {
  const { done, waiting, inWork } = progressOf(rollout);
  const left = waiting + inWork;
  if (left === 0) return '';
  const measured = done > 0 && rollout.startedAt !== undefined ? (now - rollout.startedAt) / done : undefined;
  const predicted = predictedMsPerNode(rollout);
  const each = measured ?? predicted;
  return each === undefined ? '' : `about ${lasting(each * left)} left`;
}

function predictedMsPerNode({ preflight, plan }: Rollout): number | undefined {
  const nodes = plan?.nodes.length ?? 0;
  const prediction = preflight?.prediction ?? null;
  if (prediction === null || nodes === 0) return undefined;
  return (prediction.minutes.p50 * 60_000) / nodes;
}
