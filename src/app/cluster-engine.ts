import type { WakeSource } from '../ports/wake-source.ts';
import { announceRollout } from './announce-rollout.ts';
import type { AnnounceOutcome, RootPace } from './announce-rollout.ts';
import type { GroupHandle } from './directory.ts';
import { groupKey } from './group-settings.ts';
import type { Leadership } from './leadership.ts';
import type { EngineSelf } from './observe-rollout.ts';
import { TickRunner } from './run-tick.ts';
import { BackOff } from './back-off.ts';
import { SingleFlight } from './single-flight.ts';
import { turnOf } from './speaking-turn.ts';
import type { TickOutcome } from './tick-rollout.ts';

interface EngineParts {
  readonly groups: readonly GroupHandle[];
  readonly leader: Leadership;
  readonly self: EngineSelf;
  readonly wakes: WakeSource;
  readonly pace: RootPace;
  /** The name of a group's slot object, to tell its changes from others. */
  slotName(nodeGroup: string): string;
}

/** How often, in real ms, the pulse looks for groups whose wake-up did not come. */
const PULSE_MS = 1_000;

/** A wake-up may be so late (real ms) before the pulse does its work. */
const LATE_MS = 1_000;

/** A group with nothing to do is looked at again after so much real time. engine.md 2.4: 60 s. */
const RECONCILE_MS = 60_000;

/** A tick that found too little of the lease left is done again so soon, real ms: the lease may be renewed by then. */
const RENEWED_MS = 500;

/** A conversation that failed for what it reads or notes in the cluster is tried again so soon, real ms; Slack's own waits are told by it. */
const TALK_AGAIN_MS = 5_000;

/** Real ms between two wake-ups of one group by changes in the cluster: a burst of events is one look. */
const BURST_MS = 50;

/** How long an engine that stepped aside waits for the standby before it leads again, real ms. */
const STEP_ASIDE_MS = 30_000;

/**
 * One engine's work on one cluster: leads or stands by, ticks the rollouts it leads, keeps their conversations. Wake-ups
 * come from the queue, from changes in the cluster and, when both fail, from its own pulse: Redis may vanish.
 */
export class ClusterEngine {
  readonly #parts: EngineParts;
  readonly #runner = new TickRunner();
  readonly #ticks = new SingleFlight<TickOutcome>();
  readonly #talks = new SingleFlight<AnnounceOutcome>();
  readonly #due = new Map<string, number>();
  readonly #talkDue = new Map<string, number>();
  readonly #working = new Set<string>();
  readonly #backOff: BackOff;
  readonly #lastWake = new Map<string, number>();
  #watch: { stop(): void } | undefined;
  #stopped = false;

  constructor(parts: EngineParts) {
    this.#parts = parts;
    this.#backOff = new BackOff(parts.groups[0]?.ports.clock);
  }

  start(): void {
    this.#watch = this.#parts.wakes.start((kind, _namespace, name) => this.#onChange(kind, name));
    void this.#pulse();
  }

