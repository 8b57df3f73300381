import { claimNames } from '../scheduler/pod-claims.ts';
import type { WorldTimer } from '../clock.ts';
import { isFinished, isTerminating, type Container, type Pod } from '../controllers/kinds/pod.ts';
import { behaviourOf } from './behaviour.ts';
import type { ContainerRole } from './container-parts.ts';
import { ContainerRunner } from './container-runner.ts';
import type { PodHost } from './pod-host.ts';
import { TimerSet } from './timer-set.ts';
import { isInitialized, podStatusOf, type PodView } from './pod-status.ts';

/** A pod whose volumes cannot be mounted says so this often; world ms. */
const MOUNT_COMPLAINT_MS = 123_000;

type Stage = 'waiting' | 'preparing' | 'initialising' | 'running' | 'stopping' | 'over';

/** One pod on its node, from the moment the kubelet sees it until nothing is left of it. */
export class PodRunner {
  readonly uid: string;
  #host: PodHost;
  #pod: Pod;
  #stage: Stage = 'waiting';
  #inits: ContainerRunner[];
  #mains: ContainerRunner[];
  #podIp: string | undefined;
  #startTime: string;
  #timers: TimerSet;
  #complaint: WorldTimer | undefined;
  #begun = 0;
  /** The version of its own last report: a change with that version is no news. */
  #written: string | undefined;
  #grace = Number.POSITIVE_INFINITY;

