import { ENGINE_LABELS } from '../../../src/app/own-engines.ts';
import { isPodReady, isTerminating } from '../../../src/core/fleet/pod.ts';
import type { Pod } from '../../../src/core/fleet/pod.ts';
import type { Chance } from '../kernel/chance.ts';
import type { EngineProcess } from '../kernel/engine-process.ts';
import type { Sim } from '../kernel/sim.ts';

/** How long a container that has died stays away, ms: least and most. */
const BACK_MS = [1_000, 60_000] as const;

/** How often the pods are looked at, ms. */
const LOOK_MS = 1_000;

/**
 * Where drover's processes come from and go to. In some worlds they run in pods of the very nodes that are patched: a
 * pod that is evicted takes its process with it, and its successor brings another one. In others they run elsewhere.
 */
export class EnginePods {
  readonly #sim: Sim;
  readonly #chance: Chance;
  readonly #inside: boolean;
  readonly #byPod = new Map<string, EngineProcess>();
  readonly #backAt = new Map<string, number>();

  constructor(sim: Sim) {
    this.#sim = sim;
    this.#chance = sim.chance.fork('engine pods');
    this.#inside = this.#chance.is(0.6);
    sim.onProcessGone = (process) => this.#comeBack(process);
  }

  /** The Deployment, before anybody asks for anything. */
  stage(): void {
    if (!this.#inside) return;
    const replicas = this.#sim.replicas;
    this.#sim.world.openWorkload({
      name: 'drover-engine',
      namespace: 'drover',
      replicas,
      labels: ENGINE_LABELS,
      ...(replicas > 1 ? { maxUnavailable: 1 } : {}),
    });
  }

  start(): void {
    if (this.#inside) return this.#look();
    for (let n = 0; n < this.#sim.replicas; n++)
      this.#sim.clock.after(this.#chance.between(0, 5_000), () => void this.#sim.startProcess(undefined));
  }

  get podCount(): number {
    return this.#inside ? this.#sim.replicas : 0;
  }

  #look(): void {
    const pods = this.#sim.world.cluster.objects
      .list('pods')
      .filter(({ metadata }) => metadata.labels?.['app'] === 'drover-engine');
    for (const [uid, process] of this.#byPod) {
      const pod = pods.find(({ metadata }) => metadata.uid === uid);
      if (!pod) process.crash('its pod is gone');
      else if (isTerminating(pod)) void process.stop();
    }
    for (const pod of pods) if (isPodReady(pod) && !isTerminating(pod)) this.#run(pod);
    this.#sim.clock.after(LOOK_MS, () => this.#look());
  }

  #run(pod: Pod): void {
    const { uid } = pod.metadata;
    const running = this.#byPod.get(uid);
    if (running?.isAlive || (this.#backAt.get(uid) ?? 0) > this.#sim.clock.now()) return;
    this.#byPod.set(uid, this.#sim.startProcess(pod));
  }

  #comeBack({ pod }: EngineProcess): void {
    const ms = this.#chance.between(...BACK_MS);
    if (pod) this.#backAt.set(pod.metadata.uid, this.#sim.clock.now() + ms);
    else this.#sim.clock.after(ms, () => void this.#sim.startProcess(undefined));
  }
}
