import type { FinalReport, VerifiedNode } from '../../../core/rollout/rollout.ts';
import { counted, listed } from './counted.ts';
import { code, inert, prose } from './inert.ts';

const VALUES_SHOWN = 5;
const STRAYS_SHOWN = 10;
const NOT_JUDGED_MAX = 6;

/** What the nodes really run, counted; who does not run the release, by name; and what nobody judged. */
export function verificationLines(report: FinalReport): readonly string[] {
  const { nodes } = report;
  const onRelease = nodes.filter((node) => node.onRelease).length;
  const ready = nodes.filter((node) => node.ready).length;
  const template = report.templateOnRelease ? 'asks for the release' : 'does NOT ask for the release';
  return [
    `*Verification* of ${counted(nodes.length, 'node')}`,
    `• On the release ${onRelease} of ${nodes.length} · Ready ${ready} of ${nodes.length} · ${counted(report.pendingPods, 'pod')} pending`,
    `• AMI ${tally(nodes, ({ imageId }) => imageId)}`,
    `• Kubelet ${tally(nodes, ({ kubeletVersion }) => kubeletVersion)}`,
    `• Template version ${inert(report.templateVersion, 30)} ${template}`,
    ...strays(nodes),
    ...report.notJudged
      .slice(0, NOT_JUDGED_MAX)
      .map((line) => `• :grey_question: *Not judged:* ${prose(line, 300)}`),
  ];
}

function tally(nodes: readonly VerifiedNode[], value: (node: VerifiedNode) => string): string {
  const counts = [...Map.groupBy(nodes, value)].map(
    ([one, found]) => `${code(one || 'unknown', 60)} on ${found.length}`,
  );
  return counts.length === 0 ? 'of no node' : listed(counts.slice(0, VALUES_SHOWN), counts.length);
}

function strays(nodes: readonly VerifiedNode[]): readonly string[] {
  const off = nodes.filter(({ onRelease }) => !onRelease);
  if (off.length === 0) return [];
  const shown = off
    .slice(0, STRAYS_SHOWN)
    .map(({ node, imageId }) => `${code(node, 80)} (${code(imageId, 40)})`);
  return [`• :warning: *Not on the release:* ${listed(shown, off.length)}`];
}
