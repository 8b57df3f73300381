import { DEFAULT_GRACE_SECONDS, expectedExitSeconds } from '../../drain/termination-facts.ts';
import { forecastEviction, type EvictionForecast } from '../../drain/eviction-forecast.ts';
import { virtualBudget } from '../../drain/virtual-budget.ts';
import type { Pod } from '../../fleet/pod.ts';
import { countsOf } from '../../fleet/workload-counts.ts';
import type { PatchPolicy } from '../../plan/patch-policy.ts';
import {
  drainTimeline,
  type Allowances,
  type DrainTimeline,
  type MovingPod,
} from '../../simulation/drain-timeline.ts';
import {
  engineTime,
  type EngineTime,
  type NodeAtHand,
  type NodeTurns,
} from '../../simulation/engine-time.ts';
import { bootSeconds, startSeconds } from '../../simulation/observed-times.ts';
import { quantile } from '../../simulation/quantile.ts';
import type { RehearsedNode } from '../../simulation/rehearsal.ts';
import { runTimeline, type RunTimeline } from '../../simulation/run-timeline.ts';
import type { InSteps } from '../../in-steps.ts';
import { perFleet, perFleetInSteps, type Fleet } from '../fleet.ts';
import type { Prediction } from '../preflight-report.ts';
import { budgetName, budgetsAtWork, budgetsOver, countsOfBudget } from './budgets.ts';
import { deregistrationSeconds } from './deregistration.ts';
import { podsByNode } from './moving-pods.ts';
import { planOf } from './plan.ts';
import { NEEDS_REHEARSAL, rehearsalOf } from './rehearsal.ts';
import { allRoots, movingRoots, workloadIndex } from './roots.ts';

/** `likely`: half of all runs take no longer. `slow`: nine of ten. */
type Pace = 'likely' | 'slow';

const PACES: readonly Pace[] = ['likely', 'slow'];

/** Where nothing of the kind can be observed. Seconds; preflight.md 2.7 and 3. */
const DEFAULTS = {
  start: { likely: 15, slow: 60 },
  boot: { likely: 90, slow: 240 },
  detach: { likely: 10, slow: 60 },
  /** From the wish for an instance to its launch. */
  launch: { likely: 5, slow: 30 },
} as const;

const SHARES: Readonly<Record<Pace, number>> = { likely: 0.5, slow: 0.9 };

/**
 * How long the run will take, from what the cluster shows of itself: how long its pods took to start, its nodes to
 * boot. Null where something was not read, a pod finds no place, or a drain would never end: then there is no run.
 */
export function predictionOf(fleet: Fleet, policy: PatchPolicy): Prediction | null {
  const unread = NEEDS_REHEARSAL.some((name) => fleet.find(name) === undefined);
  if (unread || fleet.moment === 'gate') return null;
  const { nodes, stranded, unproven } = rehearsalOf(fleet, policy).rehearsal;
  if (nodes.length === 0 || stranded.length + unproven.length > 0) return null;
  const likely = timelineOf(fleet, policy, 'likely');
  const slow = timelineOf(fleet, policy, 'slow');
  if (!likely || !slow) return null;
  return {
    minutes: { p50: minutes(likely.total), p90: minutes(slow.total) },
    perNode: likely.perNode,
    movesPerPod: movesPerPod(nodes),
  };
}

/** The longest part of it, so that whoever asks finds it done. */
export function* drainsAhead(fleet: Fleet, policy: PatchPolicy): InSteps<undefined> {
  yield* startsByRoot.ahead(fleet);
  allowancesOf(fleet);
  yield;
  for (const node of rehearsalOf(fleet, policy).rehearsal.nodes) {
    for (const pace of PACES) drainOf(fleet, policy, node, pace);
    yield;
  }
}

/** The drain of one node, as far as budgets and starting times decide it. */
export function drainOf(fleet: Fleet, policy: PatchPolicy, node: RehearsedNode, pace: Pace): DrainTimeline {
  const ofNode = drains(fleet).get(node) ?? new Map<string, DrainTimeline>();
  drains(fleet).set(node, ofNode);
  const key = `${pace} ${policy.evictionsInFlight}`;
  const drain = ofNode.get(key) ?? workOutDrain(fleet, policy, node, pace);
  ofNode.set(key, drain);
  return drain;
}

/** By the rehearsed node itself: another policy may rehearse another run with the same names. */
const drains = perFleet(() => new Map<RehearsedNode, Map<string, DrainTimeline>>());

function workOutDrain(fleet: Fleet, policy: PatchPolicy, node: RehearsedNode, pace: Pace): DrainTimeline {
  const pods = node.moves.map(({ pod }) => movingPod(fleet, pod, pace));
  const alone = { patched: planOf(fleet, policy).surge, index: 0, hasSuccessor: true };
  return drainTimeline(pods, {
    ...allowancesOf(fleet),
    inFlightMax: policy.evictionsInFlight,
    reaction: engineOf(fleet).ofNode({ ...movingFrom(fleet, node), ...alone }).nextWave,
  });
}

