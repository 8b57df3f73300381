import { arnOf, type CloudState } from '../cloud/cloud-state.ts';
import type { TemplateReference } from '../cloud/launch-template.ts';
import { DEFAULT_DISTRIBUTION } from './group.ts';
import type {
  AutoScalingGroup,
  LifecycleHook,
  MixedInstancesPolicy,
  ScalingPolicy,
  ScalingProcess,
  ScheduledAction,
} from './group.ts';
import { populateGroup } from './populate.ts';
import { runScheduledAction } from './scheduled-actions.ts';
import { fillWarmPool } from './warm-pool.ts';

export interface GroupBuilder {
  addAutoScalingGroup(group: GroupDraft): AutoScalingGroup;
  addLifecycleHook(hook: {
    readonly group: string;
    readonly name: string;
    readonly transition: 'launching' | 'terminating';
    readonly heartbeatSeconds?: number;
    readonly defaultResult?: 'CONTINUE' | 'ABANDON';
  }): LifecycleHook;
  /** A warm pool of stopped instances, filled at once from the template as it is now. */
  addWarmPool(pool: {
    readonly group: string;
    readonly minSize: number;
    readonly maxPrepared?: number;
    readonly reuseOnScaleIn?: boolean;
  }): void;
  addScalingPolicy(policy: { readonly group: string } & Partial<ScalingPolicy>): void;
  /** An action with a start runs then, once; a recurrence is described and never runs. */
  addScheduledAction(
    action: { readonly group: string; readonly name: string } & Partial<Omit<ScheduledAction, 'name'>>,
  ): void;
}

interface GroupDraft {
  readonly name: string;
  /** Id or name of a launch template. */
  readonly launchTemplate: string;
  /** A number, `$Latest` or `$Default`. */
  readonly version?: string;
  readonly min?: number;
  readonly max?: number;
  readonly desired?: number;
  /** All subnets of the account if left out. */
  readonly subnetIds?: readonly string[];
  /** Adds the tags by which a cluster's tools find their groups, and has them propagate. */
  readonly cluster?: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly suspended?: readonly ScalingProcess[];
  /** Overrides make it a mixed instances policy. */
  readonly overrides?: MixedInstancesPolicy['overrides'];
  readonly targetGroupArns?: readonly string[];
  readonly newInstancesProtected?: boolean;
  readonly capacityRebalance?: boolean;
  readonly maxInstanceLifetimeSeconds?: number;
  /** How long its instances have been running when the world begins; false: they are launched from now on. World ms. */
  readonly runningForMs?: number | false;
}

const TEN_DAYS_MS = 864_000_000;

export function createGroupBuilder(state: CloudState): GroupBuilder {
  return {
    addAutoScalingGroup: (draft) => addGroup(state, draft),
    addLifecycleHook(draft) {
      const hook: LifecycleHook = {
        name: draft.name,
        transition:
          draft.transition === 'launching'
            ? 'autoscaling:EC2_INSTANCE_LAUNCHING'
            : 'autoscaling:EC2_INSTANCE_TERMINATING',
        heartbeatSeconds: draft.heartbeatSeconds ?? 3600,
        defaultResult: draft.defaultResult ?? 'ABANDON',
      };
      groupNamed(state, draft.group).hooks.set(hook.name, hook);
      return hook;
    },
    addWarmPool: (draft) => addWarmPool(state, draft),
    addScalingPolicy({ group, ...policy }) {
      const defaults = {
        name: 'cpu-50',
        type: 'TargetTrackingScaling' as const,
        metric: 'ASGAverageCPUUtilization',
        targetValue: 50,
        enabled: true,
      };
      groupNamed(state, group).policies.push({ ...defaults, ...policy });
    },
    addScheduledAction({ group: name, ...draft }) {
      const group = groupNamed(state, name);
      const empty = {
        startAt: undefined,
        recurrence: undefined,
        timeZone: undefined,
        min: undefined,
        max: undefined,
        desired: undefined,
      };
      const action: ScheduledAction = { ...empty, ...draft };
      group.scheduledActions.push(action);
      if (action.startAt !== undefined)
        state.clock.at(action.startAt, () => runScheduledAction(group, action, state.groups.world));
    },
  };
}

