import type { WorldClock } from '../clock.ts';
import { matchesLabelSet } from '../controllers/kinds/label-selector.ts';
import type { Pod } from '../controllers/kinds/pod.ts';
import type { Service } from '../controllers/kinds/service.ts';
import type { ProcessTable } from '../kubelet/process-table.ts';
import type { Cluster } from '../kubernetes/cluster.ts';
import type { ImageBook, ImageTraits, MachineFeed } from '../machines.ts';
import type { Random } from '../random.ts';
import { Burst } from './chance.ts';
import { NodeMeters } from './node-meters.ts';
import type { MeteredNode } from './node-meters.ts';
import { PodMeter } from './pod-meter.ts';
import type { WeatherBook } from './weather.ts';

/** World ms between two steps of all meters. */
export const STEP_MS = 5_000;

/** Of requests that fail in an ordinary program on an ordinary day. */
const BASE_ERRORS = 0.004;

/** Sigmas of the bursts of errors and of load. From 0.6 on, the comparison with the past pauses one window in a hundred. */
const ERROR_SIGMA = 0.4;
const LOAD_SIGMA = 0.2;

/** What an ordinary pod uses. */
const THROTTLED = 0.03;
const MEMORY = 0.45;

const REQUEST_RATE = 'world.sandbox/requests-per-second';

interface Parts {
  readonly cluster: Cluster;
  readonly clock: WorldClock;
  readonly random: Random;
  readonly processes: ProcessTable;
  readonly machines: MachineFeed;
  readonly images: ImageBook;
  readonly weather: WeatherBook;
}

/** A pod with what it has counted. */
export interface MeteredPod {
  /** `namespace/name` of the Service whose requests it answers. */
  readonly service: string;
  readonly namespace: string;
  readonly name: string;
  readonly container: string;
  readonly memoryLimit: number;
  readonly meter: PodMeter;
}

interface ServiceLoad {
  readonly key: string;
  readonly rate: number;
  readonly pods: readonly Pod[];
}

/**
 * What the pods of the world would say of themselves: requests by code, their durations, CPU and memory. Requests come in
 * bursts that all pods of a Service share. It looks at the world and changes nothing in it.
 */
export class PodMeters {
  readonly #parts: Parts;
  readonly #random: Random;
  #bursts = new Map<string, { errors: Burst; load: Burst }>();
  #meters = new Map<string, PodMeter>();
  readonly #nodes: NodeMeters;
  #since = new Map<string, number>();

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#random = parts.random.stream('metrics');
    this.#nodes = new NodeMeters(parts);
  }

  /** Lets so many world ms pass for every meter. */
  step(ms: number): void {
    const seconds = ms / 1_000;
    this.#nodes.step(seconds);
    for (const load of this.#services()) {
      const { errors, load: traffic } = this.#burstsOf(load.key);
      const [errorFactor, loadFactor] = [errors.next(seconds), traffic.next(seconds)];
      const serving = load.pods.filter((pod) => this.#process(pod)?.state === 'listening');
      const each = serving.length === 0 ? 0 : (load.rate * seconds * loadFactor) / serving.length;
      const weather = this.#parts.weather.of(load.key);
      for (const pod of load.pods) {
        const traits = this.#traitsOf(pod);
        const fails = (this.#process(pod)?.errorShare ?? 0) + weather.errorShare;
        this.#meterOf(pod).advance({
          seconds,
          requests: serving.includes(pod) ? each : 0,
          errorShare: BASE_ERRORS * errorFactor + fails,
          slowness: affects(traits?.slows, pod) ? (traits?.slows?.factor ?? 1) : 1,
          throttledShare: affects(traits?.throttles, pod) ? (traits?.throttles?.share ?? 0) : THROTTLED,
          memoryShare: MEMORY + this.#leaked(pod, traits),
        });
      }
    }
  }

  nodes(): readonly MeteredNode[] {
    return this.#nodes.nodes();
  }

  /** All pods that run and have a meter. */
  pods(): readonly MeteredPod[] {
    return this.#services()
      .flatMap(({ key, pods }) => pods.map((pod) => ({ key, pod })))
      .map(({ key, pod }) => ({
        service: key,
        namespace: pod.metadata.namespace ?? '',
        name: pod.metadata.name,
        container: pod.spec.containers[0]?.name ?? '',
        memoryLimit: 512 * 1024 * 1024,
        meter: this.#meterOf(pod),
      }));
  }

  #services(): readonly ServiceLoad[] {
    const { cluster } = this.#parts;
    const pods = cluster.list<Pod>('pods').filter(({ status }) => status?.phase === 'Running');
    return cluster.list<Service>('services').flatMap(({ metadata, spec }): readonly ServiceLoad[] => {
      const { selector } = spec;
      const rate = Number(metadata.annotations?.[REQUEST_RATE] ?? 0);
      if (!selector) return [];
      const mine = pods.filter(
        (pod) =>
          pod.metadata.namespace === metadata.namespace && matchesLabelSet(selector, pod.metadata.labels),
      );
      return [{ key: `${metadata.namespace}/${metadata.name}`, rate: rate > 0 ? rate : 0, pods: mine }];
    });
  }

  #process(pod: Pod): ReturnType<ProcessTable['at']> {
    const address = (pod.status as { readonly podIP?: string } | undefined)?.podIP ?? '';
    return this.#parts.processes.at(address, pod.spec.containers[0]?.ports?.[0]?.containerPort ?? 0);
  }

  #traitsOf({ spec }: Pod): ImageTraits | undefined {
    const { machines, images } = this.#parts;
    const machine = machines.machines().findLast(({ privateDnsName }) => privateDnsName === spec.nodeName);
    return machine && images.get(machine.imageId);
  }

  /** Of its memory limit, more with each second that it runs. */
  #leaked(pod: Pod, traits: ImageTraits | undefined): number {
    const now = this.#parts.clock.now();
    const since = this.#since.get(pod.metadata.uid) ?? now;
    this.#since.set(pod.metadata.uid, since);
    return affects(traits?.leaks, pod) ? ((now - since) / 1_000) * (traits?.leaks?.shareASecond ?? 0) : 0;
  }

  #burstsOf(key: string): { readonly errors: Burst; readonly load: Burst } {
    const known = this.#bursts.get(key);
    if (known) return known;
    const random = this.#random.stream(key);
    const made = { errors: new Burst(ERROR_SIGMA, random), load: new Burst(LOAD_SIGMA, random) };
    this.#bursts.set(key, made);
    return made;
  }

  #meterOf({ metadata }: Pod): PodMeter {
    const known = this.#meters.get(metadata.uid);
    if (known) return known;
    const made = new PodMeter(this.#random.stream(metadata.name));
    this.#meters.set(metadata.uid, made);
    return made;
  }
}

function affects(
  trait: { readonly matchLabels: Readonly<Record<string, string>> } | undefined,
  { metadata }: Pod,
): boolean {
  return trait !== undefined && matchesLabelSet(trait.matchLabels, metadata.labels);
}
