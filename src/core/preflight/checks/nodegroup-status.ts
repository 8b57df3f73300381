import type { Observation, PreflightCheck } from '../preflight-check.ts';

/** Issues under which no new node comes. Others are told as warnings; old ones stay listed for a while. */
const BLOCKING =
  /^(AsgInstanceLaunchFailures|AutoScalingGroup.*|AmiIdNotFound|Ec2LaunchTemplate.*|SourceEc2LaunchTemplateNotFound|Ec2Subnet.*|InsufficientFreeAddresses|InstanceLimitExceeded|IamInstanceProfileNotFound|IamNodeRoleNotFound|AccessDenied|ClusterUnreachable|NodeCreationFailure|PodEvictionFailure)$/;

export const nodegroupStatus: PreflightCheck = {
  id: 'nodegroup-status',
  number: 86,
  title: 'The managed node group is not in order',
  why: 'EKS will not replace its nodes, or is at it already.',
  severities: ['blocker', 'warning'],
  gate: true,
  needs: ['managedGroup'],

  inspect(fleet) {
    const { name, status, issues } = fleet.get('managedGroup');
    const objects = [`ManagedNodeGroup/${name}`];
    const observations: Observation[] = issues.map(({ code, message, resourceIds }) => ({
      severity: BLOCKING.test(code) ? 'blocker' : 'warning',
      objects: [...objects, ...resourceIds],
      message: `EKS reports ${code} for ${name}: ${message}`,
      fix: 'Repair what it names; it may stay listed for a while afterwards.',
    }));
    if (status === 'ACTIVE' || (status === 'DEGRADED' && issues.length > 0)) return observations;
    const fix = 'Wait until it is ACTIVE.';
    return [
      ...observations,
      { severity: 'blocker', objects, message: `The managed node group ${name} is ${status}.`, fix },
    ];
  },
};
