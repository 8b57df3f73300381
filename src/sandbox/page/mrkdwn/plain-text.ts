import { objectOf, textOf } from '../json.ts';
import { drawEmoji } from './draw-inline.ts';
import { unescape } from './unescape.ts';

/** The words of a plain_text object: no markup, but emoji, unless it says that they are words too. */
export function plainText(text: unknown): readonly Node[] {
  const { text: words, emoji } = objectOf(text);
  if (emoji === false) return [document.createTextNode(unescape(textOf(words)))];
  return textOf(words)
    .split(/(:[a-z0-9_+'-]+:)/)
    .filter((part) => part !== '')
    .map((part) =>
      /^:[^:]+:$/.test(part) ? drawEmoji(part.slice(1, -1)) : document.createTextNode(unescape(part)),
    );
}
