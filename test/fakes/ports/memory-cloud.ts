import type { GroupState, InstanceState } from '../../../src/core/fleet/node-group.ts';
import type { ManualClock } from './manual-clock.ts';
import type { Effect } from './memory-cluster.ts';
import type { Draft } from './memory-objects.ts';

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
  readonly type: 'in-service' | 'terminating' | 'gone';
  readonly group: string;
  readonly instance: InstanceState;
}

/** EC2 Auto Scaling in memory: groups keep their desired capacity, zones stay balanced, processes may be suspended. */
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

  /** What Auto Scaling does when it looks at a group: launches what is missing. It takes nothing away by itself. */
  balance(name: string): void {
    const group = this.groups.get(name);
    if (!group || group.suspendedProcesses.includes('Launch')) return;
    const living = group.instances.filter(({ lifecycleState }) => !lifecycleState.startsWith('Terminat'));
    for (let missing = group.desired - living.length; missing > 0; missing--) {
      if (this.noCapacity === undefined) this.#launch(group);
      else this.#fail(name, this.noCapacity);
      if (this.noCapacity !== undefined) return;
    }
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

  #launch(group: Draft<GroupState>): void {
    this.#count += 1;
    const instanceId = `i-${this.#count.toString(16).padStart(17, '0')}`;
    const zone = emptiest(group);
    const version = this.versionOf(group);
    const instance: Draft<InstanceState> = {
      instanceId,
      imageId: this.templates.get(group.template?.id ?? '')?.images[version - 1] ?? '',
      instanceType: 'm6i.large',
      zone,
      state: 'pending',
      privateDnsName: `ip-10-0-0-${this.#count}.internal`,
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
    for (const listener of this.#listeners) listener(event);
  }
}

/** Auto Scaling launches in the zone that has the fewest instances. */
function emptiest(group: GroupState): string {
  const count = (zone: string): number => group.instances.filter((one) => one.zone === zone).length;
  return group.zones.toSorted((a, b) => count(a) - count(b) || (a < b ? -1 : 1))[0] ?? '';
}
