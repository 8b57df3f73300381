import type { Reply } from '../../../core/request/reply.ts';
import { fitMessage } from './fit-message.ts';
import { code, inert, prose } from './inert.ts';
import { mentionApprovers } from './mention.ts';
import type { SlackMessage } from './message.ts';
import { context, section, SECTION_MAX } from './parts.ts';

const SUGGESTIONS_MAX = 10;
const DETAILS_MAX = 80;
const LINKS_MAX = 20;
const URL_MAX = 500;

/** M8: an answer to one person: what, why, what next, and the code; lists below. */
export function replyMessage(reply: Reply): SlackMessage {
  const sentences = [reply.what, reply.why, reply.next].filter((one) => one !== undefined);
  return fitMessage(inert(sentences.join(' '), 900), [
    section(head(reply)),
    ...detailSections(reply.details ?? []),
    ...links(reply.links ?? []),
    suggestions(reply.suggestions ?? []),
    reply.code === 'ok' ? undefined : context(inert(reply.code, 40)),
  ]);
}

function head({ code: kind, what, why, next, mention }: Reply): string {
  const whom = mentionApprovers({
    approverUsers: mention?.users ?? [],
    approverGroups: mention?.groups ?? [],
  });
  return [
    `${mark(kind)} *${prose(what, 600)}*`,
    ...(why === undefined ? [] : [prose(why, 900)]),
    ...(next === undefined ? [] : [`*Next:* ${`${prose(next, 900)} ${whom}`.trim()}`]),
  ].join('\n');
}

/** The words say it all; the sign only helps to see it. */
function mark(kind: string): string {
  switch (kind) {
    case 'ok':
    case 'E-DONE':
      return ':white_check_mark:';
    case 'E-STALE':
      return ':hourglass:';
    case 'E-GROUP':
    case 'E-TEXT':
      return ':grey_question:';
    case 'E-LOCK':
      return ':lock:';
    case 'E-EXT':
      return ':globe_with_meridians:';
    case 'E-DEP':
      return ':warning:';
    default:
      return ':no_entry:';
  }
}

function detailSections(details: readonly string[]): readonly ReturnType<typeof section>[] {
  const lines = details.slice(0, DETAILS_MAX).map((line) => `• ${prose(line, 400)}`);
  if (details.length > DETAILS_MAX) lines.push(`… and ${details.length - DETAILS_MAX} more`);
  const chunks: string[] = [];
  for (const line of lines) {
    const last = chunks.at(-1);
    if (last === undefined || last.length + line.length + 1 > SECTION_MAX) chunks.push(line);
    else chunks[chunks.length - 1] = `${last}\n${line}`;
  }
  return chunks.map(section);
}

function links(all: NonNullable<Reply['links']>): readonly ReturnType<typeof section>[] {
  const lines = all.slice(0, LINKS_MAX).flatMap(({ label, url }) => {
    const safe = safeUrl(url);
    return safe === undefined ? [] : [`• <${safe}|${inert(label, 150).replaceAll('|', '¦') || 'link'}>`];
  });
  return lines.length === 0 ? [] : [section(lines.join('\n'))];
}

/** Only a web address, as the URL parser writes it, and with none of the characters that end a link of Slack's. */
function safeUrl(url: string): string | undefined {
  const parsed = URL.parse(url);
  if (parsed === null || (parsed.protocol !== 'https:' && parsed.protocol !== 'http:')) return undefined;
  const { href } = parsed;
  return href.length > URL_MAX || /[<>|\s]/u.test(href) ? undefined : href;
}

function suggestions(all: readonly string[]): ReturnType<typeof section> | undefined {
  if (all.length === 0) return undefined;
  return section(
    `*Try* ${all
      .slice(0, SUGGESTIONS_MAX)
      .map((one) => code(one, 150))
      .join('  ')}`,
  );
}
