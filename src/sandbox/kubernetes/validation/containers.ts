import { childOf, isFields, listOf, mapOf, numberOf, textOf, type Fields } from '../schema/fields.ts';
import { quantityValue } from '../schema/quantity.ts';
import {
  duplicateValue,
  forbiddenValue,
  invalidValue,
  notSupported,
  requiredValue,
  type FieldError,
} from './field-error.ts';
import { labelProblems } from './names.ts';

const PORT_MAX = 65_535;
const PULL_POLICIES = ['Always', 'IfNotPresent', 'Never'];
const PROTOCOLS = ['SCTP', 'TCP', 'UDP'];

export function containerErrors(
  container: Fields,
  field: string,
  volumes: ReadonlySet<string>,
): FieldError[] {
  const errors: FieldError[] = [];
  const name = textOf(container, 'name');
  if (!name) errors.push(requiredValue(`${field}.name`));
  else for (const problem of labelProblems(name)) errors.push(invalidValue(`${field}.name`, name, problem));
  if (!textOf(container, 'image').trim()) errors.push(requiredValue(`${field}.image`));
  return [
    ...errors,
    ...portErrors(container, field),
    ...variableErrors(container, field),
    ...mountErrors(container, field, volumes),
    ...probeErrors(container, field),
    ...policyErrors(container, field),
    ...resourceErrors(childOf(container, 'resources'), `${field}.resources`),
  ];
}

function portErrors(container: Fields, field: string): FieldError[] {
  const hostPorts = new Set<string>();
  return listOf(container, 'ports').flatMap((port, index) => {
    const at = `${field}.ports[${index}]`;
    const errors: FieldError[] = [];
    const number = numberOf(port, 'containerPort') ?? 0;
    if (number === 0) errors.push(requiredValue(`${at}.containerPort`));
    else errors.push(...portNumberErrors(number, `${at}.containerPort`));
    const hostPort = numberOf(port, 'hostPort') ?? 0;
    const protocol = textOf(port, 'protocol');
    if (hostPort !== 0) {
      errors.push(...portNumberErrors(hostPort, `${at}.hostPort`));
      const key = `${protocol}/${textOf(port, 'hostIP')}/${hostPort}`;
      if (hostPorts.has(key)) errors.push(duplicateValue(`${at}.hostPort`, key));
      hostPorts.add(key);
    }
    if (protocol && !PROTOCOLS.includes(protocol))
      errors.push(notSupported(`${at}.protocol`, protocol, PROTOCOLS));
    return errors;
  });
}

export function portNumberErrors(port: number, field: string): FieldError[] {
  if (port >= 1 && port <= PORT_MAX) return [];
  return [invalidValue(field, port, `must be between 1 and ${PORT_MAX}, inclusive`)];
}

function variableErrors(container: Fields, field: string): FieldError[] {
  return listOf(container, 'env').flatMap((variable, index) => {
    const at = `${field}.env[${index}]`;
    const errors: FieldError[] = [];
    if (!textOf(variable, 'name')) errors.push(requiredValue(`${at}.name`));
    if (isFields(variable['valueFrom']) && textOf(variable, 'value'))
      errors.push(invalidValue(`${at}.valueFrom`, '', 'may not be specified when `value` is not empty'));
    return errors;
  });
}

function mountErrors(container: Fields, field: string, volumes: ReadonlySet<string>): FieldError[] {
  const paths = new Set<string>();
  return listOf(container, 'volumeMounts').flatMap((mount, index) => {
    const at = `${field}.volumeMounts[${index}]`;
    const name = textOf(mount, 'name');
    const path = textOf(mount, 'mountPath');
    const errors: FieldError[] = [];
    if (!name) errors.push(requiredValue(`${at}.name`));
    else if (!volumes.has(name))
      errors.push({
        reason: 'FieldValueNotFound',
        field: `${at}.name`,
        text: `Not found: ${JSON.stringify(name)}`,
      });
    if (!path) errors.push(requiredValue(`${at}.mountPath`));
    else if (paths.has(path)) errors.push(invalidValue(`${at}.mountPath`, path, 'must be unique'));
    paths.add(path);
    return errors;
  });
}

