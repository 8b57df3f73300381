import type { Inline } from './inline.ts';
import { unescape } from './unescape.ts';

/** What stands between `<` and `>`: a mention, a date or a link. Undefined: nothing that Slack knows. */
export function parseAngle(inside: string): Inline | undefined {
  const bar = inside.indexOf('|');
  const target = bar < 0 ? inside : inside.slice(0, bar);
  const label = bar < 0 ? undefined : unescape(inside.slice(bar + 1));
  if (target.startsWith('@')) return { type: 'user', id: target.slice(1), label };
  if (target.startsWith('#')) return { type: 'channel', id: target.slice(1), label };
  if (target.startsWith('!')) return special(target.slice(1), label);
  return link(target, label);
}

function special(target: string, label: string | undefined): Inline | undefined {
  const [word = '', ...rest] = target.split('^');
  if (word === 'subteam') return { type: 'group', id: rest[0] ?? '', label };
  if (word === 'here' || word === 'channel' || word === 'everyone') return { type: 'broadcast', range: word };
  const epoch = Number(rest[0]);
  if (word !== 'date' || !Number.isFinite(epoch)) return undefined;
  return { type: 'date', epoch, format: rest[1] ?? '{date} {time}', fallback: label ?? '' };
}

/** Only addresses that a browser may open from a message. */
function link(target: string, label: string | undefined): Inline | undefined {
  const url = unescape(target);
  if (!/^(https?|mailto):/i.test(url)) return undefined;
  return { type: 'link', url, inside: [{ type: 'text', text: label ?? url }] };
}