  /** Ends new work and waits for what is under way. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#watch?.stop();
    // A word under way would be said again by a successor that cannot find it yet.
    await Promise.allSettled(
      this.#parts.groups.flatMap(({ settings }) => [
        this.#ticks.settled(groupKey(settings)),
        this.#talks.settled(groupKey(settings)),
      ]),
    );
  }

  /** What the queue's worker calls: one tick, and when to come again. */
  async tick(nodeGroup: string): Promise<TickOutcome> {
    const handle = this.#find(nodeGroup);
    if (!handle) return { kind: 'idle' };
    const key = groupKey(handle.settings);
    const outcome = await this.#ticks.run(key, () =>
      this.#backOff.run(key, () => this.#runner.run(handle.ports, handle.settings, this.#parts.self)),
    );
    this.#note(key, outcome);
    if (outcome.kind === 'hand-over') await this.#stepAside(handle);
    await this.#talkSoon(handle);
    return outcome;
  }

  /** Brings a group's conversation up to date, and says when there is more to say. */
  async announce(nodeGroup: string): Promise<AnnounceOutcome> {
    const handle = this.#find(nodeGroup);
    if (!handle || !this.#parts.leader.isLeading()) return { kind: 'told' };
    const key = groupKey(handle.settings);
    this.#talkDue.delete(key);
    try {
      const outcome = await this.#talks.run(key, () => this.#tell(handle));
      if (outcome.kind === 'later') this.#talkDue.set(key, this.#now() + outcome.afterMs);
      return outcome;
    } catch (error) {
      // Nobody else would try again before the next tick, which may be a minute away (sim seed 22414475).
      this.#talkDue.set(key, this.#now() + TALK_AGAIN_MS);
      throw error;
    }
  }

  #tell({ ports, settings }: GroupHandle): Promise<AnnounceOutcome> {
    const turn = turnOf(this.#parts.leader, () => this.#stopped);
    return announceRollout(ports, settings, this.#parts.pace, turn);
  }

  /** Called when the lease was won: everything that was under way is looked at. */
  wakeAll(): void {
    for (const { settings } of this.#parts.groups) {
      this.#due.set(groupKey(settings), 0);
      this.#backOff.hurry(groupKey(settings));
      void this.#wake(settings.nodeGroup);
    }
  }

  #find(nodeGroup: string): GroupHandle | undefined {
    return this.#parts.groups.find(({ settings }) => settings.nodeGroup === nodeGroup);
  }

  #note(key: string, outcome: TickOutcome): void {
    // Only the one who leads looks again: a standby's pulse does nothing.
    if (outcome.kind === 'not-leading') {
      this.#due.set(key, this.#now() + RENEWED_MS);
      return;
    }
    const waitMs = outcome.kind === 'wait' ? outcome.forMs : RECONCILE_MS;
    this.#due.set(key, this.#now() + waitMs);
    if (outcome.kind === 'wait') this.#working.add(key);
    else this.#working.delete(key);
  }

  #now(): number {
    return this.#parts.groups[0]?.ports.clock.monotonic() ?? 0;
  }

  /** Changes of nodes, pods and budgets matter to groups at work; a change of a slot matters to its group always. */
  #onChange(kind: string, name: string): void {
    if (!this.#parts.leader.isLeading()) return;
    for (const { settings } of this.#parts.groups) {
      // A watch that was cut says only that something may have changed: then every slot may have.
      const isSlot =
        kind === 'configmaps' && (name === '' || name === this.#parts.slotName(settings.nodeGroup));
      const concerns = isSlot || (kind !== 'configmaps' && this.#working.has(groupKey(settings)));
      if (!concerns) continue;
      // What a person did is in the slot: that does not wait for what is down to come back.
      if (isSlot) this.#backOff.hurry(groupKey(settings));
      if (!this.#isQuiet(groupKey(settings))) continue;
      void this.#wake(settings.nodeGroup);
    }
  }

  #isQuiet(key: string): boolean {
    const now = this.#now();
    if (now - (this.#lastWake.get(key) ?? Number.NEGATIVE_INFINITY) < BURST_MS) {
      // Looked at too recently: the pulse of this burst is kept for its end.
      this.#due.set(key, Math.min(this.#due.get(key) ?? 0, now + BURST_MS - LATE_MS));
      return false;
    }
    this.#lastWake.set(key, now);
    return true;
  }

  /** Through the queue; a tick that runs right now is followed by another at once, and without Redis it is done directly. */
  async #wake(nodeGroup: string): Promise<void> {
    const handle = this.#find(nodeGroup);
    if (!handle) return;
    const key = groupKey(handle.settings);
    // The queue may keep a wake-up: a worker that was killed holds its job until the lock runs out. The pulse does not.
    this.#due.set(key, Math.min(this.#due.get(key) ?? 0, this.#now()));
    // A burst of changes while a tick runs is one more tick, not one for each change.
    if (this.#ticks.isAskedAgain(key)) return;
    try {
      if (this.#ticks.isRunning(key)) {
        await this.tick(nodeGroup);
        return;
      }
      await handle.ports.queue.wakeRollout(handle.settings.cluster, nodeGroup);
    } catch {
      await this.tick(nodeGroup).catch((error: unknown) =>
        handle.ports.log.error('a tick failed', { error: String(error) }),
      );
    }
  }

  async #talkSoon(handle: GroupHandle): Promise<void> {
    const { settings, ports } = handle;
    this.#talkDue.set(groupKey(settings), this.#now());
    try {
      await ports.queue.wakeAnnouncer(settings.cluster, settings.nodeGroup);
    } catch {
      await this.#announceHere(handle);
    }
  }

  async #pulse(): Promise<void> {
    const clock = this.#parts.groups[0]?.ports.clock;
    while (clock && !this.#stopped) {
      await clock.sleep(PULSE_MS);
      if (!this.#stopped) this.#beat();
    }
  }

  /** The reconciler and the way without Redis in one: what is overdue is done here, and its wake-up made again. */
  #beat(): void {
    if (!this.#parts.leader.isLeading()) return;
    const isLate = (due: number): boolean => this.#now() >= due + LATE_MS;
    for (const handle of this.#parts.groups) {
      const key = groupKey(handle.settings);
      if (isLate(this.#due.get(key) ?? 0)) this.#tickHere(handle, key);
      if (isLate(this.#talkDue.get(key) ?? Number.POSITIVE_INFINITY)) void this.#announceHere(handle);
    }
  }

  #tickHere({ settings, ports }: GroupHandle, key: string): void {
    this.#due.set(key, this.#now() + RECONCILE_MS);
    this.tick(settings.nodeGroup)
      .then((outcome) => (outcome.kind === 'wait' ? this.#wake(settings.nodeGroup) : undefined))
      .catch((error: unknown) => ports.log.error('a tick failed', { error: String(error), group: key }));
  }

  async #announceHere({ settings, ports }: GroupHandle): Promise<void> {
    await this.announce(settings.nodeGroup).catch((error: unknown) =>
      ports.log.warn('the conversation could not be brought up to date', {
        error: String(error),
        group: groupKey(settings),
      }),
    );
  }

  async #stepAside({ settings, ports }: GroupHandle): Promise<void> {
    ports.log.info('only our own node is left: another engine leads now');
    await this.#talks.settled(groupKey(settings));
    await this.#parts.leader.stepAside(STEP_ASIDE_MS);
  }
}
