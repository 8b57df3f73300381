import { handleInbox } from '../../../src/app/inbox/handle-inbox.ts';
import { ClusterEngine } from '../../../src/app/cluster-engine.ts';
import type { GroupHandle } from '../../../src/app/directory.ts';
import { Leadership } from '../../../src/app/leadership.ts';
import type { ConversationPorts } from '../../../src/app/ports.ts';
import { RecentKeys } from '../../../src/app/recent-keys.ts';
import { createRootPace } from '../../../src/app/root-pace.ts';
import type { InboxItem } from '../../../src/core/request/inbox-item.ts';
import { INBOX_QUEUE, announcementsQueue, rolloutsQueue } from '../../../jobs/definitions.ts';
import { tellRolloutJob } from '../../../jobs/tell-rollout.ts';
import { tickRolloutJob } from '../../../jobs/tick-rollout.ts';
import type { Pod } from '../../../src/core/fleet/pod.ts';
import type { AuditEntry } from '../../../src/ports/audit-log.ts';
import { MemoryCloudFacts } from '../../fakes/ports/memory-cloud-facts.ts';
import { MemoryNodeGroups } from '../../fakes/ports/memory-node-groups.ts';
import { checkSecrets } from '../witness/secrets.ts';
import type { Chance } from './chance.ts';
import type { Service } from './outages.ts';
import { ProcessClock } from './process-clock.ts';
import { SingleFlight } from '../../../src/app/single-flight.ts';
import { ProcessWire } from './process-wire.ts';
import type { Sim } from './sim.ts';
import { simRenderer } from './sim-renderer.ts';

/** The duration is the default (configuration.md); it is renewed less often, which is a third of all events. */
const LEASE = { durationMs: 15_000, renewMs: 10_000, retryMs: 4_000 };
const QUIET_PERIOD_MS = 60_000;

/** As in src/main.ts. */
const STOP_MAX_MS = 30_000;

/** How far a process's own clock may drift. */
const DRIFT_MAX = 0.08;

/**
 * One drover process, composed as in src/compose, over wires of the simulation. It can be killed, frozen and stopped;
 * after a kill nothing of it ever runs again, but what it has sent may still arrive.
 */
export class EngineProcess {
  readonly name: string;
  readonly chance: Chance;
  /** For the audit log alone: so many lines are written that they would shift what everything else draws. */
  readonly auditChance: Chance;
  readonly clock: ProcessClock;
  readonly wires: Readonly<Record<Service, ProcessWire>>;
  /** The pod it runs in; undefined: somewhere else. */
  readonly pod: Pod | undefined;
  /** Intents in its audit log, in order. */
  readonly intents: AuditEntry[] = [];
  readonly #sim: Sim;
  readonly #leader: Leadership;
  readonly #engine: ClusterEngine;
  #alive = true;
  #stopping = false;
  #pausedUntil = 0;
  #mailbox: (() => void)[] = [];

