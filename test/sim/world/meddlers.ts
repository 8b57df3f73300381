import type { Chance } from '../kernel/chance.ts';
import type { Service } from '../kernel/outages.ts';
import { FAULT_NAMES } from '../kernel/regime.ts';
import type { FaultName } from '../kernel/regime.ts';
import type { Sim } from '../kernel/sim.ts';
import { GROUP } from '../kernel/the-group.ts';
import type { Acts } from './acts.ts';
import { CloudTrouble } from './cloud-trouble.ts';
import { Habits } from './habits.ts';
import { Operators } from './operators.ts';
import { Place } from './place.ts';
import { WorkloadTrouble } from './workload-trouble.ts';

/** A wall clock is set wrong by so much at the most, ms. */
export const WALL_OFF_MAX_MS = 3_600_000;

/** The group looks after itself this often, ms. */
const BALANCE_MS = 30_000;

/**
 * Everybody else: the cloud, the network, the kubelets, people with kubectl and the console. What they do is noted with
 * the witness, so that it can tell their doing from drover's.
 */
export class Meddlers {
  readonly #place: Place;
  readonly #habits: Habits;
  readonly #workloads: WorkloadTrouble;
  readonly #cloud: CloudTrouble;
  readonly #acts: Acts;

  constructor(sim: Sim) {
    this.#place = new Place(sim, sim.chance.fork('meddlers'));
    this.#habits = new Habits(this.#place);
    this.#workloads = new WorkloadTrouble(this.#place);
    this.#cloud = new CloudTrouble(this.#place);
    this.#acts = {
      ...this.#platformActs(),
      ...this.#cloud.acts,
      ...this.#workloads.acts,
      ...new Operators(this.#place).acts,
    };
  }

  start(): void {
    for (const fault of FAULT_NAMES) if (fault in this.#acts) this.#often(fault);
    this.#balance();
  }

  /** The end of all trouble. A little of it stays, as it would: something that only a person can repair. */
  heal(chance: Chance): void {
    const { outages, world, witness, processes, clock } = this.#place.sim;
    outages.end();
    world.cloud.noCapacity = undefined;
    world.cloud.readAgeMs = () => 0;
    world.cluster.denial = undefined;
    for (const { metadata } of this.#place.nodes())
      if (this.#place.isAlive(metadata.name)) world.setReady(metadata.name, 'True');
    this.#cloud.startKubelets();
    if (chance.is(0.7)) this.#habits.letGo();
    if (chance.is(0.7)) this.#workloads.openBudgets();
    const group = world.cloud.groups.get(GROUP);
    if (group) group.maxSize = Math.max(group.maxSize, group.desired + 5);
    this.#cloud.scaleUp();
    for (const process of processes) process.clock.wallOffMs = 0;
    clock.after(1, () => world.nudge());
    witness.ledger.note('healed');
  }

  #often(fault: FaultName): void {
    const { sim, chance } = this.#place;
    const ms = sim.faults.nextIn(fault, chance);
    if (ms === undefined) return;
    sim.clock.after(ms, () => {
      if (!sim.faults.comes(fault)) return;
      this.#acts[fault]?.();
      this.#often(fault);
    });
  }

  /** The platform under drover: its services and its processes. */
  #platformActs(): Acts {
    const { sim, chance } = this.#place;
    const down = (service: Service) => () => sim.outages.begin(service, this.#place.long());
    return {
      'kubernetes-down': down('kubernetes'),
      'aws-down': down('aws'),
      'slack-down': down('slack'),
      'redis-down': down('redis'),
      'audit-full': down('disk'),
      'cut-off': () => {
        const process = chance.pick(sim.processes);
        if (process) sim.outages.begin('kubernetes', chance.between(1_000, 120_000), process);
      },
      forbidden: () =>
        sim.outages.forbid(chance.pick(['kubernetes', 'aws', 'slack'] as const) ?? 'aws', this.#place.long()),
      'redis-wiped': () => sim.queue.wipe(),
      crash: () => chance.pick(sim.processes)?.crash('kill -9'),
      restart: () => void chance.pick(sim.processes)?.stop(),
      'clock-set': () => {
        const process = chance.pick(sim.processes);
        if (process) process.clock.wallOffMs = chance.between(-WALL_OFF_MAX_MS, WALL_OFF_MAX_MS);
        sim.witness.ledger.note('wall clock');
      },
    };
  }

  #balance(): void {
    const { world, faults } = this.#place.sim;
    world.cloud.balance(GROUP);
    if (faults.isStopped) this.#cloud.helpByHand();
    // What was ended at the last moment of trouble leaves pods without a node only later.
    if (faults.isStopped) this.#cloud.scaleUp();
    this.#place.sim.clock.after(BALANCE_MS, () => this.#balance());
  }
}
