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
  return readingModal('Rollout details', head, [
    ...rollout.results.map(resultLine),
    ...waiting.map(({ name, zone }) => `:white_circle: *waiting* ${code(name, 80)} (${inert(zone, 30)})`),
    ...(rollout.report?.nodes ?? []).map(verifiedLine),
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

function verifiedLine({ node, instanceId, imageId, kubeletVersion, ready, onRelease }: VerifiedNode): string {
  const state = `${ready ? 'Ready' : 'NOT Ready'}, ${onRelease ? 'on the release' : 'NOT on the release'}`;
  return `:mag: *runs* ${code(node, 80)} (${inert(instanceId, 30)}): AMI ${code(imageId, 40)}, kubelet ${code(kubeletVersion, 40)}, ${state}`;
}