  constructor(host: PodHost, pod: Pod) {
    this.#host = host;
    this.#timers = new TimerSet(host.clock);
    this.#pod = pod;
    this.uid = pod.metadata.uid;
    this.#startTime = pod.status?.startTime ?? host.clock.isoSeconds();
    this.#inits = (pod.spec.initContainers ?? []).map((container) =>
      this.#runner(container, container.restartPolicy === 'Always' ? 'sidecar' : 'init'),
    );
    this.#mains = pod.spec.containers.map((container) => this.#runner(container, 'main'));
    if (isFinished(pod)) this.#stage = 'over';
  }

  /** The kubelet looks at the pod: it is new, it was changed, or what it waits for may be there. */
  sync(pod: Pod): void {
    this.#pod = pod;
    if (this.#stage === 'over') this.#removeIfDeleted();
    else if (isTerminating(pod)) this.#stop();
    else if (this.#stage === 'waiting') this.#tryPrepare();
    else if (pod.metadata.resourceVersion !== this.#written) this.#write();
  }

  /** What it waits for may be there. */
  retry(): void {
    if (this.#stage === 'waiting' && !isTerminating(this.#pod)) this.#tryPrepare();
  }

  /** The object is gone from the API: whatever still runs is killed. */
  abandon(): void {
    this.#cancelTimers();
    for (const container of this.#all()) container.destroy();
    this.#leave();
  }

  /** The machine died under it. */
  vanish(): void {
    this.#cancelTimers();
    for (const container of this.#all()) container.vanish();
    this.#stage = 'over';
  }

  get isReady(): boolean {
    return this.#stage === 'running' && this.#mains.every(({ isReady }) => isReady);
  }

  #all(): ContainerRunner[] {
    return [...this.#inits, ...this.#mains];
  }

  #runner(spec: Container, role: ContainerRole): ContainerRunner {
    const { clock, processes, random, traits, pull } = this.#host;
    const policy = this.#pod.spec.restartPolicy ?? 'Always';
    return new ContainerRunner({
      clock,
      processes,
      spec,
      role,
      behaviour: () => behaviourOf(this.#pod, spec, role === 'init', traits, random),
      pull: () => pull(spec.image ?? ''),
      address: () => this.#podIp,
      restartPolicy: policyFor(role, policy),
      note: (type, reason, message) => this.#note(type, reason, message, role, spec.name),
      onChange: () => this.#onContainerChange(),
    });
  }

  #tryPrepare(): void {
    const { hasNetwork, volumeProblem, useVolumes } = this.#host;
    if (claimNames(this.#pod).length > 0) useVolumes(this.#pod, true);
    this.#write();
    if (!this.#usesHostNetwork() && !hasNetwork()) return;
    const problem = volumeProblem(this.#pod);
    if (problem === undefined) this.#prepare();
    else this.#complainLater();
  }

  #usesHostNetwork(): boolean {
    return this.#pod.spec.hostNetwork === true;
  }

  #complainLater(): void {
    this.#complaint ??= this.#host.clock.after(MOUNT_COMPLAINT_MS, () => {
      this.#complaint = undefined;
      const problem = this.#host.volumeProblem(this.#pod);
      if (this.#stage !== 'waiting' || problem === undefined) return;
      this.#host.record({ about: this.#pod, type: 'Warning', reason: 'FailedMount', message: problem });
      this.#complainLater();
    });
  }

  #prepare(): void {
    this.#stage = 'preparing';
    this.#complaint?.cancel();
    const { random, settings } = this.#host;
    const draw = ({ fromMs, toMs }: { fromMs: number; toMs: number }): number => random.between(fromMs, toMs);
    const mountMs = claimNames(this.#pod).length > 0 ? draw(settings.mountMs) : 0;
    this.#timers.after(mountMs + draw(settings.sandboxMs), () => {
      this.#podIp = this.#usesHostNetwork() ? this.#host.ip : this.#host.takeAddress();
      this.#stage = 'initialising';
      this.#write();
      this.#goOn();
    });
  }

  /** Init containers one after another, then all others at once. */
  #goOn(): void {
    const next = this.#inits[this.#begun];
    const before = this.#inits[this.#begun - 1];
    const isOpen =
      before !== undefined && (before.role === 'sidecar' ? !before.isStarted : before.exitCode !== 0);
    if (isOpen) return;
    if (next) {
      this.#begun += 1;
      next.begin();
      return;
    }
    if (!isInitialized({ inits: this.#inits })) return;
    this.#stage = 'running';
    for (const container of this.#mains) container.begin();
  }

  #onContainerChange(): void {
    if (this.#stage === 'stopping') {
      this.#finishStop();
      return;
    }
    if (this.#stage === 'initialising') this.#goOn();
    this.#write();
    if (this.#stage === 'running' && this.#mains.every(({ exitCode }) => exitCode !== undefined))
      this.#complete();
  }

  /** All its programs have ended by themselves: sidecars are not needed any more. */
  #complete(): void {
    this.#stage = 'over';
    for (const container of this.#inits) container.destroy();
    this.#write();
    this.#leave();
  }

  #stop(): void {
    // The grace counts from when the kubelet hears of it; a later deletion may only shorten it.
    const grace = this.#pod.metadata.deletionGracePeriodSeconds ?? 0;
    const killAt = this.#host.clock.now() + grace * 1000;
    const isShorter = grace < this.#grace;
    this.#grace = Math.min(grace, this.#grace);
    if (this.#stage === 'stopping') {
      if (isShorter) for (const container of this.#all()) container.hurry(killAt);
      return;
    }
    const hasBegun = this.#stage === 'initialising' || this.#stage === 'running';
    this.#stage = 'stopping';
    this.#cancelTimers();
    // Sidecars serve the others to the end: they are stopped after them.
    for (const container of hasBegun ? [...this.#mains, ...this.#plainInits()] : []) container.stop(killAt);
    this.#finishStop();
  }

  #plainInits(): ContainerRunner[] {
    return this.#inits.filter(({ role }) => role === 'init');
  }

  #finishStop(): void {
    const others = [...this.#mains, ...this.#plainInits()];
    if (others.some(({ isRunning }) => isRunning)) {
      this.#write();
      return;
    }
    const sidecar = this.#inits.findLast(({ role, isRunning }) => role === 'sidecar' && isRunning);
    if (sidecar) {
      this.#stage = 'stopping';
      sidecar.destroy();
      return;
    }
    if (this.#stage !== 'stopping') return;
    this.#stage = 'over';
    this.#write();
    this.#leave();
    this.#removeIfDeleted();
  }

  /** The kubelet has the last word on a deletion: it removes the object. */
  #removeIfDeleted(): void {
    if (!isTerminating(this.#pod)) return;
    const { namespace, name, uid } = this.#pod.metadata;
    this.#host.cluster.delete('pods', namespace, name, { graceSeconds: 0, uid });
  }

  #leave(): void {
    this.#stage = 'over';
    if (claimNames(this.#pod).length > 0) this.#host.useVolumes(this.#pod, false);
  }

  #write(): void {
    const { cluster, clock } = this.#host;
    const { namespace, name } = this.#pod.metadata;
    const current = cluster.get<Pod>('pods', namespace, name);
    if (!current || current.metadata.uid !== this.uid) return;
    if (isFinished(current) && !isTerminating(current) && this.#stage !== 'over') return;
    const written = cluster.edit<Pod>('pods', namespace, name, (draft) => {
      draft.status = podStatusOf(draft, this.#view(), clock.isoSeconds());
    });
    this.#written = written?.metadata.resourceVersion;
  }

  #view(): PodView {
    return {
      inits: this.#inits,
      mains: this.#mains,
      podIp: this.#podIp,
      hostIp: this.#host.ip,
      startTime: this.#startTime,
      isStopped: this.#stage === 'over' && isTerminating(this.#pod),
    };
  }

  #note(
    type: 'Normal' | 'Warning',
    reason: string,
    message: string,
    role: ContainerRole,
    name: string,
  ): void {
    const { namespace, name: podName, uid } = this.#pod.metadata;
    const place = role === 'main' ? 'containers' : 'initContainers';
    // A restart that is held back names the pod too.
    const full = reason === 'BackOff' ? `${message} in pod ${podName}_${namespace}(${uid})` : message;
    this.#host.record({ about: this.#pod, type, reason, message: full, fieldPath: `spec.${place}{${name}}` });
  }

  #cancelTimers(): void {
    this.#timers.cancel();
    this.#complaint?.cancel();
    this.#complaint = undefined;
  }
}

function policyFor(role: ContainerRole, policy: string): string {
  if (role === 'sidecar') return 'Always';
  // An init container that succeeded is not run again.
  return role === 'init' && policy === 'Always' ? 'OnFailure' : policy;
}
