/** Work on hostile text is bounded: what stands after this many characters is never looked at. */
const LOOKED_AT_MAX = 20_000;

/**
 * Untrusted text on one line that can do nothing: no mention, no link, no invisible or turning character (security T10).
 * `max` counts characters as they are sent, so `&amp;` counts five.
 */
export function inert(text: string, max: number): string {
  return capped(visible(text.slice(0, LOOKED_AT_MAX).replace(/\s+/gu, ' ')).trim(), max);
}

/** The same, its lines kept: for commands and YAML to paste. */
function inertLines(text: string, max: number): string {
  const lines = text.slice(0, LOOKED_AT_MAX).split(/\r?\n/u);
  return capped(
    lines
      .map((line) => visible(line.replaceAll('\t', '  ')))
      .join('\n')
      .trimEnd(),
    max,
  );
}

/** An untrusted name as code. */
export function code(text: string, max = 120): string {
  return `\`${unquoted(inert(text, max - 2)) || '(empty)'}\``;
}

/** A command or YAML as a block of code. */
export function codeBlock(text: string, max: number): string {
  return `\`\`\`\n${unquoted(inertLines(text, max - 8)) || '(empty)'}\n\`\`\``;
}

/** A sentence of ours with foreign names in it: code marks stay if they come in pairs. */
export function prose(text: string, max: number): string {
  const safe = inert(text, max);
  return safe.split('`').length % 2 === 1 && !safe.includes('```') ? safe : unquoted(safe);
}

function visible(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/gu, '');
}

function unquoted(text: string): string {
  return text.replaceAll('`', "'");
}

function capped(text: string, max: number): string {
  let out = '';
  let cut = '';
  for (const character of text) {
    const piece = ESCAPES[character] ?? character;
    if (out.length + piece.length > max) return `${cut}…`;
    out += piece;
    if (out.length < max) cut = out;
  }
  return out;
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