  constructor(sim: Sim, name: string, pod: Pod | undefined) {
    this.#sim = sim;
    this.name = name;
    this.pod = pod;
    const ownNode = pod?.spec.nodeName;
    this.chance = sim.chance.fork(`process ${name}`);
    this.auditChance = sim.chance.fork(`audit ${name}`);
    const drifts = sim.faults.strikes('clock-drift', this.chance);
    this.clock = new ProcessClock(
      sim.clock,
      this,
      drifts ? 1 + this.chance.between(-DRIFT_MAX, DRIFT_MAX) : 1,
    );
    const wire = (service: Service): ProcessWire => new ProcessWire(sim, this, service);
    this.wires = {
      kubernetes: wire('kubernetes'),
      aws: wire('aws'),
      slack: wire('slack'),
      redis: wire('redis'),
      disk: wire('disk'),
    };
    const ports = this.#ports();
    const handle: GroupHandle = {
      settings: sim.settings,
      ports,
      own: { node: ownNode },
      plans: new SingleFlight(),
    };
    const lease = sim.lease.as(this.wires.kubernetes);
    this.#leader = new Leadership({ lease, clock: this.clock, log: ports.log }, name, LEASE, (leading) =>
      this.#onLeading(leading),
    );
    this.#engine = new ClusterEngine({
      groups: [handle],
      leader: this.#leader,
      self: {
        leader: this.#leader,
        quietPeriodMs: QUIET_PERIOD_MS,
        ownNode,
      },
      wakes: { start: (onChange) => sim.wakes.start(this, onChange) },
      pace: createRootPace(this.clock),
      slotName: (nodeGroup) => `drover-${nodeGroup}`,
    });
    this.#listenToInbox(handle, ports);
    this.#engine.start();
    void this.#leader.run();
    sim.trace.note('started', name, () => (ownNode ? `on ${ownNode}` : ''));
  }

  get epoch(): number {
    return this.#leader.epoch;
  }

  /** Not killed; it may be frozen. */
  get isAlive(): boolean {
    return this.#alive;
  }

  get isPaused(): boolean {
    return this.#sim.clock.now() < this.#pausedUntil;
  }

  /** Neither killed nor frozen nor on its way out. */
  get isRunning(): boolean {
    return this.#alive && !this.isPaused && !this.#stopping;
  }

  /** Hands something to the process: an answer, a timer. A frozen one gets it when it wakes, a dead one never. */
  deliver(work: () => void): void {
    if (!this.#alive) return;
    if (this.isPaused) this.#mailbox.push(work);
    else work();
  }

  crash(why: string): void {
    if (!this.#alive) return;
    this.#alive = false;
    this.#sim.disturbedAt = this.#sim.clock.now();
    this.#mailbox = [];
    this.#sim.trace.note('killed', this.name, () => why);
    this.#sim.onProcessGone(this);
  }

  /** SIGSTOP, and SIGCONT after so long. */
  pause(ms: number): void {
    const until = this.#sim.clock.now() + ms;
    if (!this.#alive || until <= this.#pausedUntil) return;
    this.#pausedUntil = until;
    this.#sim.trace.note('frozen', this.name, () => `for ${(ms / 1_000).toFixed(1)} s`);
    this.#sim.clock.after(ms, () => this.#wakeUp());
  }

  /** SIGTERM: as src/compose does, then it is gone. */
  async stop(): Promise<void> {
    if (!this.isRunning) return;
    this.#stopping = true;
    this.#sim.trace.note('stopping', this.name, () => '');
    this.#sim.clock.after(STOP_MAX_MS, () => this.crash('it did not stop in time'));
    await this.#engine.stop();
    this.#closeWorkers();
    await this.#leader.release();
    this.crash('it has stopped');
  }

  #wakeUp(): void {
    if (!this.#alive || this.isPaused) return;
    this.#sim.disturbedAt = this.#sim.clock.now();
    const waiting = this.#mailbox;
    this.#mailbox = [];
    this.#sim.trace.note('awake', this.name, () => `${waiting.length} answers and timers waited`);
    for (const work of waiting) this.#sim.clock.after(0, () => this.deliver(work));
  }

  #workers: readonly { close(): void }[] = [];

  #onLeading(leading: boolean): void {
    this.#sim.trace.note(leading ? 'leads' : 'does not lead', this.name, () => `epoch ${this.#leader.epoch}`);
    this.#closeWorkers();
    if (!leading) return;
    const { queue, settings } = this.#sim;
    const tick = tickRolloutJob(async (nodeGroup) => {
      const outcome = await this.#engine.tick(nodeGroup);
      const why = outcome.kind === 'wait' ? `for ${outcome.forMs} ms: ${outcome.why}` : '';
      this.#sim.trace.note('ticked', this.name, () => `${outcome.kind} ${why}`);
      return outcome;
    });
    const tell = tellRolloutJob(async (nodeGroup) => this.#engine.announce(nodeGroup));
    this.#workers = [
      queue.listen(rolloutsQueue(settings.cluster), this, tick),
      queue.listen(announcementsQueue(settings.cluster), this, tell),
    ];
    this.#engine.wakeAll();
  }

  #closeWorkers(): void {
    for (const worker of this.#workers) worker.close();
    this.#workers = [];
  }

  #listenToInbox(handle: GroupHandle, ports: ConversationPorts): void {
    const recent = new RecentKeys(this.clock);
    const directory = { teamId: this.#sim.teamId, groups: [handle] };
    this.#sim.queue.listen(INBOX_QUEUE, this, async (job) => {
      const item = job.data as InboxItem;
      if (!recent.isNew(item.dedupeKey)) return;
      this.#sim.trace.note('request', this.name, () => describe(item));
      await handleInbox(ports, directory, item);
    });
  }

  #ports(): ConversationPorts {
    const { sim, wires } = { sim: this.#sim, wires: this.wires };
    return {
      cluster: sim.world.cluster.as(wires.kubernetes),
      nodeGroups: new MemoryNodeGroups(sim.world.cloud, wires.aws),
      facts: new MemoryCloudFacts(sim.world.cloud, wires.aws),
      slots: sim.slots.as(wires.kubernetes),
      threads: sim.threads.as(wires.kubernetes),
      clock: this.clock,
      log: {
        info: (message, fields) => checkSecrets(sim.witness, 'a log line', [message, fields]),
        warn: (message, fields) => {
          checkSecrets(sim.witness, 'a log line', [message, fields]);
          sim.trace.note('log', this.name, () => `${message} ${JSON.stringify(fields ?? {})}`);
        },
        error: (message, fields) => {
          checkSecrets(sim.witness, 'a log line', [message, fields]);
          sim.witness.onErrorLog(this, message, fields ?? {});
        },
      },
      audit: {
        append: async (entry) =>
          wires.disk.run('append audit', () => {
            checkSecrets(sim.witness, 'the audit log', entry);
            if (entry.stage === 'intent') this.intents.push(entry);
          }),
      },
      secure: sim.secure,
      chat: sim.chat.as(wires.slack),
      render: simRenderer,
      queue: sim.queue.as(wires.redis),
    };
  }
}

function describe(item: InboxItem): string {
  const what = item.kind === 'click' ? `${item.verb} ${item.rollout}` : `/patch ${item.text}`;
  return `${item.sender.userId}: ${what}`;
}
