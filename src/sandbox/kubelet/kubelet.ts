import { createEventRecorder, type EventRecorder } from '../controllers/event-recorder.ts';
import { conditionOf, withCondition } from '../controllers/kinds/condition.ts';
import type { Node } from '../controllers/kinds/node.ts';
import type { Pod } from '../controllers/kinds/pod.ts';
import type { ImageTraits, Machine } from '../machines.ts';
import { kubeletConditions, nodeDraft, sizeOf } from './node-draft.ts';
import { NodeHeartbeat } from './node-heartbeat.ts';
import { networkAgentsRun } from './network-agents.ts';
import { NodeVolumes } from './node-volumes.ts';
import type { PodHost } from './pod-host.ts';
import { PodRunner } from './pod-runner.ts';
import { TimerSet } from './timer-set.ts';

/** A name that a former node still holds is tried again after this time; world ms. */
const RETRY_MS = 5_000;

export type KubeletParts = Pick<
  PodHost,
  'cluster' | 'clock' | 'random' | 'processes' | 'settings' | 'takeAddress'
> & {
  readonly machine: Machine;
  readonly traits: ImageTraits;
  /** World instant at which the machine was powered on. */
  readonly poweredOnAt: number;
};

/** The kubelet on one machine: registers its node, runs its pods, and dies with it. */
export class Kubelet {
  readonly machine: Machine;
  #parts: KubeletParts;
  #record: EventRecorder;
  #runners = new Map<string, PodRunner>();
  #images = new Set<string>();
  #volumes: NodeVolumes;
  #heartbeat: NodeHeartbeat;
  #host: PodHost;
  #timers: TimerSet;
  #registeredAt: number | undefined;
  #isReady = false;

  constructor(parts: KubeletParts) {
    const { cluster, machine, settings, random } = parts;
    this.#parts = parts;
    this.#timers = new TimerSet(parts.clock);
    this.machine = machine;
    this.#record = createEventRecorder(cluster, { component: 'kubelet', host: this.nodeName });
    this.#volumes = new NodeVolumes(cluster, this.nodeName, settings.mountMs.toMs);
    this.#heartbeat = new NodeHeartbeat(cluster, this.nodeName, settings, () => this.#contradict());
    this.#host = {
      ...parts,
      record: this.#record,
      ip: machine.privateIp,
      hasNetwork: () => this.#isReady,
      pull: (image) => {
        const isThere = this.#images.has(image);
        this.#images.add(image);
        return isThere ? 0 : random.between(settings.pullMs.fromMs, settings.pullMs.toMs);
      },
      volumeProblem: (pod) => this.#volumes.problemOf(pod),
      useVolumes: (pod, isUsed) => this.#volumes.use(pod, isUsed),
    };
  }

  get nodeName(): string {
    return this.machine.privateDnsName;
  }

  /** Has its node been registered? Until then pods of that name are somebody else's. */
  get isRegistered(): boolean {
    return this.#registeredAt !== undefined;
  }

  boot(): void {
    const { traits, poweredOnAt } = this.#parts;
    if (traits.joins) this.#timers.at(poweredOnAt + traits.joinMs, () => this.#register());
  }

  /** Looks at a pod of its node; undefined: the object is gone. */
  sync(uid: string, pod: Pod | undefined): void {
    if (!this.isRegistered) return;
    const known = this.#runners.get(uid);
    if (pod) {
      const runner = known ?? new PodRunner(this.#host, pod);
      this.#runners.set(uid, runner);
      runner.sync(pod);
    } else if (known) {
      this.#runners.delete(uid);
      known.abandon();
    }
    this.#checkNetwork();
  }

  /** What pods wait for may be there: volumes, the network. */
  retryWaiting(): void {
    for (const runner of this.#runners.values()) runner.retry();
  }

  /** The machine is told to shut down: its programs die, and the kubelet may still say so. */
  shutDown(): void {
    const { cluster, clock, settings } = this.#parts;
    this.die();
    if (!settings.announcesShutdown || !this.isRegistered) return;
    cluster.edit<Node>('nodes', undefined, this.nodeName, (draft) => {
      if (draft.spec.providerID !== this.#providerId()) return;
      const condition = {
        type: 'Ready',
        status: 'False',
        reason: 'KubeletNotReady',
        message: 'node is shutting down',
      };
      const now = clock.isoSeconds();
      const conditions = withCondition(
        draft.status?.conditions,
        { ...condition, lastHeartbeatTime: now },
        now,
      );
      draft.status = { ...draft.status, conditions };
    });
  }

  /** Power off: nothing is reported any more. */
  die(): void {
    this.#timers.cancel();
    this.#heartbeat.stop();
    for (const runner of this.#runners.values()) runner.vanish();
    this.#runners.clear();
  }

  #providerId(): string {
    return `aws:///${this.machine.zone}/${this.machine.instanceId}`;
  }

  #pods(): Pod[] {
    const { cluster } = this.#parts;
    return cluster.list<Pod>('pods').filter(({ spec }) => spec.nodeName === this.nodeName);
  }

  #register(): void {
    const { cluster, clock, machine, traits } = this.#parts;
    const present = cluster.get<Node>('nodes', undefined, this.nodeName);
    if (present && present.spec.providerID !== this.#providerId()) {
      this.#timers.after(RETRY_MS, () => this.#register());
      return;
    }
    const node = present ?? cluster.create<Node>('nodes', nodeDraft(machine, traits, clock.isoSeconds()));
    if (!node) throw new Error(`the API refused the node ${this.nodeName}`);
    this.#registeredAt = clock.now();
    this.#record({ about: node, type: 'Normal', reason: 'Starting', message: 'Starting kubelet.' });
    this.#heartbeat.start(node);
    const readyAt = this.#parts.poweredOnAt + traits.joinMs + traits.readyMs;
    this.#timers.at(readyAt, () => this.#checkNetwork());
    for (const pod of this.#pods()) this.sync(pod.metadata.uid, pod);
  }

  /** The node is ready when its time has come and the agents that make its network run. */
  #checkNetwork(): void {
    const { cluster, clock, traits, poweredOnAt } = this.#parts;
    if (this.#isReady || !this.isRegistered) return;
    if (clock.now() < poweredOnAt + traits.joinMs + traits.readyMs) return;
    if (!networkAgentsRun(cluster, this.nodeName, (uid) => this.#runners.get(uid)?.isReady === true)) return;
    this.#isReady = true;
    const node = this.#writeConditions();
    if (!node) return;
    const message = `Node ${this.nodeName} status is now: NodeReady`;
    this.#record({ about: node, type: 'Normal', reason: 'NodeReady', message });
    this.#volumes.registerDriver(node, this.machine.instanceId, sizeOf(this.machine).volumesMax);
    this.#timers.after(0, () => this.retryWaiting());
  }

  /** Somebody took the kubelet for dead while it lives. */
  #contradict(): void {
    const node = this.#parts.cluster.get<Node>('nodes', undefined, this.nodeName);
    if (conditionOf(node?.status?.conditions, 'Ready')?.status === 'Unknown') this.#writeConditions();
  }

  #writeConditions(): Node | undefined {
    const { cluster, clock } = this.#parts;
    const now = clock.isoSeconds();
    return cluster.edit<Node>('nodes', undefined, this.nodeName, (draft) => {
      let conditions = draft.status?.conditions;
      for (const condition of kubeletConditions(this.#isReady, now)) {
        conditions = withCondition(conditions, condition, now);
      }
      draft.status = { ...draft.status, ...(conditions && { conditions }) };
    });
  }
}
