import {
  childOf,
  defaultTo,
  listOf,
  numberOf,
  ownChild,
  textOf,
  textsOf,
  type Fields,
} from '../schema/fields.ts';
import { portNumberErrors } from '../validation/containers.ts';
import {
  forbiddenValue,
  invalidValue,
  notSupported,
  requiredValue,
  type FieldError,
} from '../validation/field-error.ts';
import { label1035Problems } from '../validation/names.ts';
import { keepSpec, keepStatus, withoutStatus, type Strategy } from './strategy.ts';

const TYPES = ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort'];

export const services: Strategy = {
  nameProblems: label1035Problems,
  defaults: serviceDefaults,
  prepareCreate: withoutStatus({ loadBalancer: {} }),
  prepareUpdate: (next, current) => {
    keepStatus(next, current);
    const before = childOf(current, 'spec');
    const after = ownChild(next, 'spec');
    // An update that leaves the addresses out keeps them.
    for (const key of ['clusterIP', 'clusterIPs', 'ipFamilies', 'ipFamilyPolicy', 'healthCheckNodePort'])
      if (!after[key] && before[key]) after[key] = before[key];
  },
  prepareStatusUpdate: keepSpec,
  validate: serviceErrors,
  validateUpdate: (next, current) => [...addressChangeErrors(next, current), ...serviceErrors(next)],
  createsOnUpdate: true,
  returnsDeleted: true,
};

function serviceDefaults(service: Fields): void {
  const spec = ownChild(service, 'spec');
  defaultTo(spec, 'type', 'ClusterIP');
  defaultTo(spec, 'sessionAffinity', 'None');
  for (const port of listOf(spec, 'ports')) {
    defaultTo(port, 'protocol', 'TCP');
    if (!port['targetPort']) port['targetPort'] = port['port'];
  }
  if (spec['type'] === 'ExternalName') return;
  defaultTo(spec, 'internalTrafficPolicy', 'Cluster');
  if (spec['type'] === 'NodePort' || spec['type'] === 'LoadBalancer') {
    defaultTo(spec, 'externalTrafficPolicy', 'Cluster');
    if (spec['type'] === 'LoadBalancer') spec['allocateLoadBalancerNodePorts'] ??= true;
  }
  if (spec['sessionAffinity'] === 'ClientIP')
    spec['sessionAffinityConfig'] ??= { clientIP: { timeoutSeconds: 10_800 } };
}

function serviceErrors(service: Fields): FieldError[] {
  const spec = childOf(service, 'spec');
  const errors: FieldError[] = [];
  const type = textOf(spec, 'type');
  const ports = listOf(spec, 'ports');
  const isHeadless = textOf(spec, 'clusterIP') === 'None';
  if (!TYPES.includes(type)) errors.push(notSupported('spec.type', type, TYPES));
  if (ports.length === 0 && !isHeadless && type !== 'ExternalName') errors.push(requiredValue('spec.ports'));
  if (type === 'ExternalName' && !textOf(spec, 'externalName'))
    errors.push(
      invalidValue(
        'spec.externalName',
        '',
        'a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters',
      ),
    );
  if (isHeadless && (type === 'NodePort' || type === 'LoadBalancer'))
    errors.push(invalidValue('spec.clusterIPs[0]', 'None', `may not be set to 'None' for ${type} services`));
  ports.forEach((port, index) => {
    const at = `spec.ports[${index}]`;
    if (ports.length > 1 && !textOf(port, 'name')) errors.push(requiredValue(`${at}.name`));
    errors.push(...portNumberErrors(numberOf(port, 'port') ?? 0, `${at}.port`));
  });
  return errors;
}

function addressChangeErrors(next: Fields, current: Fields): FieldError[] {
  const before = textsOf(childOf(current, 'spec'), 'clusterIPs')[0];
  const after = textsOf(childOf(next, 'spec'), 'clusterIPs')[0];
  const type = textOf(childOf(next, 'spec'), 'type');
  if (!before || before === after || type === 'ExternalName') return [];
  return [invalidValue('spec.clusterIPs[0]', after ?? '', 'may not change once set')];
}

export const endpoints: Strategy = {
  defaults: (object) => {
    for (const subset of listOf(object, 'subsets'))
      for (const port of listOf(subset, 'ports')) defaultTo(port, 'protocol', 'TCP');
  },
  createsOnUpdate: true,
};

const ADDRESS_TYPES = ['FQDN', 'IPv4', 'IPv6'];

export const endpointSlices: Strategy = {
  generation: ['addressType', 'endpoints', 'ports'],
  defaults: (slice) => {
    for (const port of listOf(slice, 'ports')) {
      port['name'] ??= '';
      defaultTo(port, 'protocol', 'TCP');
    }
  },
  validate: (slice) => {
    const type = textOf(slice, 'addressType');
    if (!type) return [requiredValue('addressType')];
    return ADDRESS_TYPES.includes(type) ? [] : [notSupported('addressType', type, ADDRESS_TYPES)];
  },
  validateUpdate: (next, current) =>
    next['addressType'] === current['addressType']
      ? []
      : [invalidValue('addressType', next['addressType'], 'field is immutable')],
};

export const ingresses: Strategy = {
  generation: ['spec'],
  prepareCreate: withoutStatus({ loadBalancer: {} }),
  prepareUpdate: keepStatus,
  prepareStatusUpdate: keepSpec,
  validate: (ingress) => {
    const spec = childOf(ingress, 'spec');
    if (listOf(spec, 'rules').length === 0 && !spec['defaultBackend'])
      return [invalidValue('spec', spec, 'either `defaultBackend` or `rules` must be specified')];
    return [];
  },
};

export const networkPolicies: Strategy = {
  generation: ['spec'],
  defaults: (policy) => {
    const spec = ownChild(policy, 'spec');
    const types = ['Ingress', ...(spec['egress'] === undefined ? [] : ['Egress'])];
    if (textsOf(spec, 'policyTypes').length === 0) spec['policyTypes'] = types;
    for (const rule of [...listOf(spec, 'ingress'), ...listOf(spec, 'egress')])
      for (const port of listOf(rule, 'ports')) defaultTo(port, 'protocol', 'TCP');
  },
};

export const ingressClasses: Strategy = {
  generation: ['spec'],
  validate: (object) =>
    textOf(childOf(object, 'spec'), 'controller') ? [] : [requiredValue('spec.controller')],
  validateUpdate: (next, current) =>
    textOf(childOf(next, 'spec'), 'controller') === textOf(childOf(current, 'spec'), 'controller')
      ? []
      : [forbiddenValue('spec.controller', 'field is immutable')],
};
