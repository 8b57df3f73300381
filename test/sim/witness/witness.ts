import { instanceIdOf, isCordoned } from '../../../src/core/fleet/node.ts';
import type { Node } from '../../../src/core/fleet/node.ts';
import type { Pod } from '../../../src/core/fleet/pod.ts';
import type { Workload } from '../../../src/core/fleet/workload.ts';
import type { RolloutPlan } from '../../../src/core/plan/rollout-plan.ts';
import type { Claim } from '../../../src/core/rollout/claim.ts';
import { hasEnded } from '../../../src/core/rollout/rollout.ts';
import type { Slot } from '../../../src/core/rollout/slot.ts';
import type { WireAct } from '../../fakes/ports/wire.ts';
import type { EngineProcess } from '../kernel/engine-process.ts';
import type { Sim } from '../kernel/sim.ts';
import { stateOf } from '../kernel/reach.ts';
import type { People } from '../world/people.ts';
import { checkApproval } from './approvals.ts';
import { capacityAtCordon, oneNodeInWork } from './capacity.ts';
import { checkConversation } from './conversation.ts';
import { checkEndState, restIsExplained } from './end-state.ts';
import { checkEviction } from './evictions.ts';
import { checkGate } from './gate.ts';
import { checkHalt, checkHaltOnSlot } from './halts.ts';
import { checkSender } from './leadership.ts';
import { Ledger } from './ledger.ts';
import { checkMarks, noteMarks } from './marks.ts';
import { checkLaunch, checkSuccess } from './releases.ts';
import { checkSecretsOfChat, checkSecretsOfSlot } from './secrets.ts';
import { checkSlot } from './slot-history.ts';
import { checkTermination } from './terminations.ts';
import { Truth } from './truth.ts';
import { UnseenCordons } from './unseen-cordons.ts';

export interface Broken {
  readonly invariant: string;
  readonly detail: string;
  /** Seconds since the start. */
  readonly at: number;
}

/** Must be unchanged for so long to count as being at rest, ms: the conversation has its two minutes in it. */
export const REST_MS = 135_000;

/** What others do to a workload takes so long to show: a lost machine's pods look well for a while. ms */
const DISTURBED_MS = 120_000;

/**
 * Stands beside the world and sees everything: each effect when it is sent and when it lands, each slot when it is
 * written. It holds all of it to the invariants of engine.md 6.3; the first that breaks ends the run.
 */
export class Witness {
  readonly sim: Sim;
  readonly truth: Truth;
  readonly ledger: Ledger;
  /** Uids of bare pods that somebody made. */
  readonly bare = new Set<string>();
  /** Uids of nodes that drover cordoned, and that nobody else has touched since. */
  readonly ourCordons = new Set<string>();
  readonly unseenCordons = new UnseenCordons();
  /** What drover put on nodes beside its own keys: `exclude <uid>`, `scale-down <uid>`. */
  readonly ourMarks = new Set<string>();
  /** Workloads that others disturbed and that have not been whole since, by app. */
  readonly disturbed = new Set<string>();
  /** Instances that drover ended, by claim. */
  readonly ended = new Map<string, Set<string>>();
  /** Keys of messages whose posting had no clear answer. */
  readonly unclearPosts = new Set<string>();
  /** Plans whose hash was made anew and fits. */
  readonly hashed = new Map<string, RolloutPlan>();
  wasBraked = false;
  people: People | undefined;
  broken: Broken | undefined;
  #changedAt = 0;
  #version = 0;
  #judging: { readonly claim: string; readonly at: number } | undefined;

  constructor(sim: Sim) {
    this.sim = sim;
    this.truth = new Truth(sim);
    this.ledger = new Ledger(() => sim.clock.now());
  }

