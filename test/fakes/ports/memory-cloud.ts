import type { GroupState, InstanceState } from '../../../src/core/fleet/node-group.ts';
import type { ManualClock } from './manual-clock.ts';
import type { Effect } from './memory-cluster.ts';
import type { Draft } from './memory-objects.ts';
import { copyPlain } from './plain-data.ts';

/** A launch template: its versions in order, each an image. */
export interface MemoryTemplate {
  readonly id: string;
  readonly name: string;
  defaultVersion: number;
  readonly images: string[];
}

export interface MemoryImage {
  readonly name: string;
  readonly owner?: string;
  readonly createdAt?: number;
  readonly architecture?: string;
}

/** How long things take in the cloud, ms. */
export interface CloudDurations {
  /** From the launch until the instance is InService. */
  readonly launchMs: number;
  /** From the call until the instance is terminated and out of the group. */
  readonly terminateMs: number;
  /** How long a load balancer drains a target. */
  readonly deregisterMs: number;
}

export const CLOUD_DURATIONS: CloudDurations = { launchMs: 30_000, terminateMs: 20_000, deregisterMs: 0 };

export interface InstanceEvent {
  readonly type: 'launched' | 'in-service' | 'terminating' | 'gone';
  readonly group: string;
  readonly instance: InstanceState;
}

/** A group and its instances as they were from an instant on. */
interface Remembered {
  readonly at: number;
  readonly group: GroupState;
  readonly instances: readonly InstanceState[];
}

/** States of a group that are kept for reads of the past. */
const REMEMBERED_MAX = 100;

/**
 * EC2 Auto Scaling in memory: groups keep their desired capacity, launching what is missing and ending what is too much,
 * zones stay balanced, processes may be suspended.
 */
export class MemoryCloud {
  readonly clock: ManualClock;
  readonly groups = new Map<string, Draft<GroupState>>();
  readonly instances = new Map<string, Draft<InstanceState>>();
  readonly templates = new Map<string, MemoryTemplate>();
  readonly images = new Map<string, MemoryImage>();
  readonly parameters = new Map<string, string>();
  /** Managed node groups by their Auto Scaling group's name. */
  readonly managed = new Map<string, string>();
  readonly failures = new Map<string, { readonly at: number; readonly text: string }[]>();
  /** When a target began to leave its load balancer. */
  readonly draining = new Map<string, number>();
  readonly effects: Effect[];
  readonly durations: CloudDurations;
  /** A text: launches fail with it. */
  noCapacity: string | undefined;
  /** How old (ms) what a read answers is: Describe is eventually consistent. Asked at every read. */
  readAgeMs: () => number = () => 0;
  /** The image an instance boots that should boot `imageId`. */
  bootsImage: (imageId: string) => string = (imageId) => imageId;
  /** The name of the n-th instance. */
  nameOf: (count: number) => string = (count) => `ip-10-0-0-${count}.internal`;
  readonly #past = new Map<string, Remembered[]>();
  readonly #listeners = new Set<(event: InstanceEvent) => void>();
  #count = 0;

  constructor(clock: ManualClock, effects: Effect[] = [], durations: CloudDurations = CLOUD_DURATIONS) {
    this.clock = clock;
    this.effects = effects;
    this.durations = durations;
  }

