import { isDaemonSetPod } from '../../../src/core/fleet/pod.ts';
import type { Place } from './place.ts';
import type { FaultName } from '../kernel/regime.ts';

/** How old the answers of an eventually consistent Describe may be, ms. */
const STALE_MAX_MS = 60_000;

/** What the world does by itself, from the start on: objects that turn out badly. */
export class Habits {
  readonly #place: Place;
  readonly #clinging = new Set<string>();
  readonly #decided = new Map<string, boolean>();
  readonly #names: string[] = [];

  constructor(place: Place) {
    this.#place = place;
    this.#habits();
  }

  /** Everything that clings lets go. */
  letGo(): void {
    this.#clinging.clear();
  }

  /** What the world does by itself, from now on: objects that turn out badly. */
  #habits(): void {
    const { world, faults } = this.#place.sim;
    const once = (fault: FaultName, key: string): boolean => {
      const known = this.#decided.get(`${fault} ${key}`);
      if (known !== undefined) return known;
      const decided = faults.strikes(fault, this.#place.chance);
      this.#decided.set(`${fault} ${key}`, decided);
      return decided;
    };
    const { cloud, kubelets } = world;
    cloud.readAgeMs = () =>
      faults.strikes('stale-read', this.#place.chance) ? this.#place.chance.between(0, STALE_MAX_MS) : 0;
    cloud.nameOf = (count) => this.#nameOf(count);
    cloud.bootsImage = (imageId) => {
      if (!faults.strikes('wrong-image', this.#place.chance)) return imageId;
      this.#place.sim.witness.ledger.note('image');
      return 'ami-other';
    };
    world.joins = ({ instanceId }) => !once('never-joins', instanceId);
    kubelets.crashes = (pod, node) =>
      node.status?.nodeInfo?.kubeletVersion === 'v1.32.4' &&
      once('crash-on-new', pod.metadata.labels?.['app'] ?? '') &&
      !isDaemonSetPod(pod) &&
      // Without any engine nobody is left to say anything.
      pod.metadata.labels?.['app'] !== 'drover-engine';
    kubelets.clings = ({ metadata: { uid } }) => {
      if (once('pod-clings', uid) && !this.#decided.has(`cling ${uid}`)) this.#clinging.add(uid);
      this.#decided.set(`cling ${uid}`, true);
      return this.#clinging.has(uid);
    };
    kubelets.keepsVolume = (volume, nodeName) => {
      const key = `${volume} ${nodeName}`;
      if (once('volume-clings', key) && !this.#decided.has(`cling ${key}`)) this.#clinging.add(key);
      this.#decided.set(`cling ${key}`, true);
      return this.#clinging.has(key);
    };
  }

  /** A name that was used before, where its instance is gone: addresses are given again. */
  #nameOf(count: number): string {
    const taken = new Set([
      ...this.#place.nodes().map(({ metadata }) => metadata.name),
      ...[...this.#place.sim.world.cloud.instances.values()]
        .filter(({ state }) => state !== 'terminated')
        .map(({ privateDnsName }) => privateDnsName),
    ]);
    const free = this.#names.filter((name) => !taken.has(name));
    const again = free.length > 0 && this.#place.sim.faults.strikes('name-again', this.#place.chance);
    const name = (again && this.#place.chance.pick(free)) || `ip-10-0-0-${count}.internal`;
    if (!this.#names.includes(name)) this.#names.push(name);
    return name;
  }
}
