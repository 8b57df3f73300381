import type { WorldClock } from '../../clock.ts';
import type { CloudSettings } from '../cloud/settings.ts';

export interface Target {
  readonly id: string;
  readonly port: number;
  readonly zone: string | undefined;
  state: 'initial' | 'healthy' | 'unhealthy' | 'unused' | 'draining' | 'unavailable';
}

export interface TargetGroup {
  readonly arn: string;
  readonly name: string;
  readonly protocol: string;
  readonly port: number;
  readonly vpcId: string;
  readonly targetType: 'instance' | 'ip';
  readonly healthCheckPath: string | undefined;
  readonly loadBalancerArns: readonly string[];
  readonly attributes: Map<string, string>;
  readonly targets: Map<string, Target>;
}

export interface LoadBalancer {
  readonly arn: string;
  readonly name: string;
  readonly type: 'application' | 'network';
  readonly scheme: 'internet-facing' | 'internal';
  readonly vpcId: string;
  readonly createdAt: number;
  readonly zones: readonly { readonly zone: string; readonly subnetId: string }[];
}

const DRAIN_KEY = 'deregistration_delay.timeout_seconds';

/** Target groups, their targets, and how those become healthy and drain. */
export class TargetGroupBook {
  readonly #clock: WorldClock;
  readonly #settings: () => CloudSettings;
  readonly #groups = new Map<string, TargetGroup>();
  readonly #balancers = new Map<string, LoadBalancer>();

  constructor(clock: WorldClock, settings: () => CloudSettings) {
    this.#clock = clock;
    this.#settings = settings;
  }

  add(group: TargetGroup): void {
    this.#groups.set(group.arn, group);
  }

  addBalancer(balancer: LoadBalancer): void {
    this.#balancers.set(balancer.arn, balancer);
  }

  get(arn: string): TargetGroup | undefined {
    return this.#groups.get(arn);
  }

  all(): readonly TargetGroup[] {
    return [...this.#groups.values()];
  }

  balancers(): readonly LoadBalancer[] {
    return [...this.#balancers.values()];
  }

  /** A new target is `initial` until its health checks have passed. */
  register(arn: string, id: string, zone: string | undefined, port?: number): void {
    const group = this.#groups.get(arn);
    if (!group) return;
    const target: Target = { id, port: port ?? group.port, zone, state: 'initial' };
    group.targets.set(id, target);
    this.#clock.after(this.#settings().targetHealthyMs, () => {
      if (target.state === 'initial') target.state = 'healthy';
    });
  }

  /** Lets a target drain; answers how many world ms that takes, 0 if it is not there. */
  deregister(arn: string, id: string): number {
    const group = this.#groups.get(arn);
    const target = group?.targets.get(id);
    if (!group || !target || target.state === 'draining') return 0;
    target.state = 'draining';
    const drainMs = Number(group.attributes.get(DRAIN_KEY) ?? 300) * 1000;
    this.#clock.after(drainMs, () => {
      if (group.targets.get(id) === target) group.targets.delete(id);
    });
    return drainMs;
  }
}
