import type { WorldTimer } from '../../clock.ts';
import type { TemplateReference } from '../cloud/launch-template.ts';
import type { UsedTemplate } from '../cloud/instance.ts';

export const SCALING_PROCESSES = [
  'AddToLoadBalancer',
  'AlarmNotification',
  'AZRebalance',
  'HealthCheck',
  'InstanceRefresh',
  'Launch',
  'ReplaceUnhealthy',
  'ScheduledActions',
  'Terminate',
] as const;
export type ScalingProcess = (typeof SCALING_PROCESSES)[number];

type LifecycleState =
  | 'Pending'
  | 'Pending:Wait'
  | 'Pending:Proceed'
  | 'InService'
  | 'Terminating'
  | 'Terminating:Wait'
  | 'Terminating:Proceed'
  | 'Warmed:Stopped';

export interface AutoScalingGroup {
  readonly name: string;
  readonly arn: string;
  readonly createdAt: number;
  min: number;
  max: number;
  desired: number;
  subnetIds: readonly string[];
  /** Exactly one of the three says what is launched. */
  template: TemplateReference | undefined;
  mixed: MixedInstancesPolicy | undefined;
  launchConfigurationName: string | undefined;
  healthCheckType: string;
  healthCheckGraceSeconds: number;
  defaultCooldownSeconds: number;
  newInstancesProtected: boolean;
  terminationPolicies: readonly string[];
  capacityRebalance: boolean;
  maxInstanceLifetimeSeconds: number | undefined;
  defaultInstanceWarmupSeconds: number | undefined;
  targetGroupArns: readonly string[];
  readonly serviceLinkedRoleArn: string;
  readonly tags: Map<string, GroupTag>;
  /** Suspended processes and why. */
  readonly suspended: Map<ScalingProcess, string>;
  readonly members: Map<string, Member>;
  readonly hooks: Map<string, LifecycleHook>;
  /** Newest first. */
  readonly activities: Activity[];
  readonly refreshes: InstanceRefresh[];
  readonly policies: ScalingPolicy[];
  readonly scheduledActions: ScheduledAction[];
  warmPool: WarmPool | undefined;
  /** The group's loop, between two of its looks. */
  readonly loop: GroupLoop;
}

interface GroupTag {
  readonly value: string;
  readonly propagate: boolean;
}

export interface MixedInstancesPolicy {
  readonly template: TemplateReference;
  readonly overrides: readonly {
    readonly instanceType?: string;
    readonly template?: TemplateReference;
    readonly weight?: string;
  }[];
  readonly distribution: {
    readonly onDemandBaseCapacity: number;
    readonly onDemandPercentageAboveBase: number;
    readonly spotAllocationStrategy: string;
    readonly onDemandAllocationStrategy: string;
  };
}

/** What a policy without a distribution gets: everything on demand. */
export const DEFAULT_DISTRIBUTION: MixedInstancesPolicy['distribution'] = {
  onDemandBaseCapacity: 0,
  onDemandPercentageAboveBase: 100,
  spotAllocationStrategy: 'lowest-price',
  onDemandAllocationStrategy: 'prioritized',
};

export interface Member {
  readonly instanceId: string;
  readonly instanceType: string;
  readonly zone: string;
  readonly imageId: string;
  readonly template: UsedTemplate | undefined;
  lifecycleState: LifecycleState;
  healthStatus: 'Healthy' | 'Unhealthy';
  protectedFromScaleIn: boolean;
  inServiceAt: number | undefined;
  /** What is being done with it now; its launch until it is in service, then its termination. */
  activity: Activity;
  /** Lifecycle actions that are waited for, by the name of their hook. */
  readonly waits: Map<string, LifecycleWait>;
}

interface LifecycleWait {
  readonly token: string;
  readonly hook: LifecycleHook;
  readonly startedAt: number;
  timer: WorldTimer;
}

export interface LifecycleHook {
  readonly name: string;
  readonly transition: 'autoscaling:EC2_INSTANCE_LAUNCHING' | 'autoscaling:EC2_INSTANCE_TERMINATING';
  readonly heartbeatSeconds: number;
  readonly defaultResult: 'CONTINUE' | 'ABANDON';
  readonly metadata?: string;
}

export interface Activity {
  readonly id: string;
  readonly groupName: string;
  readonly startedAt: number;
  readonly cause: string;
  readonly details: { readonly zone: string; readonly subnetId: string };
  description: string;
  status:
    | 'PreInService'
    | 'InProgress'
    | 'MidLifecycleAction'
    | 'WaitingForELBConnectionDraining'
    | 'Successful'
    | 'Failed'
    | 'Cancelled';
  statusMessage: string | undefined;
  progress: number;
  endedAt: number | undefined;
}

export interface WarmPool {
  readonly minSize: number;
  readonly maxPrepared: number | undefined;
  readonly poolState: 'Stopped';
  readonly reuseOnScaleIn: boolean;
  readonly members: Map<string, Member>;
}

export interface InstanceRefresh {
  readonly id: string;
  readonly startedAt: number;
  readonly minHealthyPercentage: number;
  readonly skipMatching: boolean;
  readonly template: TemplateReference | undefined;
  status:
    | 'Pending'
    | 'InProgress'
    | 'Successful'
    | 'Failed'
    | 'Cancelling'
    | 'Cancelled'
    | 'Baking'
    | 'RollbackInProgress';
  statusReason: string | undefined;
  endedAt: number | undefined;
  total: number;
  readonly left: Set<string>;
}

export interface ScalingPolicy {
  readonly name: string;
  readonly type: 'TargetTrackingScaling' | 'StepScaling' | 'SimpleScaling';
  readonly metric: string;
  readonly targetValue: number;
  readonly enabled: boolean;
}

export interface ScheduledAction {
  readonly name: string;
  readonly startAt: number | undefined;
  readonly recurrence: string | undefined;
  readonly timeZone: string | undefined;
  readonly min: number | undefined;
  readonly max: number | undefined;
  readonly desired: number | undefined;
}

interface GroupLoop {
  /** The next look, if one is due. */
  timer: WorldTimer | undefined;
  /** Why capacity differs from what it was, for the causes of the activities that follow. */
  reason: string | undefined;
  /** Set while one instance more than desired runs in order to level the zones. */
  rebalancing: boolean;
  /** World instant before which no launch is tried again. */
  retryAt: number;
  lastScalingAt: number;
  /** Set once it was said that only protected instances are left. */
  saidProtected: boolean;
}

/** Those that count against the desired capacity: the terminating ones no longer do. */
export function countedMembers(group: AutoScalingGroup): readonly Member[] {
  return [...group.members.values()].filter(
    ({ lifecycleState }) => !lifecycleState.startsWith('Terminating'),
  );
}

export function isSuspended(group: AutoScalingGroup, process: ScalingProcess): boolean {
  return group.suspended.has(process);
}
