import { arnOf, type CloudState } from '../cloud/cloud-state.ts';
import type { LoadBalancer, Target, TargetGroup } from './target-group-book.ts';

export interface ElbBuilder {
  addTargetGroup(group: TargetGroupDraft): TargetGroup;
  addLoadBalancer(balancer: {
    readonly name: string;
    readonly type?: LoadBalancer['type'];
    readonly scheme?: LoadBalancer['scheme'];
  }): LoadBalancer;
  /** Registers an address or an instance; it is healthy at once unless a state is given. */
  addTarget(target: {
    readonly targetGroupArn: string;
    readonly id: string;
    readonly zone?: string;
    readonly port?: number;
    readonly state?: Target['state'];
  }): void;
  /** Lets a target drain and go, as a controller does when a pod leaves its endpoints. */
  removeTarget(target: { readonly targetGroupArn: string; readonly id: string }): void;
}

interface TargetGroupDraft {
  readonly name: string;
  readonly targetType?: TargetGroup['targetType'];
  readonly protocol?: string;
  readonly port?: number;
  readonly healthCheckPath?: string;
  readonly loadBalancerArns?: readonly string[];
  readonly deregistrationDelaySeconds?: number;
  readonly attributes?: Readonly<Record<string, string>>;
}

export function createElbBuilder(state: CloudState): ElbBuilder {
  const vpcId = (): string => state.subnets.all()[0]?.vpcId ?? '';
  const suffix = (): string => state.identities.resource('x').slice(2, 18);
  return {
    addTargetGroup: (draft) => addTargetGroup(state, draft, suffix()),
    addLoadBalancer(draft) {
      const type = draft.type ?? 'application';
      const balancer: LoadBalancer = {
        arn: arnOf(
          state,
          'elasticloadbalancing',
          `loadbalancer/${type === 'application' ? 'app' : 'net'}/${draft.name}/${suffix()}`,
        ),
        name: draft.name,
        type,
        scheme: draft.scheme ?? 'internet-facing',
        vpcId: vpcId(),
        createdAt: state.clock.now(),
        zones: state.subnets.all().map(({ zone, subnetId }) => ({ zone, subnetId })),
      };
      state.targetGroups.addBalancer(balancer);
      return balancer;
    },
    addTarget({ targetGroupArn, id, zone, port, state: health }) {
      const group = state.targetGroups.get(targetGroupArn);
      if (!group) throw new Error(`there is no target group ${targetGroupArn}`);
      group.targets.set(id, { id, port: port ?? group.port, zone, state: health ?? 'healthy' });
    },
    removeTarget({ targetGroupArn, id }) {
      state.targetGroups.deregister(targetGroupArn, id);
    },
  };
}

function addTargetGroup(state: CloudState, draft: TargetGroupDraft, suffix: string): TargetGroup {
  const defaults = {
    'deregistration_delay.timeout_seconds': String(draft.deregistrationDelaySeconds ?? 300),
    'stickiness.enabled': 'false',
    'load_balancing.cross_zone.enabled': 'use_load_balancer_configuration',
    ...((draft.protocol ?? 'HTTP').startsWith('HTTP') ? { 'slow_start.duration_seconds': '0' } : {}),
  };
  const group: TargetGroup = {
    arn: arnOf(state, 'elasticloadbalancing', `targetgroup/${draft.name}/${suffix}`),
    name: draft.name,
    protocol: draft.protocol ?? 'HTTP',
    port: draft.port ?? 80,
    vpcId: state.subnets.all()[0]?.vpcId ?? '',
    targetType: draft.targetType ?? 'ip',
    healthCheckPath: draft.healthCheckPath ?? '/',
    loadBalancerArns: draft.loadBalancerArns ?? [],
    attributes: new Map(Object.entries({ ...defaults, ...draft.attributes })),
    targets: new Map(),
  };
  state.targetGroups.add(group);
  return group;
}
