import { hash as digest } from 'node:crypto';
import type { GroupSettings } from '../../../src/app/group-settings.ts';
import { DEFAULT_POLICY } from '../../../src/core/plan/patch-policy.ts';
import type { Pod } from '../../../src/core/fleet/pod.ts';
import type { Slot } from '../../../src/core/rollout/slot.ts';
import type { SecureValues } from '../../../src/ports/secure-values.ts';
import { ManualClock } from '../../fakes/ports/manual-clock.ts';
import { MemoryChat } from '../../fakes/ports/memory-chat.ts';
import { MemoryLeaseStore } from '../../fakes/ports/memory-lease-store.ts';
import { MemorySlotStore } from '../../fakes/ports/memory-slot-store.ts';
import { MemoryThreadStore } from '../../fakes/ports/memory-thread-store.ts';
import { MemoryWorld } from '../../fakes/ports/memory-world.ts';
import { Witness } from '../witness/witness.ts';
import { Chance } from './chance.ts';
import { drained } from './drained.ts';
import { EngineProcess } from './engine-process.ts';
import { Faults } from './faults.ts';
import { Outages } from './outages.ts';
import { Reach } from './reach.ts';
import type { Regime } from './regime.ts';
import { SimQueue } from './sim-queue.ts';
import { SimWakes } from './sim-wakes.ts';
import { GROUP } from './the-group.ts';
import { Trace } from './trace.ts';
import type { TraceDepth } from './trace.ts';

interface SimOptions {
  readonly seed: number;
  readonly regime: Regime;
  /** What is kept of the timeline. */
  readonly depth: TraceDepth;
}

/** Everything there is in one simulated run: the world, the chat, the processes, and who watches them. */
export class Sim {
  readonly seed: number;
  readonly chance: Chance;
  readonly clock: ManualClock;
  readonly world: MemoryWorld;
  readonly chat = new MemoryChat();
  readonly slots = new MemorySlotStore();
  readonly threads = new MemoryThreadStore();
  readonly lease = new MemoryLeaseStore();
  readonly outages: Outages;
  readonly faults: Faults;
  readonly trace: Trace;
  readonly reach: Reach;
  readonly queue: SimQueue;
  readonly wakes: SimWakes;
  readonly witness: Witness;
  readonly settings: GroupSettings;
  readonly secure: SecureValues;
  readonly teamId = 'T1';
  /** How many engines there should be at once. */
  readonly replicas: number;
  processes: readonly EngineProcess[] = [];
  readonly #start: number;
  #births = 0;

  constructor({ seed, regime, depth }: SimOptions) {
    this.seed = seed;
    this.chance = new Chance(seed);
    this.clock = new ManualClock();
    this.#start = this.clock.now();
    this.trace = new Trace(() => this.clock.now() - this.#start, depth);
    this.reach = new Reach(() => this.slot);
    this.faults = new Faults(regime, (fault) => {
      this.reach.struck(fault);
      this.trace.note('fault', '-', () => fault);
    });
    const pace = this.chance.fork('pace');
    this.world = new MemoryWorld({
      clock: this.clock,
      durations: durationsOf(this.chance.fork('durations')),
      pace: { controllersMs: () => pace.between(20, 800), budgetsMs: () => pace.between(20, 3_000) },
    });
    this.outages = new Outages(this.clock);
    this.queue = new SimQueue(this);
    this.wakes = new SimWakes(this);
    this.secure = secureValues(this.chance.fork('values'));
    this.settings = settingsOf(this.chance.fork('settings'));
    this.replicas = this.chance.fork('replicas').pick([1, 1, 2, 2, 2, 3]) ?? 2;
    this.witness = new Witness(this);
  }

  /** Seconds since the start. */
  get seconds(): number {
    return (this.clock.now() - this.#start) / 1_000;
  }

  get slot(): Slot | undefined {
    return this.slots.peek(GROUP);
  }

  /** What `Date.now()` says while the simulation runs. */
  dateNow(): number {
    return this.clock.now();
  }

  startProcess(pod: Pod | undefined): EngineProcess {
    this.#births += 1;
    this.disturbedAt = this.clock.now();
    const fresh = new EngineProcess(this, `e${this.#births}`, pod);
    this.processes = [...this.processes.filter(({ isAlive }) => isAlive), fresh];
    return fresh;
  }

  /** When a process last came, went, froze or woke. */
  disturbedAt = 0;

  /** Told by a process that has just ended. */
  onProcessGone: (process: EngineProcess) => void = () => undefined;

  /** Runs the world event by event; what each one woke runs on before the next. Ends early when `until` holds. */
  async run(ms: number, until: () => boolean = () => false): Promise<void> {
    // Whatever called, from here on this is a microtask: `drained` counts on that.
    await Promise.resolve();
    const end = this.clock.now() + ms;
    while ((this.clock.nextDue ?? Number.POSITIVE_INFINITY) <= end && this.clock.step()) {
      await drained();
      this.witness.afterEvent();
      if (this.witness.broken || until()) return;
    }
    this.clock.turn(end - this.clock.now());
  }
}

function durationsOf(
  chance: Chance,
): ConstructorParameters<typeof MemoryWorld>[0] extends { durations?: infer D } | undefined
  ? NonNullable<D>
  : never {
  return {
    launchMs: chance.between(10_000, 60_000),
    terminateMs: chance.between(10_000, 60_000),
    joinMs: chance.between(5_000, 40_000),
    startMs: chance.between(2_000, 15_000),
    stopMs: chance.between(1_000, 12_000),
    detachMs: chance.between(1_000, 20_000),
    deregisterMs: 0,
  };
}

function settingsOf(chance: Chance): GroupSettings {
  const windowMs = chance.pick([20_000, 60_000, 120_000]) ?? 60_000;
  return {
    cluster: 'prod',
    nodeGroup: GROUP,
    ref: { autoScalingGroup: GROUP },
    release: { kind: 'launch-template' },
    policy: {
      ...DEFAULT_POLICY,
      surge: chance.is(0.8) ? 1 : 2,
      windowMs,
      canaryWindowMs: 2 * windowMs,
      drainTimeoutMs: chance.pick([120_000, 300_000]) ?? 300_000,
      capacityTimeoutMs: 300_000,
      joinTimeoutMs: 300_000,
      detachTimeoutMs: 120_000,
      deregistrationTimeoutMs: 120_000,
      holdTimeoutMs: 300_000,
      evictionsInFlight: chance.whole(1, 5),
    },
    nodeSelector: undefined,
    namespace: 'drover',
    channel: 'C1',
    requesters: undefined,
    approvers: { users: ['UBOB'], groups: ['SAPPROVERS'], needed: chance.is(0.7) ? 1 : 2 },
    operators: undefined,
    approvalExpiresMs: 30 * 60_000,
  };
}

function secureValues(chance: Chance): SecureValues {
  const byte = (): string => chance.whole(0, 255).toString(16).padStart(2, '0');
  return {
    nonce: (bytes) => Array.from({ length: bytes }, byte).join(''),
    sha256: (text) => digest('sha256', text),
  };
}
