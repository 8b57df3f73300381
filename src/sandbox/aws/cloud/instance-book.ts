import type { WorldClock } from '../../clock.ts';
import type { Machine, MachineEvent, MachineFeed } from '../../machines.ts';
import type { Identities } from './identity.ts';
import type { Instance, InstanceState, LaunchRequest, LaunchResult } from './instance.ts';
import type { QuotaBook } from '../quotas/quota-book.ts';
import { quotaRefusal } from '../quotas/quota-refusal.ts';
import { planLaunch, type LaunchWorld } from './plan-launch.ts';
import type { CloudSettings } from './settings.ts';

export interface InstanceBookOptions extends LaunchWorld {
  readonly clock: WorldClock;
  readonly identities: Identities;
  readonly quotas: QuotaBook;
  readonly settings: () => CloudSettings;
}

/** Called when an instance has changed its state, after the machine feed was told. */
export type StateListener = (instance: Instance, previous: InstanceState | undefined) => void;

/** Every instance of the account, and the laws by which they come and go. */
export class InstanceBook implements MachineFeed {
  readonly #options: InstanceBookOptions;
  readonly #instances = new Map<string, Instance>();
  readonly #machineListeners = new Set<(event: MachineEvent) => void>();
  readonly #stateListeners = new Set<StateListener>();

  constructor(options: InstanceBookOptions) {
    this.#options = options;
  }

  launch(request: LaunchRequest): LaunchResult {
    const { clock, identities, settings } = this.#options;
    const beyond = quotaRefusal(request, this.#instances.values(), this.#options.quotas);
    if (beyond) return beyond;
    const plan = planLaunch(request, this.#options);
    if (plan.kind === 'refused') return plan;
    const now = clock.now();
    const instance: Instance = {
      ...plan.traits,
      instanceId: identities.resource('i'),
      reservationId: identities.resource('r'),
      launchedAt: request.runningSince === undefined ? now : request.runningSince - settings().pendingMs,
      visibleAt: request.runningSince ?? now + settings().describeLagMs,
      state: firstState(request),
      runningSince: request.runningSince,
      healthy: true,
      stateReason: undefined,
      transitionReason: '',
      terminatedAt: undefined,
    };
    this.#instances.set(instance.instanceId, instance);
    this.#tell(instance, undefined);
    if (instance.state === 'pending') this.#runAfter(instance, settings().pendingMs);
    return { kind: 'launched', instance };
  }

  /** A stopped instance of a warm pool is switched on. */
  start(instance: Instance): void {
    if (instance.state !== 'stopped') return;
    this.#enter(instance, 'pending');
    this.#runAfter(instance, this.#options.settings().warmStartMs);
  }

  /** Who terminates shows in the reason, as in life. Idempotent: terminating twice is no error. */
  terminate(instance: Instance, by: 'user' | 'service'): void {
    if (instance.state === 'shutting-down' || instance.state === 'terminated') return;
    const { clock, settings } = this.#options;
    const at = new Date(clock.now())
      .toISOString()
      .replace('T', ' ')
      .replace(/\.\d+Z$/, ' GMT');
    instance.transitionReason = by === 'user' ? `User initiated (${at})` : `Service initiated (${at})`;
    instance.stateReason =
      by === 'user'
        ? {
            code: 'Client.UserInitiatedShutdown',
            message: 'Client.UserInitiatedShutdown: User initiated shutdown',
          }
        : { code: 'Server.ScheduledStop', message: 'Server.ScheduledStop: Stopped by the service' };
    this.#enter(instance, 'shutting-down');
    clock.after(settings().shuttingDownMs, () => this.#end(instance));
  }

  get(instanceId: string): Instance | undefined {
    return this.#instances.get(instanceId);
  }

  all(): readonly Instance[] {
    return [...this.#instances.values()];
  }

  /** Those that a Describe answer would hold now. */
  visible(): readonly Instance[] {
    const now = this.#options.clock.now();
    return this.all().filter(({ visibleAt }) => visibleAt <= now);
  }

  machines(): readonly Machine[] {
    return this.all()
      .filter(({ state }) => state === 'running' || state === 'shutting-down')
      .map((instance) => this.#machine(instance));
  }

  subscribe(listener: (event: MachineEvent) => void): () => void {
    this.#machineListeners.add(listener);
    return () => this.#machineListeners.delete(listener);
  }

  onState(listener: StateListener): () => void {
    this.#stateListeners.add(listener);
    return () => this.#stateListeners.delete(listener);
  }

  #runAfter(instance: Instance, worldMs: number): void {
    this.#options.clock.after(worldMs, () => {
      if (instance.state === 'pending') this.#enter(instance, 'running');
    });
  }

  #end(instance: Instance): void {
    const { clock, settings, subnets } = this.#options;
    instance.terminatedAt = clock.now();
    subnets.release(instance.subnetId, instance.privateIp);
    this.#enter(instance, 'terminated');
    clock.after(settings().terminatedLingersMs, () => this.#instances.delete(instance.instanceId));
  }

  #enter(instance: Instance, state: InstanceState): void {
    const previous = instance.state;
    instance.state = state;
    if (state === 'running') instance.runningSince = this.#options.clock.now();
    this.#tell(instance, previous);
  }

  #tell(instance: Instance, previous: InstanceState | undefined): void {
    const type = machineEvent(instance.state);
    if (type) {
      const event = { type, machine: this.#machine(instance) };
      for (const listener of this.#machineListeners) listener(event);
    }
    for (const listener of this.#stateListeners) listener(instance, previous);
  }

  #machine(instance: Instance): Machine {
    const {
      instanceId,
      zone,
      instanceType,
      imageId,
      privateIp,
      privateDnsName,
      nodeLabels,
      nodeTaints,
      launchedAt,
      runningSince = launchedAt,
    } = instance;
    const { region } = this.#options;
    return {
      instanceId,
      region,
      zone,
      instanceType,
      imageId,
      privateIp,
      privateDnsName,
      nodeLabels,
      nodeTaints,
      launchedAt,
      runningSince,
    };
  }
}

function firstState(request: LaunchRequest): InstanceState {
  if (request.stopped) return 'stopped';
  return request.runningSince === undefined ? 'pending' : 'running';
}

function machineEvent(state: InstanceState): MachineEvent['type'] | undefined {
  switch (state) {
    case 'running':
      return 'running';
    case 'shutting-down':
      return 'stopping';
    case 'terminated':
      return 'gone';
    case 'pending':
    case 'stopping':
    case 'stopped':
      return undefined;
  }
}
