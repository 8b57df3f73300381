import { childOf, isSame, listOf, mapOf, numberOf, textOf, type Fields } from '../schema/fields.ts';
import { containerErrors } from './containers.ts';
import {
  duplicateValue,
  forbiddenValue,
  invalidValue,
  notSupported,
  requiredValue,
  type FieldError,
} from './field-error.ts';
import { duplicateNameErrors, labelErrors } from './metadata.ts';
import { labelProblems, qualifiedNameProblems, subdomainProblems } from './names.ts';
import { tolerationErrors } from './taints.ts';

export function podErrors(pod: Fields): FieldError[] {
  return podSpecErrors(childOf(pod, 'spec'), 'spec');
}

/** What is wrong with a pod's spec, also in the template of a workload. */
export function podSpecErrors(spec: Fields, field: string): FieldError[] {
  return [
    ...volumeErrors(spec, field),
    ...containersErrors(spec, field),
    ...choiceErrors(spec, field),
    ...labelErrors(mapOf(spec, 'nodeSelector'), `${field}.nodeSelector`),
    ...listOf(spec, 'tolerations').flatMap((one, index) =>
      tolerationErrors(one, `${field}.tolerations[${index}]`),
    ),
    ...nameErrors(spec, field),
    ...spreadErrors(spec, field),
  ];
}

function containersErrors(spec: Fields, field: string): FieldError[] {
  const containers = listOf(spec, 'containers');
  const inits = listOf(spec, 'initContainers');
  if (containers.length === 0) return [requiredValue(`${field}.containers`)];
  const volumes = new Set(listOf(spec, 'volumes').map((volume) => textOf(volume, 'name')));
  const names = containers.map((container) => textOf(container, 'name'));
  return [
    ...containers.flatMap((one, index) => containerErrors(one, `${field}.containers[${index}]`, volumes)),
    ...duplicateNameErrors(names, (index) => `${field}.containers[${index}].name`),
    ...inits.flatMap((one, index) => containerErrors(one, `${field}.initContainers[${index}]`, volumes)),
    ...inits.flatMap((one, index) =>
      names.includes(textOf(one, 'name'))
        ? [duplicateValue(`${field}.initContainers[${index}].name`, textOf(one, 'name'))]
        : [],
    ),
  ];
}

const RESTART_POLICIES = ['Always', 'OnFailure', 'Never'];
const DNS_POLICIES = ['ClusterFirstWithHostNet', 'ClusterFirst', 'Default', 'None'];

function choiceErrors(spec: Fields, field: string): FieldError[] {
  const errors: FieldError[] = [];
  const restart = textOf(spec, 'restartPolicy');
  if (restart && !RESTART_POLICIES.includes(restart))
    errors.push(notSupported(`${field}.restartPolicy`, restart, RESTART_POLICIES));
  const dns = textOf(spec, 'dnsPolicy');
  if (dns && !DNS_POLICIES.includes(dns))
    errors.push(notSupported(`${field}.dnsPolicy`, dns, DNS_POLICIES.toSorted()));
  const deadline = numberOf(spec, 'activeDeadlineSeconds');
  if (deadline !== undefined && (deadline < 1 || deadline > 2_147_483_647))
    errors.push(
      invalidValue(`${field}.activeDeadlineSeconds`, deadline, 'must be between 1 and 2147483647, inclusive'),
    );
  return errors;
}

function nameErrors(spec: Fields, field: string): FieldError[] {
  const wrong = (key: string, problems: (name: string) => string[]): FieldError[] => {
    const value = textOf(spec, key);
    return value ? problems(value).map((problem) => invalidValue(`${field}.${key}`, value, problem)) : [];
  };
  return [
    ...wrong('serviceAccountName', subdomainProblems),
    ...wrong('nodeName', subdomainProblems),
    ...wrong('hostname', labelProblems),
    ...wrong('subdomain', labelProblems),
    ...wrong('priorityClassName', subdomainProblems),
    ...wrong('runtimeClassName', subdomainProblems),
    ...listOf(spec, 'readinessGates').flatMap((gate, index) =>
      qualifiedNameProblems(textOf(gate, 'conditionType')).map((problem) =>
        invalidValue(
          `${field}.readinessGates[${index}].conditionType`,
          textOf(gate, 'conditionType'),
          problem,
        ),
      ),
    ),
  ];
}

function volumeErrors(spec: Fields, field: string): FieldError[] {
  const volumes = listOf(spec, 'volumes');
  const errors = volumes.flatMap((volume, index) => {
    const name = textOf(volume, 'name');
    const at = `${field}.volumes[${index}].name`;
    if (!name) return [requiredValue(at)];
    return labelProblems(name).map((problem) => invalidValue(at, name, problem));
  });
  const names = volumes.map((volume) => textOf(volume, 'name'));
  return [...errors, ...duplicateNameErrors(names, (index) => `${field}.volumes[${index}].name`)];
}