const HANDLERS = ['exec', 'httpGet', 'tcpSocket', 'grpc', 'sleep'];

function probeErrors(container: Fields, field: string): FieldError[] {
  const errors: FieldError[] = [];
  for (const name of ['livenessProbe', 'readinessProbe', 'startupProbe']) {
    const probe = container[name];
    if (!isFields(probe)) continue;
    errors.push(...handlerErrors(probe, `${field}.${name}`));
    for (const key of [
      'initialDelaySeconds',
      'timeoutSeconds',
      'periodSeconds',
      'successThreshold',
      'failureThreshold',
    ])
      errors.push(...notNegative(probe, key, `${field}.${name}`));
    const successes = numberOf(probe, 'successThreshold') ?? 1;
    if (name !== 'readinessProbe' && successes !== 1)
      errors.push(invalidValue(`${field}.${name}.successThreshold`, successes, 'must be 1'));
  }
  for (const hook of ['postStart', 'preStop']) {
    const handler = childOf(container, 'lifecycle')[hook];
    if (isFields(handler)) errors.push(...handlerErrors(handler, `${field}.lifecycle.${hook}`));
  }
  return errors;
}

function handlerErrors(handler: Fields, field: string): FieldError[] {
  const given = HANDLERS.filter((name) => isFields(handler[name]));
  if (given.length === 0) return [requiredValue(field, 'must specify a handler type')];
  const errors: FieldError[] = given
    .slice(1)
    .map((name) => forbiddenValue(`${field}.${name}`, 'may not specify more than 1 handler type'));
  const command = childOf(handler, 'exec')['command'];
  if (isFields(handler['exec']) && (!Array.isArray(command) || command.length === 0))
    errors.push(requiredValue(`${field}.exec.command`));
  return errors;
}

function notNegative(parent: Fields, key: string, field: string): FieldError[] {
  const value = numberOf(parent, key) ?? 0;
  return value < 0 ? [invalidValue(`${field}.${key}`, value, 'must be greater than or equal to 0')] : [];
}

function policyErrors(container: Fields, field: string): FieldError[] {
  const policy = textOf(container, 'imagePullPolicy');
  if (!policy || PULL_POLICIES.includes(policy)) return [];
  return [notSupported(`${field}.imagePullPolicy`, policy, PULL_POLICIES)];
}

/** Whole pieces: only cpu, memory and storage can be divided, and may be asked for beyond the request. */
const DIVISIBLE = ['cpu', 'memory', 'ephemeral-storage'];

function resourceErrors(resources: Fields, field: string): FieldError[] {
  const requests = mapOf(resources, 'requests');
  const limits = mapOf(resources, 'limits');
  const errors: FieldError[] = [];
  for (const [list, amounts] of [['limits', limits] as const, ['requests', requests] as const]) {
    for (const [name, amount] of Object.entries(amounts)) {
      if ((quantityValue(amount) ?? 0) < 0)
        errors.push(invalidValue(`${field}.${list}.${name}`, amount, 'must be greater than or equal to 0'));
    }
  }
  for (const [name, amount] of Object.entries(requests)) {
    const limit = limits[name];
    if (limit === undefined) {
      if (!DIVISIBLE.includes(name) && !name.startsWith('hugepages-'))
        errors.push(requiredValue(`${field}.limits`, 'Limit must be set for non overcommitable resources'));
    } else if ((quantityValue(amount) ?? 0) > (quantityValue(limit) ?? 0)) {
      const detail = `must be less than or equal to ${name} limit of ${limit}`;
      errors.push(invalidValue(`${field}.requests`, amount, detail));
    }
  }
  return errors;
}
