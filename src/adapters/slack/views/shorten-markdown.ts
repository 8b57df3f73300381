/**
 * Markdown of ours cut to `max` characters between lines, or else between words: a cut inside `<@U1>` or `&amp;` would
 * show its pieces. An open block of code is closed again.
 */
export function shortenMarkdown(text: string, max: number): string {
  if (text.length <= max) return text;
  const room = text.slice(0, max - MARK.length);
  const atLine = room.lastIndexOf('\n');
  const kept = atLine > 0 ? room.slice(0, atLine) : wholeTokens(room);
  const open = kept.split('```').length % 2 === 0;
  return `${kept}${open ? '\n```' : ''}${ELLIPSIS}`;
}

const ELLIPSIS = '\n…';
const MARK = `\n\`\`\`${ELLIPSIS}`;

function wholeTokens(room: string): string {
  const atSpace = room.lastIndexOf(' ');
  const words = atSpace > 0 ? room.slice(0, atSpace) : room;
  const opened = words.lastIndexOf('<');
  const whole = opened > words.lastIndexOf('>') ? words.slice(0, opened) : words;
  const paired = whole.split('`').length % 2 === 0 ? whole.slice(0, whole.lastIndexOf('`')) : whole;
  return paired.replace(/&[a-z]*$/u, '');
}
