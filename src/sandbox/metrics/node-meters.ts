import type { Node } from '../controllers/kinds/node.ts';
import type { Cluster } from '../kubernetes/cluster.ts';
import type { ImageBook, ImageTraits, MachineFeed } from '../machines.ts';
import type { Random } from '../random.ts';
import { normal } from './chance.ts';

/** What an ordinary node uses: its CPU for so much of the time, its memory to so much, and its programs wait for so much of it. */
const BUSY = 0.35;
const MEMORY = 0.5;
const WAITING = 0.01;

/** All of that wanders by so much. */
const WANDER = 0.02;

/** Programs of a node that is busy all the time wait for one another. */
const CROWDED = 0.8;

const NANOCORES = 1e9;

/** A node with what it has counted, as node_exporter would: seconds since it began. */
export interface MeteredNode {
  readonly name: string;
  readonly cpuSeconds: { readonly idle: number; readonly user: number };
  readonly waitedSeconds: number;
  /** Now, for metrics-server. */
  readonly cpuNanocores: number;
  readonly memoryBytes: number;
}

interface Parts {
  readonly cluster: Cluster;
  readonly machines: MachineFeed;
  readonly images: ImageBook;
  readonly random: Random;
}

interface Counted {
  idle: number;
  user: number;
  waited: number;
  busyShare: number;
  memoryShare: number;
}

/** How busy the nodes of the world are. It looks at the world and changes nothing in it. */
export class NodeMeters {
  readonly #parts: Parts;
  readonly #random: Random;
  readonly #counted = new Map<string, Counted>();

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#random = parts.random.stream('nodes');
  }

  step(seconds: number): void {
    for (const node of this.#ready()) {
      const counted = this.#countedOf(node);
      const heated = this.#traitsOf(node)?.heats?.share;
      const busyShare = Math.min(1, Math.max(0.02, (heated ?? BUSY) + WANDER * normal(this.#random)));
      const waits = busyShare > CROWDED ? busyShare - CROWDED : WAITING;
      counted.busyShare = busyShare;
      counted.memoryShare = Math.min(1, Math.max(0.05, MEMORY + WANDER * normal(this.#random)));
      counted.user += seconds * coresOf(node) * busyShare;
      counted.idle += seconds * coresOf(node) * (1 - busyShare);
      counted.waited += seconds * waits;
    }
  }

  nodes(): readonly MeteredNode[] {
    return this.#ready().map((node) => {
      const { idle, user, waited, busyShare, memoryShare } = this.#countedOf(node);
      return {
        name: node.metadata.name,
        cpuSeconds: { idle, user },
        waitedSeconds: waited,
        cpuNanocores: busyShare * coresOf(node) * NANOCORES,
        memoryBytes: memoryShare * memoryOf(node),
      };
    });
  }

  #ready(): readonly Node[] {
    return this.#parts.cluster
      .list<Node>('nodes')
      .filter(({ status }) =>
        status?.conditions?.some((condition) => condition.type === 'Ready' && condition.status === 'True'),
      );
  }

  #traitsOf({ metadata }: Node): ImageTraits | undefined {
    const { machines, images } = this.#parts;
    const machine = machines.machines().findLast(({ privateDnsName }) => privateDnsName === metadata.name);
    return machine && images.get(machine.imageId);
  }

  #countedOf({ metadata }: Node): Counted {
    const known = this.#counted.get(metadata.uid);
    if (known) return known;
    const made = { idle: 0, user: 0, waited: 0, busyShare: BUSY, memoryShare: MEMORY };
    this.#counted.set(metadata.uid, made);
    return made;
  }
}

function coresOf({ status }: Node): number {
  const cores = Number(status?.capacity?.['cpu'] ?? 1);
  return Number.isFinite(cores) && cores > 0 ? cores : 1;
}

function memoryOf({ status }: Node): number {
  const kibibytes = /^(\d+)Ki$/.exec(String(status?.capacity?.['memory'] ?? ''))?.[1];
  return kibibytes === undefined ? 8 * 2 ** 30 : Number(kibibytes) * 1_024;
}
