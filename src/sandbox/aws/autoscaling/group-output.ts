import type { CloudState } from '../cloud/cloud-state.ts';
import type { TemplateReference } from '../cloud/launch-template.ts';
import type { Activity, AutoScalingGroup, Member, MixedInstancesPolicy, WarmPool } from '../scaling/group.ts';
import { zonesOf } from '../scaling/scaling-world.ts';
import type { OutputObject } from '../wire/tree.ts';

export function groupOutput(group: AutoScalingGroup, cloud: CloudState): OutputObject {
  return {
    AutoScalingGroupName: group.name,
    AutoScalingGroupARN: group.arn,
    LaunchConfigurationName: group.launchConfigurationName,
    LaunchTemplate: group.template && templateOutput(group.template),
    MixedInstancesPolicy: group.mixed && mixedOutput(group.mixed),
    MinSize: group.min,
    MaxSize: group.max,
    DesiredCapacity: group.desired,
    DefaultCooldown: group.defaultCooldownSeconds,
    AvailabilityZones: zonesOf(group, cloud),
    LoadBalancerNames: [],
    TargetGroupARNs: group.targetGroupArns,
    HealthCheckType: group.healthCheckType,
    HealthCheckGracePeriod: group.healthCheckGraceSeconds,
    Instances: [...group.members.values()].map((member) => memberOutput(member)),
    CreatedTime: new Date(group.createdAt),
    SuspendedProcesses: [...group.suspended].map(([ProcessName, SuspensionReason]) => ({
      ProcessName,
      SuspensionReason,
    })),
    VPCZoneIdentifier: group.subnetIds.join(','),
    EnabledMetrics: [],
    Tags: tagOutputs(group),
    TerminationPolicies: group.terminationPolicies,
    NewInstancesProtectedFromScaleIn: group.newInstancesProtected,
    ServiceLinkedRoleARN: group.serviceLinkedRoleArn,
    MaxInstanceLifetime: group.maxInstanceLifetimeSeconds,
    CapacityRebalance: group.capacityRebalance || undefined,
    WarmPoolConfiguration: group.warmPool && warmPoolOutput(group.warmPool),
    WarmPoolSize: group.warmPool?.members.size,
    DefaultInstanceWarmup: group.defaultInstanceWarmupSeconds,
    TrafficSources: group.targetGroupArns.map((Identifier) => ({ Identifier, Type: 'elbv2' })),
  };
}

export function memberOutput(member: Member): OutputObject {
  return {
    InstanceId: member.instanceId,
    InstanceType: member.instanceType,
    AvailabilityZone: member.zone,
    LifecycleState: member.lifecycleState,
    HealthStatus: member.healthStatus,
    LaunchTemplate: member.template && templateOutput(member.template),
    ProtectedFromScaleIn: member.protectedFromScaleIn,
  };
}

export function templateOutput(template: TemplateReference): OutputObject {
  return { LaunchTemplateId: template.id, LaunchTemplateName: template.name, Version: template.version };
}

/** A tag as every operation of Auto Scaling writes it. */
export type TagOutput = {
  readonly ResourceId: string;
  readonly ResourceType: string;
  readonly Key: string;
  readonly Value: string;
  readonly PropagateAtLaunch: boolean;
};

export function tagOutputs(group: AutoScalingGroup): readonly TagOutput[] {
  return [...group.tags].map(([Key, { value, propagate }]) => ({
    ResourceId: group.name,
    ResourceType: 'auto-scaling-group',
    Key,
    Value: value,
    PropagateAtLaunch: propagate,
  }));
}

export function warmPoolOutput(pool: WarmPool): OutputObject {
  return {
    MaxGroupPreparedCapacity: pool.maxPrepared,
    MinSize: pool.minSize,
    PoolState: pool.poolState,
    InstanceReusePolicy: { ReuseOnScaleIn: pool.reuseOnScaleIn },
  };
}

export function activityOutput(activity: Activity, group: AutoScalingGroup): OutputObject {
  return {
    ActivityId: activity.id,
    AutoScalingGroupName: activity.groupName,
    Description: activity.description,
    Cause: activity.cause,
    StartTime: new Date(activity.startedAt),
    EndTime: activity.endedAt === undefined ? undefined : new Date(activity.endedAt),
    StatusCode: activity.status,
    StatusMessage: activity.statusMessage,
    Progress: activity.progress,
    Details: JSON.stringify({
      'Subnet ID': activity.details.subnetId,
      'Availability Zone': activity.details.zone,
    }),
    AutoScalingGroupARN: group.arn,
  };
}

function mixedOutput(policy: MixedInstancesPolicy): OutputObject {
  return {
    LaunchTemplate: {
      LaunchTemplateSpecification: templateOutput(policy.template),
      Overrides: policy.overrides.map((override) => ({
        InstanceType: override.instanceType,
        WeightedCapacity: override.weight,
        LaunchTemplateSpecification: override.template && templateOutput(override.template),
      })),
    },
    InstancesDistribution: {
      OnDemandAllocationStrategy: policy.distribution.onDemandAllocationStrategy,
      OnDemandBaseCapacity: policy.distribution.onDemandBaseCapacity,
      OnDemandPercentageAboveBaseCapacity: policy.distribution.onDemandPercentageAboveBase,
      SpotAllocationStrategy: policy.distribution.spotAllocationStrategy,
      SpotInstancePools: 2,
    },
  };
}