  subscribe(listener: (event: InstanceEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** What Auto Scaling does when it looks at a group: launches what is missing, ends what is too much. */
  balance(name: string): void {
    const group = this.groups.get(name);
    if (!group) return;
    const living = group.instances.filter(({ lifecycleState }) => !lifecycleState.startsWith('Terminat'));
    const missing = group.desired - living.length;
    if (missing > 0 && !group.suspendedProcesses.includes('Launch')) this.#launchAll(group, missing);
    if (missing < 0 && !group.suspendedProcesses.includes('Terminate'))
      for (const victim of oldestOfFullest(living, this.instances, -missing)) {
        this.note('scale in', `${name}/${victim}`, victim);
        this.terminate(name, victim);
      }
  }

  /** A group as a read shows it: as it is, or as it was a while ago. */
  groupSeen(name: string): GroupState | undefined {
    const now = this.groups.get(name);
    return this.#seen(name)?.group ?? (now && copyPlain(now));
  }

  /** Instances as a read shows them; one that is younger than the read is not there yet. */
  instancesSeen(instanceIds: readonly string[]): readonly InstanceState[] {
    const past = [...this.groups.keys()].map((name) => this.#seen(name));
    const old = past.flatMap((seen) => seen?.instances ?? []);
    const isPast = past.some((seen) => seen !== undefined);
    return instanceIds.flatMap((id) => {
      const found = isPast ? old.find(({ instanceId }) => instanceId === id) : this.instances.get(id);
      return found ? [copyPlain(found)] : [];
    });
  }

  /** Keeps the state of a group for later reads of the past. Called after every change. */
  remember(name: string): void {
    const group = this.groups.get(name);
    if (!group) return;
    const states = this.#past.get(name) ?? [];
    const instances = group.instances.flatMap(({ instanceId }) => this.instances.get(instanceId) ?? []);
    states.push({ at: this.clock.now(), group: copyPlain(group), instances: copyPlain(instances) });
    this.#past.set(name, states.slice(-REMEMBERED_MAX));
  }

  #seen(name: string): Remembered | undefined {
    const ageMs = this.readAgeMs();
    if (ageMs <= 0) return undefined;
    const until = this.clock.now() - ageMs;
    const states = this.#past.get(name) ?? [];
    return states.findLast(({ at }) => at <= until) ?? states[0];
  }

  /** Begins to end an instance. False if the group does not have it. */
  terminate(name: string, instanceId: string): boolean {
    const group = this.groups.get(name);
    const member = group?.instances.find((one) => one.instanceId === instanceId);
    const instance = this.instances.get(instanceId);
    if (!group || !member || !instance || instance.state === 'terminated') return false;
    if (instance.state === 'shutting-down') return true;
    member.lifecycleState = 'Terminating';
    instance.state = 'shutting-down';
    this.draining.set(instanceId, this.clock.now());
    this.#tell({ type: 'terminating', group: name, instance });
    this.clock.after(this.durations.terminateMs, () => {
      instance.state = 'terminated';
      group.instances = group.instances.filter((one) => one.instanceId !== instanceId);
      this.#tell({ type: 'gone', group: name, instance });
      this.balance(name);
    });
    return true;
  }

  note(verb: string, object: string, uid = ''): void {
    this.effects.push({ at: this.clock.now(), verb, object, uid });
  }

  /** The number of the version that a group's template names. */
  versionOf(group: GroupState): number {
    const template = this.templates.get(group.template?.id ?? '');
    const version = group.template?.version;
    if (version === '$Latest') return template?.images.length ?? 0;
    return version === '$Default' ? (template?.defaultVersion ?? 0) : Number(version);
  }

  #launchAll(group: Draft<GroupState>, missing: number): void {
    for (let n = 0; n < missing; n++) {
      if (this.noCapacity !== undefined) return this.#fail(group.name, this.noCapacity);
      this.#launch(group);
    }
  }

  #launch(group: Draft<GroupState>): void {
    this.#count += 1;
    const instanceId = `i-${this.#count.toString(16).padStart(17, '0')}`;
    const zone = emptiest(group);
    const version = this.versionOf(group);
    const instance: Draft<InstanceState> = {
      instanceId,
      imageId: this.bootsImage(this.templates.get(group.template?.id ?? '')?.images[version - 1] ?? ''),
      instanceType: 'm6i.large',
      zone,
      state: 'pending',
      privateDnsName: this.nameOf(this.#count),
      launchedAt: this.clock.now(),
    };
    const member = {
      instanceId,
      zone,
      lifecycleState: 'Pending',
      healthStatus: 'Healthy',
      templateVersion: String(version),
      protectedFromScaleIn: false,
    };
    this.instances.set(instanceId, instance);
    group.instances.push(member);
    this.#tell({ type: 'launched', group: group.name, instance });
    this.clock.after(this.durations.launchMs, () => {
      if (instance.state !== 'pending') return;
      instance.state = 'running';
      member.lifecycleState = 'InService';
      this.#tell({ type: 'in-service', group: group.name, instance });
    });
  }

  #fail(name: string, text: string): void {
    const failures = this.failures.get(name) ?? [];
    this.failures.set(name, [{ at: this.clock.now(), text }, ...failures]);
  }

  #tell(event: InstanceEvent): void {
    this.remember(event.group);
    for (const listener of this.#listeners) listener(event);
  }
}

/** Auto Scaling launches in the zone that has the fewest instances; those that are on their way out do not count. */
function emptiest(group: GroupState): string {
  const staying = group.instances.filter(({ lifecycleState }) => !lifecycleState.startsWith('Terminat'));
  const count = (zone: string): number => staying.filter((one) => one.zone === zone).length;
  return group.zones.toSorted((a, b) => count(a) - count(b) || (a < b ? -1 : 1))[0] ?? '';
}

/** Auto Scaling ends instances of the zone that has most, the oldest first. */
function oldestOfFullest(
  living: readonly { readonly instanceId: string; readonly zone: string }[],
  instances: ReadonlyMap<string, { readonly launchedAt: number }>,
  count: number,
): readonly string[] {
  const left = [...living];
  const victims: string[] = [];
  while (victims.length < count && left.length > 0) {
    const size = (zone: string): number => left.filter((one) => one.zone === zone).length;
    const age = (id: string): number => instances.get(id)?.launchedAt ?? 0;
    left.sort((a, b) => size(b.zone) - size(a.zone) || age(a.instanceId) - age(b.instanceId));
    const victim = left.shift();
    if (victim) victims.push(victim.instanceId);
  }
  return victims;
}
