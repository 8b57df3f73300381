import type { ModalView } from '@slack/types';
import type { NodeResult, Rollout, VerifiedNode } from '../../../core/rollout/rollout.ts';
import { claimLine } from './claim-words.ts';
import { code, inert, prose } from './inert.ts';
import { readingModal } from './modal.ts';
import { header, section } from './parts.ts';
import { problemLines } from './problem-lines.ts';
import { progressCounts, progressLine, progressOf } from './progress.ts';
import { rolloutTitle } from './rollout-title.ts';
import type { Surroundings } from './surroundings.ts';
import { lasting } from './time-words.ts';

/** Above this many nodes a line each would not fit a view. */
const SINGLE_LINES_MAX = 200;
const NAMES_A_LINE = 10;

/** Every node of a rollout, one line each: what became of it, what it runs, what is still to do. */
export function detailsView(rollout: Rollout, surroundings: Surroundings): ModalView {
  const progress = progressOf(rollout);
  const head = [
    header(rolloutTitle(rollout, surroundings)),
    section(`${progressLine(progress)}\n${progressCounts(progress)}`),
    ...(rollout.problem === undefined ? [] : [section(problemLines(rollout.problem))]),
    ...(rollout.active === undefined ? [] : [section(claimLine(rollout.active, surroundings.now))]),
  ];
  const settled = new Set(rollout.results.map(({ uid }) => uid));
  const activeUid = rollout.active?.node.uid;
  const waiting = (rollout.plan?.nodes ?? []).filter(({ uid }) => !settled.has(uid) && uid !== activeUid);
  const { report } = rollout;
  // What a node runs now says more than what became of the one before it.
  const told =
    report === undefined ? rollout.results : rollout.results.filter(({ result }) => result === 'skipped');
  return readingModal('Rollout details', head, [
    ...told.map(resultLine),
    ...waiting.map(({ name, zone }) => `:white_circle: *waiting* ${code(name, 80)} (${inert(zone, 30)})`),
    ...(report === undefined ? [] : verifiedLines(report.nodes)),
  ]);
}

/** A line a node, or, for many nodes, their names under each AMI and kubelet. */
function verifiedLines(nodes: readonly VerifiedNode[]): readonly string[] {
  if (nodes.length <= SINGLE_LINES_MAX) return nodes.map(verifiedLine);
  const alike = Map.groupBy(nodes, (node) =>
    [node.imageId, node.kubeletVersion, node.ready, node.onRelease].join(),
  );
  return [...alike.values()].flatMap((same) => [
    ...same.slice(0, 1).map((node) => `:mag: *${same.length} nodes run* ${whatItRuns(node)}`),
    ...Array.from({ length: Math.ceil(same.length / NAMES_A_LINE) }, (_, row) =>
      same
        .slice(row * NAMES_A_LINE, (row + 1) * NAMES_A_LINE)
        .map(({ node }) => code(node, 80))
        .join(', '),
    ),
  ]);
}

function resultLine(result: NodeResult): string {
  const took = lasting(result.endedAt - result.startedAt);
  if (result.result === 'skipped') {
    return `:fast_forward: *skipped* ${code(result.name, 80)}: ${prose(result.why ?? 'no reason was given', 300)}`;
  }
  const to = result.replacedBy === undefined ? '' : ` → ${code(result.replacedBy, 80)}`;
  return `:white_check_mark: *replaced* ${code(result.name, 80)}${to} (${inert(result.zone, 30)}), ${result.movedPods} pods, ${took}`;
}

function verifiedLine(node: VerifiedNode): string {
  return `:mag: *runs* ${code(node.node, 80)} (${inert(node.instanceId, 30)}): ${whatItRuns(node)}`;
}

function whatItRuns({ imageId, kubeletVersion, ready, onRelease }: VerifiedNode): string {
  const state = `${ready ? 'Ready' : 'NOT Ready'}, ${onRelease ? 'on the release' : 'NOT on the release'}`;
  return `AMI ${code(imageId, 40)}, kubelet ${code(kubeletVersion, 40)}, ${state}`;
}
