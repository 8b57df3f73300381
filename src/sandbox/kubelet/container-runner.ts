import type { WorldTimer } from '../clock.ts';
import type { Container, ContainerState, ContainerStatus } from '../controllers/kinds/pod.ts';
import type { Behaviour } from './behaviour.ts';
import type { ContainerParts, ContainerRole } from './container-parts.ts';
import { preStopMs } from './pre-stop.ts';
import { probePlan, probeTimes } from './probe-times.ts';
import type { Process } from './process-table.ts';
import { RestartBackoff } from './restart-backoff.ts';
import { TimerSet } from './timer-set.ts';

/** Exit codes as the runtime reports them. */
const KILLED = 137;
const TERMINATED = 143;

/** The least that a container gets after its preStop hook has used up the grace. */
const LAST_GRACE_MS = 2_000;

/** One container from its image to its end, and again after that if it is to be restarted. */
export class ContainerRunner {
  readonly spec: Container;
  readonly role: ContainerRole;
  #parts: ContainerParts;
  #behaviour: Behaviour;
  #state: ContainerState = { waiting: { reason: 'ContainerCreating' } };
  #lastState: ContainerState = {};
  #restarts = 0;
  #starts = 0;
  #startedAt = 0;
  #isReady = false;
  #isStarted = false;
  #isStopping = false;
  #hasEnded = false;
  #process: Process | undefined;
  #timers: TimerSet;
  #kill: { due: number; timer: WorldTimer } | undefined;
  #backoff: RestartBackoff;

  constructor(parts: ContainerParts) {
    this.#parts = parts;
    this.spec = parts.spec;
    this.role = parts.role;
    this.#behaviour = parts.behaviour();
    this.#timers = new TimerSet(parts.clock);
    this.#backoff = new RestartBackoff(parts.clock);
    if (parts.role !== 'main') this.#state = { waiting: { reason: 'PodInitializing' } };
  }

  get isRunning(): boolean {
    return this.#state.running !== undefined;
  }

  get isReady(): boolean {
    return this.#isReady;
  }

  /** It runs, and its startup probe (if it has one) has passed. */
  get isStarted(): boolean {
    return this.#isStarted;
  }

  /** It has ended for good; undefined while it runs or may run again. */
  get exitCode(): number | undefined {
    return this.#hasEnded ? this.#state.terminated?.exitCode : undefined;
  }

