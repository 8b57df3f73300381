import type { KnownBlock, ModalView, SectionBlock } from '@slack/types';
import { section } from './parts.ts';
import { plain } from './plain.ts';

/** Slack takes 100 blocks and 250 kB a view. */
const VIEW_BLOCKS_MAX = 100;
const VIEW_TEXT_MAX = 180_000;
const CHUNK_MAX = 2_800;
const TITLE_MAX = 24;

/** A modal that only shows. What does not fit is counted. `lines`: markdown, each under 2,800 characters. */
export function readingModal(
  title: string,
  head: readonly KnownBlock[],
  lines: readonly string[],
): ModalView {
  const chunks = inChunks(lines);
  const room = VIEW_BLOCKS_MAX - head.length - 1;
  const shown = withinText(chunks.slice(0, room));
  const left = chunks.slice(shown.length).reduce((sum, chunk) => sum + chunk.length, 0);
  const rest = left > 0 ? [section(`… and ${left} more lines that do not fit here.`)] : [];
  return {
    type: 'modal',
    title: { type: 'plain_text', text: plain(title, TITLE_MAX), emoji: false },
    close: { type: 'plain_text', text: 'Close', emoji: false },
    blocks: [...head, ...shown.map((chunk): SectionBlock => section(chunk.join('\n'))), ...rest],
  };
}

function inChunks(lines: readonly string[]): readonly (readonly string[])[] {
  const chunks: string[][] = [];
  let length = Number.POSITIVE_INFINITY;
  for (const line of lines) {
    if (length + line.length + 1 > CHUNK_MAX) {
      chunks.push([]);
      length = 0;
    }
    chunks.at(-1)?.push(line);
    length += line.length + 1;
  }
  return chunks;
}

function withinText(chunks: readonly (readonly string[])[]): readonly (readonly string[])[] {
  let length = 0;
  return chunks.filter((chunk) => (length += chunk.join('\n').length) <= VIEW_TEXT_MAX);
}
