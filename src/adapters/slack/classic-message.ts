import type { ChatMessage } from '../../ports/chat.ts';

/** Blocks that every Slack takes; others are new to some workspaces (`invalid_blocks`). */
const CLASSIC = ['header', 'section', 'context', 'actions', 'divider', 'image'];
const SECTION_MAX = 2_900;

/** The message without new blocks: a table becomes monospace text. The same message if there is nothing to replace. */
export function classicMessage(message: ChatMessage): ChatMessage {
  if (message.blocks.every((block) => CLASSIC.includes(typeOf(block)))) return message;
  return { text: message.text, blocks: message.blocks.flatMap(classicBlock) };
}

/** The last resort: the sentence alone. An empty list also takes old blocks away. */
export function textOnly(message: ChatMessage): ChatMessage {
  return { text: message.text, blocks: [] };
}

function classicBlock(block: object): readonly object[] {
  if (CLASSIC.includes(typeOf(block))) return [block];
  return 'rows' in block && Array.isArray(block.rows) ? monospace(block.rows.map(cells)) : [];
}

/** As many sections as the rows need; columns as wide as their widest cell. */
function monospace(rows: readonly (readonly string[])[]): readonly object[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length)),
  );
  const lines = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  const chunks: string[] = [];
  for (const line of lines.map(escaped)) {
    const last = chunks.at(-1);
    if (last === undefined || last.length + line.length + 1 > SECTION_MAX) chunks.push(line);
    else chunks[chunks.length - 1] = `${last}\n${line}`;
  }
  return chunks.map((chunk) => ({
    type: 'section',
    text: { type: 'mrkdwn', text: `\`\`\`\n${chunk}\n\`\`\``, verbatim: true },
  }));
}

function escaped(line: string): string {
  const safe = line.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return safe.replaceAll('`', "'").slice(0, SECTION_MAX);
}

function cells(row: unknown): readonly string[] {
  return Array.isArray(row) ? row.map((cell: unknown) => textOf(cell)) : [];
}

function textOf(cell: unknown): string {
  if (typeof cell !== 'object' || cell === null || !('text' in cell)) return '';
  return typeof cell.text === 'string' ? cell.text : '';
}

function typeOf(block: object): string {
  return 'type' in block && typeof block.type === 'string' ? block.type : '';
}
