import type { Labels } from '../fleet/label-selector.ts';
import type { Pod } from '../fleet/pod.ts';
import { termMatches, type AffinityTerm } from './affinity-term.ts';
import type { Board, LabelGroup, StaticVerdicts } from './board.ts';
import { profileOf } from './board-pods.ts';
import type { DomainCounter } from './domain-counter.ts';
import { newCounter } from './domain-counter.ts';
import { groupOf, repellersNear, watch } from './label-groups.ts';
import { keysOfNodeSelector, looksAtFields } from './node-affinity.ts';
import type { Objection } from './objection.ts';
import { refused, unproven } from './objection.ts';
import type { PodProfile } from './pod-profile.ts';
import { spreadRules, type SpreadRule } from './topology-spread.ts';
import { claimRules, type ClaimRules } from './volume-claims.ts';

/** A pod that looks for a place, with the counters that its rules consult. */
export interface Newcomer {
  readonly namespace: string;
  readonly labels: Labels;
  readonly profile: PodProfile;
  /** What speaks against every node alike. */
  readonly everywhere: readonly Objection[];
  /** Verdicts of labels and taints by node signature; undefined when the pod looks at labels that nodes do not share. */
  readonly staticVerdicts: StaticVerdicts | undefined;
  readonly spread: readonly SpreadRule[];
  readonly affinity: readonly TermCount[];
  /** It may go anywhere if nobody of its group is there yet, because it matches its own terms. */
  readonly matchesItself: boolean;
  readonly antiAffinity: readonly TermCount[];
  /** Terms of bound pods that this pod matches; grows as new terms appear on the board. */
  readonly repelledBy: { terms: DomainCounter[]; seen: number };
  readonly claims: ClaimRules;
}

export interface TermCount {
  readonly topologyKey: string;
  readonly counter: DomainCounter;
}

const DEFAULT_SCHEDULER = 'default-scheduler';

/** Pods of one profile and one set of labels are one newcomer, unless their claims tell them apart. */
export function newcomer(board: Board, pod: Pod): Newcomer {
  const { namespace = '', labels = NO_LABELS } = pod.metadata;
  const profile = profileOf(board, pod);
  if (profile.claims.length > 0) return makeNewcomer(board, namespace, labels, profile);
  const group = groupOf(board, namespace, labels, false);
  const onBoard = newcomers.get(board) ?? new Map<PodProfile, Map<LabelGroup, Newcomer>>();
  newcomers.set(board, onBoard);
  const ofProfile = onBoard.get(profile) ?? new Map<LabelGroup, Newcomer>();
  onBoard.set(profile, ofProfile);
  const known = ofProfile.get(group) ?? makeNewcomer(board, namespace, labels, profile);
  ofProfile.set(group, known);
  return known;
}

const NO_LABELS: Labels = {};
const newcomers = new WeakMap<Board, Map<PodProfile, Map<LabelGroup, Newcomer>>>();

function makeNewcomer(board: Board, namespace: string, labels: Labels, profile: PodProfile): Newcomer {
  const claims = claimRules(board, namespace, profile);
  return {
    namespace,
    labels,
    profile,
    everywhere: [...ownObjections(board, namespace, profile), ...claims.everywhere],
    staticVerdicts: sharedVerdicts(board, profile),
    spread: spreadRules(board, namespace, labels, profile),
    affinity: affinityCounts(board, profile.affinity),
    matchesItself: profile.affinity.every((term) => matchesOwn(board, term, namespace, labels)),
    antiAffinity: profile.antiAffinity.map((term) => antiAffinityCount(board, term)),
    repelledBy: repelledBy(board, namespace, labels),
    claims,
  };
}

function repelledBy(board: Board, namespace: string, labels: Labels): Newcomer['repelledBy'] {
  const near = repellersNear(board, namespace, labels).filter(({ term }) =>
    matchesOwn(board, term, namespace, labels),
  );
  return { terms: near.map(({ counter }) => counter), seen: board.repellersInOrder.length };
}

