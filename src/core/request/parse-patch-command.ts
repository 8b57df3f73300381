import { nearestWords } from '../nearest-word.ts';
import type { PatchCommand } from './patch-command.ts';

/** What can be named: clusters, and the node groups of each. */
export type KnownGroups = Readonly<Record<string, readonly string[]>>;

/** Longer input is cut before it is looked at. slack.md 2.2. */
const TEXT_MAX = 2_000;

const VERBS = ['status', 'report', 'pause', 'resume', 'abort', 'waive', 'help'] as const;
type Verb = (typeof VERBS)[number];

const OPTIONS = ['--dry-run', '--reason'];

/** What a person typed after `/patch`. Never throws: what is not understood is answered with what was probably meant. */
export function parsePatchCommand(text: string, known: KnownGroups): PatchCommand {
  const words = splitWords(normalise(text));
  const [first, ...rest] = words;
  if (first === undefined) return { kind: 'help' };
  const verb = VERBS.find((candidate) => candidate === first.toLowerCase());
  if (verb) return parseVerb(verb, rest);
  return parseTarget(first, rest, known);
}

/** Phones turn quotes and dashes into typographic ones; people copy commands with backticks around them. */
function normalise(text: string): string {
  return text
    .slice(0, TEXT_MAX)
    .normalize('NFKC')
    .replace(/[“”„«»]/gu, '"')
    .replace(/[‘’]/gu, "'")
    .replace(/(^|\s)[–—](?=\w)/gu, '$1--')
    .replaceAll('`', ' ')
    .trim();
}

function splitWords(text: string): readonly string[] {
  return (text.match(/(?:[^\s"]+|"[^"]*")+/gu) ?? []).map((word) => word.replaceAll('"', ''));
}

function parseVerb(verb: Verb, rest: readonly string[]): PatchCommand {
  const [argument, ...more] = rest;
  if (verb === 'help') return { kind: 'help' };
  if (verb === 'waive') return parseWaiver(rest);
  if (more.length > 0)
    return unknown(`${verb} takes at most one rollout.`, [`/patch ${verb} ${argument ?? ''}`.trim()]);
  if (argument === undefined) return { kind: verb };
  const rollout = rolloutOf(argument);
  if (!rollout)
    return unknown(`"${argument}" is no rollout; they look like R-7QK2M.`, [
      `/patch ${verb}`,
      '/patch status',
    ]);
  return { kind: verb, rollout };
}

/** `R-7QK2M`, also without the `R-` and in small letters. */
function rolloutOf(word: string): string | undefined {
  const name = /^r?-?([a-z2-7]{5})$/iu.exec(word)?.[1];
  return name === undefined ? undefined : `R-${name.toUpperCase()}`;
}

const OBJECT = /^[A-Za-z]+(\/[^/\s]+){1,2}$/u;

/** `waive [R-7QK2M] singleton-service Deployment/shop/pricing --reason "nobody uses it at night"`. */
function parseWaiver(words: readonly string[]): PatchCommand {
  const [first = ''] = words;
  const rollout = /^r-/iu.test(first) ? rolloutOf(first) : undefined;
  const [check = '', object = '', ...options] = rollout ? words.slice(1) : words;
  const example = `/patch waive ${check || 'singleton-service'} ${OBJECT.test(object) ? object : 'Deployment/shop/pricing'} --reason "why it is fine"`;
  if (!OBJECT.test(object))
    return unknown('waive takes a check and one object, as the report names them.', [example]);
  const reason = reasonIn(options);
  if (!reason) return unknown('A waiver needs a reason.', [example]);
  return { kind: 'waive', check, object, reason, ...(rollout ? { rollout } : {}) };
}

/** Undefined where there is none, or anything else beside it. */
function reasonIn([option = '', ...words]: readonly string[]): string | undefined {
  const [name, inline] = splitOnce(option);
  const reason = (inline === undefined ? words : [inline, ...words]).join(' ').trim();
  return /^(--)?reason$/u.test(name) && reason !== '' ? reason : undefined;
}

function parseTarget(cluster: string, rest: readonly string[], known: KnownGroups): PatchCommand {
  const groups = Object.hasOwn(known, cluster) ? known[cluster] : undefined;
  if (!groups) return unknownFirstWord(cluster, rest, known);
  const [nodeGroup, ...options] = rest;
  if (nodeGroup === undefined || nodeGroup.startsWith('--')) {
    const suggestions = groups.map((group) => `/patch ${cluster} ${group}`);
    return unknown(`Which node group of ${cluster}?`, suggestions);
  }
  if (!groups.includes(nodeGroup)) {
    const near = nearestWords(nodeGroup, groups);
    const offered = near.length > 0 ? near : groups;
    return unknown(
      `There is no node group "${nodeGroup}" in ${cluster}.`,
      offered.map((group) => `/patch ${cluster} ${group}`),
    );
  }
  return parseOptions(cluster, nodeGroup, options);
}

function unknownFirstWord(word: string, rest: readonly string[], known: KnownGroups): PatchCommand {
  const near = nearestWords(word, [...VERBS, ...Object.keys(known)]);
  const suggestions = near.map((candidate) => ['/patch', candidate, ...rest].join(' '));
  const all = Object.entries(known).flatMap(([cluster, groups]) =>
    groups.map((group) => `/patch ${cluster} ${group}`),
  );
  return unknown(
    `"${word}" is neither a cluster nor a command.`,
    suggestions.length > 0 ? suggestions : [...all.slice(0, 3), '/patch help'],
  );
}

function parseOptions(cluster: string, nodeGroup: string, options: readonly string[]): PatchCommand {
  let dryRun = false;
  let reason: string | undefined;
  const rest = [...options];
  while (rest.length > 0) {
    const option = rest.shift() ?? '';
    const [name, inline] = splitOnce(option);
    if (name === '--dry-run' || name === 'dry-run') dryRun = true;
    else if (name === '--reason' || name === 'reason') reason = inline ?? rest.shift();
    else {
      const near = nearestWords(name, OPTIONS);
      const offered = (near.length > 0 ? near : OPTIONS).map(
        (one) => `/patch ${cluster} ${nodeGroup} ${one}`,
      );
      return unknown(`"${option}" is no option of this command.`, offered);
    }
  }
  return { kind: 'patch', cluster, nodeGroup, dryRun, ...(reason ? { reason } : {}) };
}

function splitOnce(option: string): readonly [string, string | undefined] {
  const at = option.indexOf('=');
  return at < 0 ? [option, undefined] : [option.slice(0, at), option.slice(at + 1)];
}

function unknown(why: string, suggestions: readonly string[]): PatchCommand {
  return { kind: 'unknown', why, suggestions };
}
