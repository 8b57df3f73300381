/**
 * How long drover itself takes on the way through a rollout. It works in turns: look, do or note one thing, look again.
 * Counted are the turns that stand in the run's way: those between two waits, and the one that notices that a wait is
 * over. What it does while a window runs or a node boots costs nothing. `test/app/engine-time.test.ts` plays rollouts on
 * a slow network and holds these counts to the engine.
 */
export interface EngineTime {
  /** From the approval to the wish for the first instance. Seconds, as all below. */
  readonly beforeSurge: number;
  /** From a node that takes pods to the end of the turn that sees it, where it was waited for. */
  readonly capacitySeen: number;
  /** From the end of the last node until all is put back and verified. */
  readonly atEnd: number;
  readonly ofNode: (node: NodeAtHand) => NodeTurns;
}

/** What of a node decides how much there is to ask and to do. */
export interface NodeAtHand {
  readonly pods: number;
  readonly workloads: number;
  /** Nodes that run the release by then. */
  readonly patched: number;
  /** Of the nodes of the run, the how manieth; the first is the canary. */
  readonly index: number;
  /** Whether an instance comes after it. */
  readonly hasSuccessor: boolean;
}

export interface NodeTurns {
  /** An instance that joined during a window is kept from the cluster autoscaler first. Of one that is waited for that is done before it takes pods. */
  readonly adopted: number;
  /** The checks of preflight that are run again for a node before its claim. */
  readonly gate: number;
  /** From the claim to the last eviction of the first wave. */
  readonly toDrain: number;
  /** From an event that lets the next pods go to their eviction. */
  readonly nextWave: number;
  /** From the last pod's end to the note that the node is empty. */
  readonly emptied: number;
  /** From the end of that wait to the note that it stayed empty, */
  readonly stayedEmpty: number;
  /** and from there, or from the last replacement's being Ready, to the begin of the window. */
  readonly settled: number;
  /** From the end of the window to the note of its verdict. */
  readonly judged: number;
  /** From the note that the instance may go to the call that ends it. */
  readonly terminated: number;
  /** From that call to the node's result, where the window is over by then. */
  readonly released: number;
}

/** What drover measured when it read the fleet. Seconds. */
export interface ReadingPace {
  /** All that preflight reads. The checks before a node read nearly as much. */
  readonly reading: number;
  /** One small request, or some at once. */
  readonly request: number;
}

/** Reads of one kind under way at once: enough to be quick, few enough for an API server that others need too. */
export const READS_AT_ONCE = 8;

/** A look at the node group asks these one after the other; `src/app/observe-group.ts`. */
const GROUP_LOOK = { slot: 1, group: 1, instancesAndNodes: 1 } as const;

/** And where a node is in work, these; `src/app/observe-claim.ts`. */
const NODE_LOOK = { node: 1, budgets: 1 } as const;

/** What is done once before the first instance is wished for; `src/core/rollout/decide-start.ts`. Old nodes are marked one by one. */
const BEFORE_SURGE = {
  priorNoted: 1,
  groupTagged: 1,
  processesSuspended: 1,
  templateSet: 1,
  oldNodesMarked: 1,
  raiseNoted: 1,
  capacityRaised: 1,
} as const;

/** From the claim to the first eviction; `src/core/replacement/stages/draining.ts`. */
const TO_DRAIN = { cordoned: 1, drainBegun: 1 } as const;

/** Turns between an event that lets the next pods go and their eviction: it is noted that fewer are left. */
const NEXT_WAVE = { progressNoted: 1, evicted: 1 } as const;

/** After the window: its last look is written down before it is judged; `src/core/replacement/stages/judging.ts`. */
const JUDGED = { lastLookNoted: 1, verdict: 1 } as const;

/** `src/core/replacement/stages/terminating.ts`. */
const TERMINATED = { intended: 1, called: 1 } as const;

/** From the last node's result; `src/core/rollout/decide-restore.ts`. Marks are taken off one by one. */
const AT_END = {
  verifying: 1,
  surgeGivenBack: 1,
  processesResumed: 1,
  marksTaken: 1,
  tagsTaken: 1,
  verified: 1,
} as const;

/** Pods of the whole cluster that found no node are counted as well then; `src/app/observe-rollout.ts`. */
const WAITING_PODS = 1;

/** What a turn does with what it saw: an effect, or a note in the slot. */
const DEED = 1;

/** Before the start all of preflight is run again: its turn reads the slot, and notes what came of it. */
const RECHECK = { slot: 1, noted: 1 } as const;

/** `nodes`: how many there are in the group, and will be again. */
export function engineTime({ reading, request }: ReadingPace, nodes: number): EngineTime {
  const groupTurn = (patched: number) => request * (groupLook(patched) + DEED);
  const perMark = nodes * request;
  return {
    beforeSurge: reading + request * sum(RECHECK) + sum(BEFORE_SURGE) * groupTurn(0) + perMark,
    capacitySeen: groupTurn(1),
    atEnd: sum(AT_END) * (groupTurn(nodes) + WAITING_PODS * request) + perMark,
    ofNode: (node) => nodeTurns(node, { reading, request }),
  };
}

function nodeTurns(
  { pods, workloads, patched, index, hasSuccessor }: NodeAtHand,
  { reading, request }: ReadingPace,
): NodeTurns {
  const group = request * groupLook(patched);
  const look = group + request * (sum(NODE_LOOK) + rounds(workloads));
  const turn = look + DEED * request;
  // What moved from earlier nodes and is not steady yet is noted once.
  const sighted = index > 0 && pods > 0 ? 1 : 0;
  const counted = hasSuccessor ? 0 : 1;
  return {
    adopted: group + DEED * request,
    gate: group + reading,
    toDrain: DEED * request + (sum(TO_DRAIN) + sighted) * turn + (pods > 0 ? look + pods * request : 0),
    nextWave: sum(NEXT_WAVE) * turn,
    emptied: turn,
    stayedEmpty: turn,
    settled: turn,
    judged: sum(JUDGED) * turn,
    terminated: sum(TERMINATED) * turn,
    released: (counted + 1) * turn,
  };
}

function groupLook(patched: number): number {
  return sum(GROUP_LOOK) + Math.ceil(patched / READS_AT_ONCE);
}

/** At least one: the node's own pods are asked for at the same time. */
function rounds(workloads: number): number {
  return Math.max(1, Math.ceil(workloads / READS_AT_ONCE));
}

function sum(steps: Readonly<Record<string, number>>): number {
  return Object.values(steps).reduce((sum, each) => sum + each, 0);
}