/** The counters of bound pods' terms that keep this pod away. */
export function repellersOf(
  board: Board,
  { repelledBy, namespace, labels }: Newcomer,
): readonly DomainCounter[] {
  for (; repelledBy.seen < board.repellersInOrder.length; repelledBy.seen++) {
    const repeller = board.repellersInOrder[repelledBy.seen];
    if (repeller && mayRepel(board, repeller.term, namespace, labels))
      repelledBy.terms.push(repeller.counter);
  }
  return repelledBy.terms;
}

/** Where the labels of the namespace decide and are not known, the term is taken to match. */
function mayRepel(board: Board, term: AffinityTerm, namespace: string, labels: Labels): boolean {
  if (term.readsNamespaceLabels && !board.namespaces?.has(namespace)) return true;
  return matchesOwn(board, term, namespace, labels);
}

function ownObjections(board: Board, namespace: string, profile: PodProfile): Objection[] {
  const { spec } = profile;
  const objections: Objection[] = [];
  if ((spec.schedulingGates ?? []).length > 0) objections.push(refused('not considered by the scheduler'));
  if ((spec.schedulerName ?? DEFAULT_SCHEDULER) !== DEFAULT_SCHEDULER) {
    objections.push(refused('not considered by the scheduler'));
  }
  if (needsNamespaceLabels(board, profile, namespace)) objections.push(unproven('namespace labels'));
  return objections;
}

function needsNamespaceLabels(
  board: Board,
  { affinity, antiAffinity }: PodProfile,
  namespace: string,
): boolean {
  const readByOwn = [...affinity, ...antiAffinity].some((term) => term.readsNamespaceLabels);
  const readByOthers = board.repellersInOrder.some(({ term }) => term.readsNamespaceLabels);
  if (readByOwn && (!board.namespaces || board.unlabelledNamespaces.size > 0)) return true;
  return readByOthers && !board.namespaces?.has(namespace);
}

/** One list of verdicts for all pods that ask the same of labels and taints. */
function sharedVerdicts(board: Board, { spec }: PodProfile): StaticVerdicts | undefined {
  const required = spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  const keys = [...Object.keys(spec.nodeSelector ?? {}), ...keysOfNodeSelector(required)];
  if (looksAtFields(required) || keys.some((key) => board.uniqueKeys.has(key))) return undefined;
  const question = JSON.stringify([spec.nodeSelector, required, spec.tolerations]);
  const verdicts = board.staticVerdicts.get(question) ?? [];
  board.staticVerdicts.set(question, verdicts);
  return verdicts;
}

function matchesOwn(board: Board, term: AffinityTerm, namespace: string, labels: Labels): boolean {
  return termMatches(term, { namespace, labels }, board.namespaces?.get(namespace));
}

/** Only pods that match all terms count, for each of them. */
function affinityCounts(board: Board, terms: readonly AffinityTerm[]): TermCount[] {
  const all = terms.map(({ key }) => key).join('\n');
  return terms.map((term, index) => ({
    topologyKey: term.topologyKey,
    counter: watch(board, `affinity ${index} ${all}`, scopeOf(terms[0] ?? term), () => ({
      counter: newCounter(term.topologyKey),
      counts: (group) =>
        terms.every((each) => termMatches(each, group, board.namespaces?.get(group.namespace))),
    })),
  }));
}

/** Each term on its own. */
function antiAffinityCount(board: Board, term: AffinityTerm): TermCount {
  const counter = watch(board, `anti-affinity ${term.key}`, scopeOf(term), () => ({
    counter: newCounter(term.topologyKey),
    counts: (group) => termMatches(term, group, board.namespaces?.get(group.namespace)),
  }));
  return { topologyKey: term.topologyKey, counter };
}

function scopeOf({ namespaces, namespaceSelector, selector }: AffinityTerm) {
  const everywhere = namespaceSelector !== undefined;
  return { namespaces: everywhere ? undefined : namespaces, selector };
}