const SPREAD_ACTIONS = ['DoNotSchedule', 'ScheduleAnyway'];

function spreadErrors(spec: Fields, field: string): FieldError[] {
  return listOf(spec, 'topologySpreadConstraints').flatMap((one, index) => {
    const at = `${field}.topologySpreadConstraints[${index}]`;
    const errors: FieldError[] = [];
    const skew = numberOf(one, 'maxSkew') ?? 0;
    if (skew <= 0) errors.push(invalidValue(`${at}.maxSkew`, skew, 'must be greater than zero'));
    if (!textOf(one, 'topologyKey')) errors.push(requiredValue(`${at}.topologyKey`, 'can not be empty'));
    const action = textOf(one, 'whenUnsatisfiable');
    if (!SPREAD_ACTIONS.includes(action))
      errors.push(notSupported(`${at}.whenUnsatisfiable`, action, SPREAD_ACTIONS));
    return errors;
  });
}

const CHANGEABLE =
  'pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)';

/** A pod is what it was made as, but for a few fields. */
export function podUpdateErrors(next: Fields, current: Fields): FieldError[] {
  const errors = podErrors(next);
  const before = childOf(current, 'spec');
  const after = structuredClone(childOf(next, 'spec'));
  for (const key of ['containers', 'initContainers']) {
    const old = listOf(before, key);
    const now = listOf(after, key);
    if (old.length !== now.length)
      return [...errors, forbiddenValue(`spec.${key}`, 'pod updates may not add or remove containers')];
    now.forEach((container, index) => (container['image'] = old[index]?.['image']));
  }
  errors.push(
    ...deadlineErrors(before, after),
    ...tolerationChangeErrors(before, after),
    ...gateErrors(before, after),
  );
  const grace = numberOf(before, 'terminationGracePeriodSeconds') ?? 0;
  if (grace < 0 && after['terminationGracePeriodSeconds'] === 1)
    after['terminationGracePeriodSeconds'] = grace;
  for (const key of ['activeDeadlineSeconds', 'tolerations', 'schedulingGates']) restore(after, before, key);
  if (listOf(before, 'schedulingGates').length > 0)
    for (const key of ['nodeSelector', 'affinity']) restore(after, before, key);
  const changed = changedKeys(before, after);
  if (changed.length > 0)
    errors.push(forbiddenValue('spec', `${CHANGEABLE}\n${changeText(before, after, changed)}`));
  return errors;
}

function restore(after: Fields, before: Fields, key: string): void {
  if (before[key] === undefined) delete after[key];
  else after[key] = before[key];
}

function changedKeys(before: Fields, after: Fields): string[] {
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...keys].filter((key) => !isSame(before[key] ?? null, after[key] ?? null));
}

/** The server shows the difference of its own structs; here it is that of the fields. */
function changeText(before: Fields, after: Fields, keys: readonly string[]): string {
  const lines = keys.map(
    (key) =>
      `- \t${key}: ${JSON.stringify(before[key] ?? null)},\n+ \t${key}: ${JSON.stringify(after[key] ?? null)},`,
  );
  return `  core.PodSpec{\n${lines.join('\n')}\n  }\n`;
}

function deadlineErrors(before: Fields, after: Fields): FieldError[] {
  const old = numberOf(before, 'activeDeadlineSeconds');
  const now = numberOf(after, 'activeDeadlineSeconds');
  if (old === undefined || (now !== undefined && now <= old)) return [];
  return [
    invalidValue('spec.activeDeadlineSeconds', now ?? null, `must be less than or equal to previous value`),
  ];
}

function tolerationChangeErrors(before: Fields, after: Fields): FieldError[] {
  const kept = listOf(after, 'tolerations').map((one) => JSON.stringify({ ...one, tolerationSeconds: 0 }));
  const isMissing = listOf(before, 'tolerations').some(
    (one) => !kept.includes(JSON.stringify({ ...one, tolerationSeconds: 0 })),
  );
  if (!isMissing) return [];
  return [
    forbiddenValue(
      'spec.tolerations',
      'existing toleration can not be modified except its tolerationSeconds',
    ),
  ];
}

function gateErrors(before: Fields, after: Fields): FieldError[] {
  const old = listOf(before, 'schedulingGates').map((gate) => textOf(gate, 'name'));
  const added = listOf(after, 'schedulingGates')
    .map((gate) => textOf(gate, 'name'))
    .filter((one) => !old.includes(one));
  if (added.length === 0) return [];
  const detail = `only deletion is allowed, but found new scheduling gate '${added[0]}'`;
  return [forbiddenValue('spec.schedulingGates', detail)];
}

/** A report of the status may say nearly anything; the nominated node has a name. */
export function podStatusErrors(next: Fields): FieldError[] {
  const nominated = textOf(childOf(next, 'status'), 'nominatedNodeName');
  if (!nominated) return [];
  return subdomainProblems(nominated).map((problem) =>
    invalidValue('status.nominatedNodeName', nominated, problem),
  );
}
