import type { SectionBlock, TableBlock } from '@slack/types';
import type { VerifiedNode } from '../../../core/rollout/rollout.ts';
import { code } from './inert.ts';
import { section } from './parts.ts';
import { plain } from './plain.ts';

/** Slack takes 100 rows and 10,000 characters of tables a message; our own budget of text is the tighter one. */
const ROWS_MAX = 80;
const TABLE_TEXT_MAX = 7_000;
const LISTS_TEXT_MAX = 7_000;
const SECTION_NAMES_MAX = 2_600;
const SECTION_NAMES_MIN = 300;
const HEAD = ['Node', 'Zone', 'AMI', 'Kubelet', 'Ready', 'On the release'];

/**
 * What every node runs: a table where it fits one message, else the names listed under each AMI and kubelet; beyond
 * that the rest is counted, and the details view has it all.
 */
export function nodeTable(nodes: readonly VerifiedNode[]): readonly (TableBlock | SectionBlock)[] {
  if (nodes.length === 0) return [];
  const rows = [HEAD, ...nodes.map(row)];
  const length = rows.flat().reduce((sum, text) => sum + text.length, 0);
  if (nodes.length <= ROWS_MAX && length <= TABLE_TEXT_MAX) return [table(rows)];
  return lists(nodes);
}

function row({ node, zone, imageId, kubeletVersion, ready, onRelease }: VerifiedNode): readonly string[] {
  return [
    plain(node, 80),
    plain(zone, 30),
    plain(imageId, 40),
    plain(kubeletVersion, 40),
    ready ? 'yes' : 'NO',
    onRelease ? 'yes' : 'NO',
  ];
}

function table(rows: readonly (readonly string[])[]): TableBlock {
  return { type: 'table', rows: rows.map((cells) => cells.map((text) => ({ type: 'raw_text', text }))) };
}

function lists(nodes: readonly VerifiedNode[]): readonly SectionBlock[] {
  const sections: SectionBlock[] = [];
  let room = LISTS_TEXT_MAX;
  for (const same of Map.groupBy(nodes, (node) => `${node.imageId} ${node.kubeletVersion}`).values()) {
    const first = same[0];
    if (first === undefined) continue;
    const title = `*${same.length} nodes on ${code(first.imageId, 40)}, kubelet ${code(first.kubeletVersion, 40)}*`;
    const names = withinText(
      same.map(({ node }) => code(node, 80)),
      Math.min(room, SECTION_NAMES_MAX),
    );
    const more = same.length - names.length;
    const text = `${title}\n${names.join(', ')}${more > 0 ? ` … and ${more} more: see Details` : ''}`;
    room -= text.length;
    sections.push(section(text));
    if (room < SECTION_NAMES_MIN) break;
  }
  return sections;
}

function withinText(names: readonly string[], max: number): readonly string[] {
  let length = 0;
  return names.filter((name) => (length += name.length + 2) <= max);
}