  get status(): ContainerStatus {
    const { name, image = '' } = this.spec;
    return {
      name,
      state: this.#state,
      lastState: this.#lastState,
      ready: this.#isReady,
      restartCount: this.#restarts,
      image,
      imageID: this.#starts > 0 ? `${image}@sha256:${'0'.repeat(64)}` : '',
      ...(this.#starts > 0 && { containerID: this.#containerId() }),
      started: this.#isStarted,
    };
  }

  /** Pulls the image and starts. */
  begin(): void {
    const { pull, note } = this.#parts;
    const pullMs = pull();
    const image = this.spec.image ?? '';
    if (pullMs > 0) note('Normal', 'Pulling', `Pulling image "${image}"`);
    this.#timers.after(pullMs, () => {
      const took = `${(pullMs / 1000).toFixed(3)}s`;
      const done =
        pullMs > 0
          ? `Successfully pulled image "${image}" in ${took}`
          : `Container image "${image}" already present on machine`;
      note('Normal', 'Pulled', done);
      this.#run();
    });
  }

  /** Ends it as a deletion does: preStop, SIGTERM, SIGKILL at the instant `killAt`. */
  stop(killAt: number): void {
    this.#isStopping = true;
    if (!this.isRunning) {
      this.#cancelTimers();
      return;
    }
    const { clock, note } = this.#parts;
    note('Normal', 'Killing', `Stopping container ${this.spec.name}`);
    this.#cancelTimers();
    const hookEnds = clock.now() + preStopMs(this.spec.lifecycle);
    const overrun = hookEnds >= killAt ? LAST_GRACE_MS : 0;
    this.#timers.at(Math.min(hookEnds, killAt), () => this.#sigterm());
    this.#killAt(killAt + overrun);
  }

  /** The grace was shortened. */
  hurry(killAt: number): void {
    if (this.isRunning && this.#kill && killAt < this.#kill.due) this.#killAt(killAt);
  }

  /** It ends at once, whatever it does: SIGKILL. */
  destroy(): void {
    this.#isStopping = true;
    if (this.isRunning) this.#end(KILLED, 'Error');
    this.#cancelTimers();
  }

  /** The machine under it died: nobody is left to report anything. */
  vanish(): void {
    this.#cancelTimers();
    if (this.#process) this.#parts.processes.change(this.#process, 'ended');
  }

  #run(): void {
    const { clock, note, processes, address } = this.#parts;
    this.#behaviour = this.#parts.behaviour();
    this.#starts += 1;
    this.#startedAt = clock.now();
    this.#state = { running: { startedAt: clock.isoSeconds() } };
    note('Normal', 'Created', `Created container: ${this.spec.name}`);
    note('Normal', 'Started', `Started container ${this.spec.name}`);
    const place = address();
    if (place !== undefined && this.role !== 'init') {
      const ports = (this.spec.ports ?? []).map(({ containerPort }) => containerPort);
      this.#process = processes.start(place, ports, this.#behaviour.errorShare);
    }
    this.#planLife();
    this.#planProbes();
    this.#parts.onChange();
  }

  /** What the program does by itself. */
  #planLife(): void {
    const { startSeconds, runSeconds, exitCode, crashAfterSeconds, oomAfterSeconds, hangAfterSeconds } =
      this.#behaviour;
    this.#timers.after(startSeconds * 1000, () => this.#become('listening'));
    if (hangAfterSeconds !== undefined) this.#timers.after(hangAfterSeconds * 1000, () => this.#hang());
    if (crashAfterSeconds !== undefined)
      this.#timers.after(crashAfterSeconds * 1000, () => this.#end(1, 'Error'));
    if (oomAfterSeconds !== undefined)
      this.#timers.after(oomAfterSeconds * 1000, () => this.#end(KILLED, 'OOMKilled'));
    if (runSeconds === undefined) return;
    this.#timers.after(runSeconds * 1000, () => this.#end(exitCode, exitCode === 0 ? 'Completed' : 'Error'));
  }

  #planProbes(): void {
    const plan = probePlan(this.spec, this.#behaviour, this.#startedAt);
    const { failure } = plan;
    if (failure) this.#timers.at(failure.at, () => this.#failProbe(failure.kind));
    if (plan.startedAt === undefined) return;
    if (plan.startedAt > this.#startedAt) this.#timers.at(plan.startedAt, () => this.#markStarted());
    else this.#isStarted = true;
    if (plan.readyAt === undefined) return;
    if (plan.readyAt > this.#startedAt) this.#timers.at(plan.readyAt, () => this.#setReady(true));
    else this.#isReady = this.role !== 'init';
  }

  #markStarted(): void {
    this.#isStarted = true;
    this.#parts.onChange();
  }

  #setReady(isReady: boolean): void {
    if (this.#isReady === isReady || !this.isRunning) return;
    this.#isReady = isReady;
    if (!isReady) this.#parts.note('Warning', 'Unhealthy', 'Readiness probe failed: connection refused');
    this.#parts.onChange();
  }

  /** It answers no more: readiness notices, and liveness ends it. */
  #hang(): void {
    this.#become('hung');
    const now = this.#parts.clock.now();
    this.#planUnready(now);
    const { livenessProbe } = this.spec;
    if (!livenessProbe) return;
    this.#timers.at(probeTimes(livenessProbe, this.#startedAt).failsAt(now), () =>
      this.#failProbe('liveness'),
    );
  }

  #planUnready(since: number): void {
    const { readinessProbe } = this.spec;
    if (!readinessProbe || !this.#isReady) return;
    this.#timers.at(probeTimes(readinessProbe, this.#startedAt).failsAt(since), () => this.#setReady(false));
  }

  #failProbe(kind: 'startup' | 'liveness'): void {
    const { note, clock } = this.#parts;
    const name = kind === 'startup' ? 'Startup' : 'Liveness';
    note('Warning', 'Unhealthy', `${name} probe failed: connection refused`);
    note('Normal', 'Killing', `Container ${this.spec.name} failed ${kind} probe, will be restarted`);
    this.#cancelTimers();
    const hookMs = preStopMs(this.spec.lifecycle);
    this.#timers.after(hookMs, () => this.#sigterm());
    this.#killAt(clock.now() + hookMs + LAST_GRACE_MS);
  }

  #sigterm(): void {
    switch (this.#behaviour.onSigterm) {
      case 'exit':
        this.#end(TERMINATED, 'Error');
        return;
      case 'drain':
        this.#timers.after(this.#behaviour.lameDuckSeconds * 1000, () => this.#drain());
        return;
      case 'ignore':
        return;
    }
  }

  #drain(): void {
    this.#become('closing');
    this.#planUnready(this.#parts.clock.now());
    this.#timers.after(this.#behaviour.drainSeconds * 1000, () => this.#end(0, 'Completed'));
  }

  #killAt(due: number): void {
    this.#kill?.timer.cancel();
    this.#kill = { due, timer: this.#parts.clock.at(due, () => this.#end(KILLED, 'Error')) };
  }

  #become(state: 'listening' | 'closing' | 'hung'): void {
    if (this.#process) this.#parts.processes.change(this.#process, state);
  }

  #end(exitCode: number, reason: string): void {
    const { clock, processes, onChange, restartPolicy } = this.#parts;
    this.#cancelTimers();
    if (this.#process) processes.change(this.#process, 'ended');
    this.#process = undefined;
    const terminated = {
      exitCode,
      reason,
      startedAt: clock.isoSeconds(this.#startedAt),
      finishedAt: clock.isoSeconds(),
      containerID: this.#containerId(),
    };
    this.#state = { terminated };
    this.#isReady = this.role === 'init' && exitCode === 0;
    this.#isStarted = false;
    const again = restartPolicy === 'Always' || (restartPolicy === 'OnFailure' && exitCode !== 0);
    this.#hasEnded = !again || this.#isStopping;
    if (!this.#hasEnded) this.#restart();
    onChange();
  }

  #restart(): void {
    const { note } = this.#parts;
    const waitMs = this.#backoff.next(this.#startedAt);
    this.#lastState = this.#state;
    if (waitMs > 0) {
      const message = `back-off ${waitMs / 1000}s restarting failed container=${this.spec.name}`;
      this.#state = { waiting: { reason: 'CrashLoopBackOff', message } };
      note('Warning', 'BackOff', `Back-off restarting failed container ${this.spec.name}`);
    }
    this.#timers.after(waitMs, () => {
      this.#restarts += 1;
      this.begin();
    });
  }

  #containerId(): string {
    return `containerd://${this.spec.name}-${this.#starts}`;
  }

  #cancelTimers(): void {
    this.#timers.cancel();
    this.#kill?.timer.cancel();
    this.#kill = undefined;
  }
}
