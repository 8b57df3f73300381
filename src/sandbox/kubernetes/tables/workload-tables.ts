import { selectorText, type LabelSelectorObject } from '../selectors/label-selector.ts';
import {
  childOf,
  isFields,
  listOf,
  mapOf,
  numberOf,
  scalarText,
  textOf,
  type Fields,
} from '../schema/fields.ts';
import { AGE, column, NAME, wide, type Column, type TableForm } from './columns.ts';
import { age, humanDuration } from './human-duration.ts';

const CONTAINERS: readonly Column[] = [
  wide('Containers', 'Names of each container in the template.'),
  wide('Images', 'Images referenced by each container in the template.'),
  wide('Selector', 'Label selector for pods.'),
];

function nameOf(object: Fields): string {
  return textOf(childOf(object, 'metadata'), 'name');
}

function ageOf(object: Fields, now: number): string {
  return age(childOf(object, 'metadata')['creationTimestamp'], now);
}

function containerCells(object: Fields): string[] {
  const spec = childOf(object, 'spec');
  const containers = listOf(childOf(childOf(spec, 'template'), 'spec'), 'containers');
  return [
    containers.map((one) => textOf(one, 'name')).join(','),
    containers.map((one) => textOf(one, 'image')).join(','),
  ];
}

function selectorCell(object: Fields): string {
  return selectorText(childOf(object, 'spec')['selector'] as LabelSelectorObject) || '<none>';
}

function count(object: Fields, key: string): number {
  return numberOf(childOf(object, 'status'), key) ?? 0;
}

function wanted(object: Fields): number {
  return numberOf(childOf(object, 'spec'), 'replicas') ?? 0;
}

export const deploymentTable: TableForm = {
  columns: [
    NAME,
    column('Ready', 'Number of the pod with ready state'),
    column('Up-to-date', 'Total number of pods with the desired template.'),
    column('Available', 'Total number of available pods.'),
    AGE,
    ...CONTAINERS,
  ],
  cells: (object, now) => [
    nameOf(object),
    `${count(object, 'readyReplicas')}/${wanted(object)}`,
    count(object, 'updatedReplicas'),
    count(object, 'availableReplicas'),
    ageOf(object, now),
    ...containerCells(object),
    selectorCell(object),
  ],
};

export const replicaSetTable: TableForm = {
  columns: [
    NAME,
    column('Desired', 'Number of desired pods.', 'integer'),
    column('Current', 'Number of pods that were made.', 'integer'),
    column('Ready', 'Number of ready pods.', 'integer'),
    AGE,
    ...CONTAINERS,
  ],
  cells: (object, now) => [
    nameOf(object),
    wanted(object),
    count(object, 'replicas'),
    count(object, 'readyReplicas'),
    ageOf(object, now),
    ...containerCells(object),
    selectorCell(object),
  ],
};

export const statefulSetTable: TableForm = {
  columns: [NAME, column('Ready', 'Number of the pod with ready state'), AGE, ...CONTAINERS.slice(0, 2)],
  cells: (object, now) => [
    nameOf(object),
    `${count(object, 'readyReplicas')}/${wanted(object)}`,
    ageOf(object, now),
    ...containerCells(object),
  ],
};

export const daemonSetTable: TableForm = {
  columns: [
    NAME,
    column('Desired', 'Number of nodes that should run the pod.', 'integer'),
    column('Current', 'Number of nodes that run the pod.', 'integer'),
    column('Ready', 'Number of nodes with a ready pod.', 'integer'),
    column('Up-to-date', 'Number of nodes with a pod of the present template.', 'integer'),
    column('Available', 'Number of nodes with an available pod.', 'integer'),
    column('Node Selector', 'Labels that the nodes must have.'),
    AGE,
    ...CONTAINERS,
  ],
  cells: (object, now) => {
    const template = childOf(childOf(childOf(object, 'spec'), 'template'), 'spec');
    const nodes = Object.entries(mapOf(template, 'nodeSelector')).map((pair) => pair.join('='));
    return [
      nameOf(object),
      count(object, 'desiredNumberScheduled'),
      count(object, 'currentNumberScheduled'),
      count(object, 'numberReady'),
      count(object, 'updatedNumberScheduled'),
      count(object, 'numberAvailable'),
      nodes.join(',') || '<none>',
      ageOf(object, now),
      ...containerCells(object),
      selectorCell(object),
    ];
  },
};