function addWarmPool(state: CloudState, draft: Parameters<GroupBuilder['addWarmPool']>[0]): void {
  const group = groupNamed(state, draft.group);
  group.warmPool = {
    minSize: draft.minSize,
    maxPrepared: draft.maxPrepared,
    poolState: 'Stopped',
    reuseOnScaleIn: draft.reuseOnScaleIn ?? false,
    members: new Map(),
  };
  fillWarmPool(group, state.groups.world);
}

function addGroup(state: CloudState, draft: GroupDraft): AutoScalingGroup {
  const template = state.templates.find(draft.launchTemplate);
  if (!template) throw new Error(`there is no launch template ${draft.launchTemplate}`);
  const reference: TemplateReference = {
    id: template.id,
    name: template.name,
    version: draft.version ?? '$Default',
  };
  const desired = draft.desired ?? draft.min ?? 0;
  const group: AutoScalingGroup = {
    ...groupDefaults(state, draft),
    min: draft.min ?? 0,
    max: draft.max ?? Math.max(1, desired * 2),
    desired,
    subnetIds: draft.subnetIds ?? state.subnets.all().map(({ subnetId }) => subnetId),
    template: draft.overrides ? undefined : reference,
    mixed: draft.overrides && {
      template: reference,
      overrides: draft.overrides,
      distribution: DEFAULT_DISTRIBUTION,
    },
    tags: new Map(Object.entries(groupTags(draft)).map(([key, value]) => [key, { value, propagate: true }])),
    suspended: new Map((draft.suspended ?? []).map((process) => [process, userSuspended(state)])),
  };
  if (draft.runningForMs !== false)
    populateGroup(group, state.groups.world, state.clock.now() - (draft.runningForMs ?? TEN_DAYS_MS));
  state.groups.add(group);
  return group;
}

/** How a process is said to be suspended by a person or a tool. */
export function userSuspended(state: Pick<CloudState, 'clock'>): string {
  return `User suspended at ${state.clock.isoSeconds()}`;
}

function groupDefaults(
  state: CloudState,
  draft: GroupDraft,
): Omit<
  AutoScalingGroup,
  'min' | 'max' | 'desired' | 'subnetIds' | 'template' | 'mixed' | 'tags' | 'suspended'
> {
  return {
    name: draft.name,
    arn: arnOf(
      state,
      'autoscaling',
      `autoScalingGroup:${state.identities.uuid()}:autoScalingGroupName/${draft.name}`,
    ),
    createdAt: state.clock.now() - (draft.runningForMs === false ? 0 : (draft.runningForMs ?? TEN_DAYS_MS)),
    launchConfigurationName: undefined,
    healthCheckType: 'EC2',
    healthCheckGraceSeconds: 300,
    defaultCooldownSeconds: 300,
    newInstancesProtected: draft.newInstancesProtected ?? false,
    terminationPolicies: ['Default'],
    capacityRebalance: draft.capacityRebalance ?? false,
    maxInstanceLifetimeSeconds: draft.maxInstanceLifetimeSeconds,
    defaultInstanceWarmupSeconds: undefined,
    targetGroupArns: draft.targetGroupArns ?? [],
    serviceLinkedRoleArn: `arn:aws:iam::${state.accountId}:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling`,
    members: new Map(),
    hooks: new Map(),
    activities: [],
    refreshes: [],
    policies: [],
    scheduledActions: [],
    warmPool: undefined,
    loop: {
      timer: undefined,
      reason: undefined,
      rebalancing: false,
      retryAt: 0,
      lastScalingAt: Number.NEGATIVE_INFINITY,
      saidProtected: false,
    },
  };
}

function groupTags(draft: GroupDraft): Readonly<Record<string, string>> {
  if (draft.cluster === undefined) return draft.tags ?? {};
  return {
    Name: draft.name,
    [`kubernetes.io/cluster/${draft.cluster}`]: 'owned',
    'k8s.io/cluster-autoscaler/enabled': 'true',
    [`k8s.io/cluster-autoscaler/${draft.cluster}`]: 'owned',
    ...draft.tags,
  };
}

function groupNamed(state: CloudState, name: string): AutoScalingGroup {
  const group = state.groups.get(name);
  if (!group) throw new Error(`there is no Auto Scaling group ${name}`);
  return group;
}