  begin(people: People): void {
    this.people = people;
    this.#changedAt = this.sim.clock.now();
    this.sim.slots.onChange((_group, before, after) => this.#onSlot(before?.slot, after?.slot));
    this.sim.world.cluster.objects.subscribe(({ type, kind, name }) => {
      if (kind !== 'nodes' || type !== 'added') return;
      const node = this.#node(name);
      if (node) this.ledger.note(`joined ${instanceIdOf(node) ?? ''}`);
    });
    this.sim.world.cloud.subscribe(({ type, instance }) => {
      if (type === 'launched') checkLaunch(this, instance);
    });
  }

  get slot(): Slot | undefined {
    return this.sim.slot;
  }

  /** ms since the slot last became another one. */
  get unchangedMs(): number {
    return this.sim.clock.now() - this.#changedAt;
  }

  /** Reports a broken invariant; the first one counts. */
  break(invariant: string, detail: string): void {
    if (this.broken) return;
    this.broken = { invariant, detail, at: this.sim.seconds };
    this.sim.trace.note('BROKEN', invariant, () => detail);
  }

  onSend(process: EngineProcess, act: WireAct): void {
    checkSender(this, process, act);
    checkApproval(this, process, act);
  }

  /** Runs an effect and judges it by the world before and after. */
  apply<T>(process: EngineProcess, act: WireAct, effect: () => T): T {
    const node = act.kind === 'edit-node' ? this.#node(act.target.name) : undefined;
    checkHalt(this, act);
    if (act.kind === 'terminate') checkTermination(this, act);
    const evicting = act.kind === 'evict' ? checkEviction(this, act.pod) : undefined;
    if (act.kind === 'edit-node' && node) capacityAtCordon(this, act, node);
    const scaleIns = this.#scaleIns();
    const result = effect();
    if (this.#scaleIns() > scaleIns && !this.ledger.isRecent('capacity', 600_000))
      this.break('I5', `Auto Scaling ended an instance that was not drained, after ${act.kind}`);
    evicting?.(result);
    if (act.kind === 'edit-node' && node) {
      const after = this.#node(act.target.name);
      checkMarks(this, node, after);
      noteMarks(this, node, after);
    }
    void process;
    return result;
  }

  afterEvent(): void {
    const { version } = this.sim.world.cluster.objects;
    if (version === this.#version) return;
    this.#version = version;
    oneNodeInWork(this);
    for (const app of this.disturbed)
      if (this.#isWhole(app) && this.ledger.since(`disturbed ${app}`) > DISTURBED_MS)
        this.disturbed.delete(app);
  }

  /** An error in the log is an alert: production's own assertions, and what should never be. */
  onErrorLog(process: EngineProcess, message: string, fields: Readonly<Record<string, unknown>>): void {
    this.sim.trace.note('error', process.name, () => `${message} ${JSON.stringify(fields)}`);
    const invariant = fields['invariant'];
    if (typeof invariant === 'string') this.break(invariant, `${message}: ${JSON.stringify(fields)}`);
  }

  foreignLoss(node: Node | undefined, instanceId: string | undefined): void {
    this.foreignCapacity();
    this.ledger.note(`lost ${instanceId ?? ''}`);
    if (!node) return;
    this.ledger.note(`node ${node.metadata.uid}`);
    for (const pod of this.truth.pods) if (pod.spec.nodeName === node.metadata.name) this.foreignPod(pod);
  }

  foreignCapacity(): void {
    this.ledger.note('capacity');
  }

  foreignPod({ metadata }: Pod): void {
    this.#disturb(metadata.labels?.['app'] ?? '');
    this.bare.delete(metadata.uid);
  }

  foreignScale({ spec }: Workload): void {
    this.#disturb(spec.template.metadata?.labels?.['app'] ?? '');
  }

  #disturb(app: string): void {
    this.disturbed.add(app);
    this.ledger.note(`disturbed ${app}`);
  }

  foreignCordon({ metadata }: Node, cordoned: boolean): void {
    this.ledger.note(`node ${metadata.uid}`);
    this.ledger.note(cordoned ? `cordoned ${metadata.uid}` : `uncordoned ${metadata.uid}`);
    if (cordoned) this.unseenCordons.onCordoned(metadata.uid);
    else if (this.ourCordons.has(metadata.uid)) this.unseenCordons.onUncordoned(metadata.uid);
    this.ourCordons.delete(metadata.uid);
    this.foreignCapacity();
  }

  isForeignCordon(node: Node): boolean {
    return isCordoned(node) && !this.ourCordons.has(node.metadata.uid);
  }

  /** It has ended, or waits for a person. */
  mayRest(): boolean {
    const rollout = this.slot?.rollout;
    return !rollout || hasEnded(rollout.phase) || ['paused', 'halted', 'blocked'].includes(rollout.phase);
  }

  isAtRest(): boolean {
    return (
      this.mayRest() &&
      this.unchangedMs > REST_MS &&
      this.sim.outages.sinceMs > REST_MS &&
      this.sim.clock.now() - this.sim.disturbedAt > REST_MS &&
      this.sim.processes.some(({ isRunning }) => isRunning)
    );
  }

  /** Liveness: trouble is over, and an hour has passed. */
  demandRest(): void {
    const rollout = this.slot?.rollout;
    if (!this.isAtRest())
      return this.break('L1', `an hour after all trouble: ${stateOf(this.slot)} ${describe(this.slot)}`);
    if (rollout) restIsExplained(this, rollout);
    checkConversation(this);
    checkSecretsOfChat(this);
  }

  /** When the window of this claim began, by the world's own clock. */
  judgingSince(claim: Claim): number | undefined {
    return this.#judging?.claim === claimKey(claim) ? this.#judging.at : undefined;
  }

  atTheEnd(): void {
    checkEndState(this);
  }

  #onSlot(before: Slot | undefined, after: Slot | undefined): void {
    this.#changedAt = this.sim.clock.now();
    this.sim.reach.entered(after);
    this.sim.trace.note('slot', '-', () => describe(after));
    checkSlot(this, before, after);
    checkSecretsOfSlot(this, before, after);
    checkHaltOnSlot(this, before, after);
    checkGate(this, before, after);
    checkSuccess(this, before, after);
    const claim = after?.rollout?.active;
    if (claim?.stage === 'judging' && this.#judging?.claim !== claimKey(claim))
      this.#judging = { claim: claimKey(claim), at: this.sim.clock.now() };
  }

  #isWhole(app: string): boolean {
    const sets = ['replicasets', 'statefulsets'] as const;
    const wanted = sets
      .flatMap((kind) => this.sim.world.cluster.objects.list(kind) as readonly Workload[])
      .find(({ spec }) => spec.template.metadata?.labels?.['app'] === app)?.spec.replicas;
    return this.truth.readyPodsOf(app).length >= (wanted ?? 0);
  }

  #node(name: string): Node | undefined {
    return this.sim.world.cluster.objects.get('nodes', undefined, name);
  }

  #scaleIns(): number {
    return this.sim.world.effects.reduce((sum, { verb }) => sum + (verb === 'scale in' ? 1 : 0), 0);
  }
}

function claimKey({ node, claimedAt, settledAt }: Claim): string {
  return `${node.uid} ${claimedAt} ${settledAt ?? 0}`;
}

/** A slot in a line. */
function describe(slot: Slot | undefined): string {
  const rollout = slot?.rollout;
  if (!slot || !rollout) return 'none';
  const { id, phase, active, results, problem, hold, halt, expectedDesired } = rollout;
  return [
    `epoch ${slot.epoch} ${id} ${phase}`,
    active ? `${active.purpose} ${active.node.name} ${active.stage} left ${active.podsLeft}` : '',
    active?.waitingFor ? `waits for ${active.waitingFor}` : '',
    `done ${results.length}`,
    expectedDesired === undefined ? '' : `expects ${expectedDesired}`,
    problem ? `problem ${problem.kind}: ${problem.message}` : '',
    hold ? `hold: ${hold.reason}` : '',
    halt ? `halt ${halt.id} ${halt.cause}: ${halt.reasons.join(' ')}` : '',
    slot.halted ? `(${slot.halted.id} halted waits)` : '',
  ]
    .filter((part) => part !== '')
    .join('; ');
}
