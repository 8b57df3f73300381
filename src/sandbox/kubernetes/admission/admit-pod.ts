import { forbidden } from '../answers/api-error.ts';
import {
  childOf,
  isFields,
  listOf,
  mapOf,
  numberOf,
  ownChild,
  textOf,
  type Fields,
} from '../schema/fields.ts';
import type { ObjectSpace, WriteContext } from '../writes/write-context.ts';

/** Priority, runtime class, limit ranges and default tolerations of a new pod, as the admission plugins set them. */
export function admitPod(pod: Fields, { space }: WriteContext): void {
  const spec = ownChild(pod, 'spec');
  const name = textOf(childOf(pod, 'metadata'), 'name');
  applyRuntimeClass(spec, name, space);
  applyPriority(spec, name, space);
  applyLimitRanges(spec, textOf(childOf(pod, 'metadata'), 'namespace'), space);
  addDefaultTolerations(spec);
}

/** How long a pod stays bound to a node that went away. */
const TOLERATION_SECONDS = 300;
const TOLERATED = ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable'];

function addDefaultTolerations(spec: Fields): void {
  const tolerations = listOf(spec, 'tolerations');
  const missing = TOLERATED.filter(
    (key) =>
      !tolerations.some(
        (one) =>
          (one['key'] === key || !textOf(one, 'key')) &&
          (one['effect'] === 'NoExecute' || !textOf(one, 'effect')),
      ),
  );
  if (missing.length === 0) return;
  spec['tolerations'] = [
    ...tolerations,
    ...missing.map((key) => ({
      key,
      operator: 'Exists',
      effect: 'NoExecute',
      tolerationSeconds: TOLERATION_SECONDS,
    })),
  ];
}

function applyPriority(spec: Fields, podName: string, { store }: ObjectSpace): void {
  const className = textOf(spec, 'priorityClassName');
  const classes = store.list('priorityclasses.scheduling.k8s.io');
  const chosen = className
    ? classes.find((one) => one.metadata.name === className)
    : classes.findLast((one) => one['globalDefault'] === true);
  if (className && !chosen)
    throw forbidden(
      { group: '', resource: 'pods' },
      podName,
      `no PriorityClass with name ${className} was found`,
    );
  const value = numberOf(chosen, 'value') ?? 0;
  const policy = textOf(chosen, 'preemptionPolicy') || 'PreemptLowerPriority';
  if (numberOf(spec, 'priority') !== undefined && spec['priority'] !== value) {
    const why = `the integer value of priority (${String(spec['priority'])}) must not be provided in pod spec; priority admission controller computed ${value} from the given PriorityClass name`;
    throw forbidden({ group: '', resource: 'pods' }, podName, why);
  }
  if (chosen) spec['priorityClassName'] = chosen.metadata.name;
  spec['priority'] = value;
  spec['preemptionPolicy'] ??= policy;
}

function applyRuntimeClass(spec: Fields, podName: string, { store }: ObjectSpace): void {
  const className = textOf(spec, 'runtimeClassName');
  if (!className) return;
  const found = store.get('runtimeclasses.node.k8s.io', undefined, className);
  if (!found)
    throw forbidden(
      { group: '', resource: 'pods' },
      podName,
      `pod rejected: RuntimeClass "${className}" not found`,
    );
  const overhead = childOf(found, 'overhead')['podFixed'];
  if (isFields(overhead)) spec['overhead'] = { ...overhead };
  const scheduling = childOf(found, 'scheduling');
  for (const [key, value] of Object.entries(mapOf(scheduling, 'nodeSelector')))
    ownChild(spec, 'nodeSelector')[key] = value;
  const added = listOf(scheduling, 'tolerations');
  if (added.length > 0) spec['tolerations'] = [...listOf(spec, 'tolerations'), ...added];
}

/** Containers that say nothing of a resource get the defaults of the namespace. */
function applyLimitRanges(spec: Fields, namespace: string, { store }: ObjectSpace): void {
  for (const range of store.list('limitranges', namespace)) {
    for (const limit of listOf(childOf(range, 'spec'), 'limits')) {
      if (limit['type'] !== 'Container') continue;
      for (const container of [...listOf(spec, 'containers'), ...listOf(spec, 'initContainers')]) {
        const resources = ownChild(container, 'resources');
        fill(resources, 'limits', mapOf(limit, 'default'));
        fill(resources, 'requests', { ...mapOf(limit, 'default'), ...mapOf(limit, 'defaultRequest') });
      }
    }
  }
}

function fill(resources: Fields, key: string, defaults: Readonly<Record<string, string>>): void {
  for (const [name, amount] of Object.entries(defaults)) ownChild(resources, key)[name] ??= amount;
}
