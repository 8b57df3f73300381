import type { Prediction } from '../../src/core/preflight/preflight-report.ts';
import type { NodeResult } from '../../src/core/rollout/rollout.ts';
import { SmallCompany } from '../fakes/a-small-company.ts';

export interface SlowPlay {
  readonly prediction: Prediction;
  /** Seconds from the approval to the end. */
  readonly total: number;
  readonly results: readonly NodeResult[];
}

/** Ticks of one play; more means that it does not come to an end. */
const TICKS_MAX = 5_000;

/** What is played: nodes of one zone, so that none is surplus at the end, and two workloads under budgets. */
export interface SlowStage {
  readonly nodes: number;
  /** Pods of each workload on each node; a budget lets one go at a time. */
  readonly podsPerNode: number;
}

/**
 * A rollout over a network on which every request takes so long, from the plan to the report. Time passes only while
 * drover waits, for an answer or for the world; a change in the world wakes it, as its watches do.
 */
export async function playSlowly({ nodes, podsPerNode }: SlowStage, requestMs: number): Promise<SlowPlay> {
  const company = new SmallCompany();
  const { clock, cluster } = company.world;
  await company.world.seedGroup({ name: 'workers', nodes, zones: ['a'] });
  const replicas = nodes * podsPerNode;
  await company.world.seedWorkload({ name: 'cart', replicas, maxUnavailable: 1 });
  await company.world.seedWorkload({ name: 'web', replicas, minAvailable: replicas - 1 });
  const network = { requestMs };
  makeSlow(company, network);
  await meanwhile(company, company.approve());
  let woken = false;
  cluster.objects.subscribe(() => {
    woken = true;
  });
  const begunAt = clock.now();
  for (let count = 0; count < TICKS_MAX; count++) {
    woken = false;
    const outcome = await meanwhile(company, company.tick());
    await tellAtOnce(company, network);
    if (outcome.kind !== 'wait') return playedSince(company, begunAt);
    const due = clock.now() + Math.max(1, outcome.forMs);
    while (!woken && (clock.nextDue ?? Number.POSITIVE_INFINITY) <= due) clock.step();
    if (!woken) await clock.advance(Math.max(0, due - clock.now()));
  }
  throw new Error(`the rollout does not come to rest: ${company.rollout.phase}`);
}

function playedSince({ rollout, world }: SmallCompany, begunAt: number): SlowPlay {
  const prediction = rollout.preflight?.prediction;
  if (rollout.phase !== 'succeeded' || !prediction) throw new Error(`it ended ${rollout.phase}`);
  return { prediction, total: (world.clock.now() - begunAt) / 1000, results: rollout.results };
}

/** What is said in Slack meanwhile costs the rollout no time. */
async function tellAtOnce(company: SmallCompany, network: { requestMs: number }): Promise<void> {
  const { requestMs } = network;
  network.requestMs = 0;
  await meanwhile(company, company.announce());
  network.requestMs = requestMs;
}

/** Every request to the cluster, the cloud and the slot takes so long. */
function makeSlow({ world, slots }: SmallCompany, network: { readonly requestMs: number }): void {
  const { clock, faults } = world;
  const answer = faults.run.bind(faults);
  faults.run = async (operation, effect) => {
    await clock.sleep(network.requestMs);
    return answer(operation, effect);
  };
  const read = slots.read.bind(slots);
  const save = slots.save.bind(slots);
  slots.read = async (nodeGroup) => {
    await clock.sleep(network.requestMs);
    return read(nodeGroup);
  };
  slots.save = async (slot, version) => {
    await clock.sleep(network.requestMs);
    return save(slot, version);
  };
}

/** Lets the clock run until the work is done. */
async function meanwhile<T>({ world: { clock } }: SmallCompany, work: Promise<T>): Promise<T> {
  let isDone = false;
  const done = work.finally(() => {
    isDone = true;
  });
  for (;;) {
    await nextTurn();
    if (isDone) return done;
    if (!clock.step()) throw new Error('nothing is left to wait for');
  }
}

async function nextTurn(): Promise<void> {
  await new Promise<void>((resolve) => {
    setImmediate(resolve);
  });
}