function jobStatus(job: Fields): string {
  const conditions = listOf(childOf(job, 'status'), 'conditions');
  const isTrue = (type: string): boolean =>
    conditions.some((one) => one['type'] === type && one['status'] === 'True');
  if (isTrue('Complete')) return 'Complete';
  if (isTrue('Failed')) return 'Failed';
  if (textOf(childOf(job, 'metadata'), 'deletionTimestamp')) return 'Terminating';
  if (isTrue('Suspended')) return 'Suspended';
  if (isTrue('FailureTarget')) return 'FailureTarget';
  return isTrue('SuccessCriteriaMet') ? 'SuccessCriteriaMet' : 'Running';
}

export const jobTable: TableForm = {
  columns: [
    NAME,
    column('Status', 'Status of the job.'),
    column('Completions', 'Pods that succeeded, of those that should.'),
    column('Duration', 'Time required to complete the job.'),
    AGE,
    ...CONTAINERS,
  ],
  cells: (job, now) => {
    const spec = childOf(job, 'spec');
    const status = childOf(job, 'status');
    const started = Date.parse(textOf(status, 'startTime'));
    const ended = Date.parse(textOf(status, 'completionTime'));
    const ranMs = (Number.isNaN(ended) ? now : ended) - started;
    return [
      nameOf(job),
      jobStatus(job),
      `${count(job, 'succeeded')}/${numberOf(spec, 'completions') ?? '1 of ' + String(numberOf(spec, 'parallelism') ?? 1)}`,
      Number.isNaN(started) ? '' : humanDuration(ranMs),
      ageOf(job, now),
      ...containerCells(job),
      selectorCell(job),
    ];
  },
};

export const cronJobTable: TableForm = {
  columns: [
    NAME,
    column('Schedule', 'The schedule in Cron format.'),
    column('Timezone', 'The time zone name for the given schedule.'),
    column('Suspend', 'Whether no further runs are started.', 'boolean'),
    column('Active', 'Number of running jobs.', 'integer'),
    column('Last Schedule', 'When the job was last started.'),
    AGE,
  ],
  cells: (object, now) => {
    const spec = childOf(object, 'spec');
    const last = childOf(object, 'status')['lastScheduleTime'];
    return [
      nameOf(object),
      textOf(spec, 'schedule'),
      textOf(spec, 'timeZone') || '<none>',
      spec['suspend'] === true ? 'True' : 'False',
      listOf(childOf(object, 'status'), 'active').length,
      last ? age(last, now) : '<none>',
      ageOf(object, now),
    ];
  },
};

export const budgetTable: TableForm = {
  columns: [
    NAME,
    column('Min Available', 'The minimum number of pods that must be available.'),
    column('Max Unavailable', 'The maximum number of pods that may be unavailable.'),
    column('Allowed Disruptions', 'Calculated number of pods that may be disrupted at this time.', 'integer'),
    AGE,
  ],
  cells: (budget, now) => {
    const spec = childOf(budget, 'spec');
    const amount = (key: string): string => (spec[key] === undefined ? 'N/A' : scalarText(spec[key]));
    return [
      nameOf(budget),
      amount('minAvailable'),
      amount('maxUnavailable'),
      count(budget, 'disruptionsAllowed'),
      ageOf(budget, now),
    ];
  },
};

export const autoscalerTable: TableForm = {
  columns: [
    NAME,
    column('Reference', 'What is scaled.'),
    column('Targets', 'What is aimed at.'),
    column('MinPods', 'The least number of pods.'),
    column('MaxPods', 'The largest number of pods.', 'integer'),
    column('Replicas', 'The present number of pods.', 'integer'),
    AGE,
  ],
  cells: (object, now) => {
    const spec = childOf(object, 'spec');
    const target = childOf(spec, 'scaleTargetRef');
    const metrics = listOf(spec, 'metrics').map((metric) => {
      const aim = childOf(childOf(metric, 'resource'), 'target');
      return isFields(metric['resource'])
        ? `<unknown>/${scalarText(aim['averageUtilization'] ?? '?')}%`
        : '<unknown>';
    });
    return [
      nameOf(object),
      `${textOf(target, 'kind')}/${textOf(target, 'name')}`,
      metrics.join(', ') || '<none>',
      String(numberOf(spec, 'minReplicas') ?? '<unset>'),
      numberOf(spec, 'maxReplicas') ?? 0,
      count(object, 'currentReplicas'),
      ageOf(object, now),
    ];
  },
};
