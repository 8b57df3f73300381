import { objectName, type Workload } from '../../fleet/workload.ts';
import type { CronJob } from '../../fleet/cron-job.ts';
import type { Fleet } from '../fleet.ts';
import type { Observation, PreflightCheck } from '../preflight-check.ts';

interface Actuator {
  readonly name: string;
  readonly pattern: RegExp;
  /** Blocks: it takes nodes away itself. Warns: it evicts a pod here and there. */
  readonly severity: 'blocker' | 'warning';
  readonly does: string;
}

const ACTUATORS: readonly Actuator[] = [
  { name: 'kured', pattern: /(^|\/)kured(:|@|$)/, severity: 'blocker', does: 'reboots nodes' },
  { name: 'draino', pattern: /draino/, severity: 'blocker', does: 'drains nodes' },
  {
    name: 'system-upgrade-controller',
    pattern: /system-upgrade-controller/,
    severity: 'blocker',
    does: 'upgrades nodes',
  },
  {
    name: 'the Bottlerocket update operator',
    pattern: /bottlerocket-update-operator/,
    severity: 'blocker',
    does: 'updates and reboots nodes',
  },
  { name: 'the descheduler', pattern: /descheduler/, severity: 'warning', does: 'evicts pods' },
  {
    name: 'the VPA updater',
    pattern: /vpa-updater|vertical-pod-autoscaler-updater/,
    severity: 'warning',
    does: 'evicts pods',
  },
  {
    name: 'the node termination handler',
    pattern: /aws-node-termination-handler/,
    severity: 'warning',
    does: 'drains a node again when its instance ends',
  },
];

/** kured keeps its lock on its own DaemonSet. */
const KURED_LOCK = 'weave.works/kured-node-lock';

/** What is installed but idle, at zero replicas or suspended, does nothing. */
export const otherActuator: PreflightCheck = {
  id: 'other-actuator',
  number: 81,
  title: 'Something else drains nodes or evicts pods',
  why: 'Two at once defeat every budget, and a node may vanish that drover counts on.',
  severities: ['blocker', 'warning'],
  gate: true,
  needs: ['deployments', 'daemonSets'],
  uses: ['cronJobs', 'managedGroup'],

  inspect(fleet) {
    const running = [...fleet.get('deployments'), ...fleet.get('daemonSets')].filter(isRunning);
    return [
      ...running.flatMap((workload) => found(imagesOf(workload), nameOf(workload), isLocked(workload))),
      ...(fleet.find('cronJobs') ?? [])
        .filter(({ spec }) => !spec.suspend)
        .flatMap((cronJob) => found(imagesOfCronJob(cronJob), cronJobName(cronJob), false)),
      ...autoRepair(fleet),
    ];
  },
};

function found(images: readonly string[], object: string, locked: boolean): Observation[] {
  const actuator = ACTUATORS.find(({ pattern }) => images.some((image) => pattern.test(image)));
  if (!actuator) return [];
  return [
    {
      severity: actuator.severity,
      objects: [object],
      message: `${object} is ${actuator.name}, which ${actuator.does}${locked ? '; it is at work right now' : ''}.`,
      fix: 'Pause it for the time of the rollout (scale it to zero, or suspend it), or leave these nodes to it.',
    },
  ];
}

function autoRepair(fleet: Fleet): Observation[] {
  const group = fleet.find('managedGroup');
  if (!group?.autoRepair) return [];
  return [
    {
      severity: 'warning',
      objects: [`ManagedNodeGroup/${group.name}`],
      message: `EKS repairs nodes of ${group.name} by itself, and may replace one while another is drained.`,
      fix: 'Switch node auto repair off for the time of the rollout.',
    },
  ];
}

function isRunning({ kind, spec, status }: Workload): boolean {
  return kind === 'DaemonSet' ? (status?.desiredNumberScheduled ?? 1) > 0 : (spec.replicas ?? 1) > 0;
}

function isLocked({ metadata }: Workload): boolean {
  return metadata.annotations?.[KURED_LOCK] !== undefined;
}

function imagesOf({ spec }: Workload): readonly string[] {
  return spec.template.spec.containers.map(({ image = '' }) => image);
}

function nameOf({ kind, metadata }: Workload): string {
  return objectName(kind, metadata.namespace, metadata.name);
}

function imagesOfCronJob({ spec }: CronJob): readonly string[] {
  return spec.jobTemplate.spec.template.spec.containers.map(({ image = '' }) => image);
}

function cronJobName({ metadata }: CronJob): string {
  return objectName('CronJob', metadata.namespace, metadata.name);
}