function timelineOf(fleet: Fleet, policy: PatchPolicy, pace: Pace): RunTimeline | undefined {
  const { nodes } = rehearsalOf(fleet, policy).rehearsal;
  const { surge } = planOf(fleet, policy);
  const engine = engineOf(fleet);
  const patchedBefore = surge + fleet.snapshot.targets.length - nodes.length;
  const drains = nodes.map((node, index) => ({
    name: node.name,
    drain: drainOf(fleet, policy, node, pace),
    turns: engine.ofNode({
      ...movingFrom(fleet, node),
      patched: patchedBefore + index,
      index,
      hasSuccessor: nodes.length - index > surge,
    }),
    window: seconds(index === 0 ? policy.canaryWindowMs : policy.windowMs),
  }));
  const known = drains.flatMap(({ drain, ...node }) =>
    drain.kind === 'never' ? [] : { ...node, drained: drained(fleet, policy, drain, node.turns) },
  );
  if (known.length < drains.length) return undefined;
  return runTimeline({ nodes: known, surge, boot: bootOf(fleet, pace) + DEFAULTS.launch[pace], engine });
}

/** Empty for good, everything back, and let go by load balancers: whatever comes last. */
function drained(
  fleet: Fleet,
  { emptyTwiceMs }: PatchPolicy,
  { empty, settled }: Extract<DrainTimeline, { kind: 'ends' }>,
  { emptied, stayedEmpty }: NodeTurns,
): number {
  const emptyForGood = empty + emptied + seconds(emptyTwiceMs) + stayedEmpty;
  return Math.max(emptyForGood, settled, deregistrationSeconds(fleet));
}

/** What drover takes itself: counted turns, and the time of a request as it was when all this was read. */
const engineOf = perFleet(({ snapshot: { readingMs = 0, requestMs = 0, targets } }): EngineTime =>
  engineTime({ reading: seconds(readingMs), request: seconds(requestMs) }, targets.length),
);

function movingFrom(fleet: Fleet, node: RehearsedNode): Moving {
  const known = movings(fleet).get(node);
  if (known) return known;
  const roots = new Set(node.moves.map(({ pod }) => workloadIndex(fleet).rootOf(pod).ref));
  const moving = { pods: node.moves.length, workloads: roots.size };
  movings(fleet).set(node, moving);
  return moving;
}

type Moving = Pick<NodeAtHand, 'pods' | 'workloads'>;

const movings = perFleet(() => new Map<RehearsedNode, Moving>());

function seconds(ms: number): number {
  return ms / 1000;
}

function movingPod(fleet: Fleet, pod: Pod, pace: Pace): MovingPod {
  const root = workloadIndex(fleet).rootOf(pod);
  const forecast = forecastEviction(pod, budgetsOver(fleet, pod));
  const grace = pod.spec.terminationGracePeriodSeconds ?? DEFAULT_GRACE_SECONDS;
  const hasVolumes = (pod.spec.volumes ?? []).some((volume) => volume.persistentVolumeClaim);
  return {
    name: pod.metadata.name,
    owner: root.ref,
    exit: pace === 'likely' ? expectedExitSeconds(pod.spec) : grace,
    ready: startOf(fleet, root.ref, pace),
    replacedAfterExit: root.kind === 'workload' ? root.workload.kind === 'StatefulSet' : true,
    detach: hasVolumes ? DEFAULTS.detach[pace] : 0,
    uncounted: root.kind === 'custom',
    ...accountOf(forecast),
  };
}

/** A pod under several budgets is never let go: no account has anything for it. */
function accountOf(forecast: EvictionForecast): { readonly budget?: string } {
  switch (forecast.kind) {
    case 'free':
      return {};
    case 'several-budgets':
      return { budget: 'several budgets' };
    case 'token':
    case 'blocked':
    case 'not-observed':
      return { budget: budgetName(forecast.budget) };
  }
}

function startOf(fleet: Fleet, ref: string, pace: Pace): number {
  return startsByRoot(fleet).get(ref)?.[pace] ?? DEFAULTS.start[pace];
}

const startsByRoot = perFleetInSteps(function* (fleet) {
  const seen = new Map<string, { readonly likely: number | undefined; readonly slow: number | undefined }>();
  for (const { root } of movingRoots(fleet)) {
    yield;
    const starts = (allRoots(fleet).get(root.ref) ?? []).flatMap((pod) => startSeconds(pod) ?? []);
    seen.set(root.ref, { likely: quantile(starts, SHARES.likely), slow: quantile(starts, SHARES.slow) });
  }
  return seen;
});

function bootOf(fleet: Fleet, pace: Pace): number {
  const targets = new Set(fleet.snapshot.targets);
  const instances = fleet.find('instances') ?? [];
  const seen = fleet
    .get('nodes')
    .filter(({ metadata }) => targets.has(metadata.name))
    .flatMap((node) => bootSeconds(node, instances, podsByNode(fleet).get(node.metadata.name) ?? []) ?? []);
  return quantile(seen, SHARES[pace]) ?? DEFAULTS.boot[pace];
}

/** A budget lets go what its status says; a workload without one what drover allows itself. */
const allowancesOf = perFleet((fleet): Omit<Allowances, 'inFlightMax'> => {
  const owners = movingRoots(fleet).flatMap(({ root }) => {
    const counts = root.kind === 'workload' ? countsOf(root.workload) : undefined;
    return counts ? [[root.ref, virtualBudget(counts.desired)] as const] : [];
  });
  return {
    budgets: new Map(
      budgetsAtWork(fleet).map(({ budget }) => [budgetName(budget), countsOfBudget(budget).allowed]),
    ),
    owners: new Map(owners),
  };
});

function movesPerPod(nodes: readonly RehearsedNode[]): number {
  const moves = nodes.flatMap((node) =>
    node.moves.map(({ pod }) => `${pod.metadata.namespace}/${pod.metadata.name}`),
  );
  return moves.length === 0 ? 0 : Math.round((moves.length / new Set(moves).size) * 100) / 100;
}

function minutes(seconds: number): number {
  return Math.round(seconds / 6) / 10;
}
