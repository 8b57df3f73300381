import type { Observation, PreflightCheck } from '../preflight-check.ts';

/** Without these no instance comes or goes. */
const NEEDED = ['Launch', 'Terminate'];

const EFFECTS: Readonly<Record<string, string>> = {
  HealthCheck: 'sick instances are not noticed',
  ReplaceUnhealthy: 'sick instances are not replaced',
  AddToLoadBalancer: 'new instances are not registered with the load balancer, not even later',
  AlarmNotification: 'scaling policies do not act',
  ScheduledActions: 'scheduled actions do not run',
  InstanceRefresh: 'instance refreshes do not run',
};

/** AZRebalance is suspended by drover itself for the time of a rollout, so nothing is told of it. */
export const asgSuspended: PreflightCheck = {
  id: 'asg-suspended',
  number: 90,
  title: 'Processes of the Auto Scaling group are suspended',
  why: 'Without Launch or Terminate no replacement comes and no old node goes.',
  severities: ['blocker', 'warning'],
  gate: false,
  needs: ['group'],

  inspect(fleet) {
    const { name, suspendedProcesses } = fleet.get('group');
    const fix = (processes: readonly string[]) =>
      `Find out who suspended them and why (AWS itself does after a day of failed launches), then: aws autoscaling resume-processes --auto-scaling-group-name ${name} --scaling-processes ${processes.join(' ')}`;
    const missing = suspendedProcesses.filter((process) => NEEDED.includes(process)).toSorted();
    const others = suspendedProcesses.filter((process) => process in EFFECTS).toSorted();
    const observations: Observation[] = [];
    if (missing.length > 0) {
      observations.push({
        severity: 'blocker',
        objects: [`AutoScalingGroup/${name}`],
        message: `${missing.join(' and ')} ${missing.length === 1 ? 'is' : 'are'} suspended in ${name}: nodes cannot be replaced.`,
        fix: fix(missing),
      });
    }
    if (others.length > 0) {
      observations.push({
        severity: 'warning',
        objects: [`AutoScalingGroup/${name}`],
        message: `Suspended in ${name}: ${others.map((process) => `${process} (${EFFECTS[process]})`).join(', ')}.`,
        fix: fix(others),
      });
    }
    return observations;
  },
};
