import {
  childOf,
  defaultTo,
  isFields,
  listOf,
  mapOf,
  ownChild,
  textOf,
  type Fields,
} from '../schema/fields.ts';
import { roundedToMilli } from '../schema/quantity.ts';

/** What the server fills into a Pod; more than into the template of one. */
export function podDefaults(pod: Fields): void {
  const spec = ownChild(pod, 'spec');
  podSpecDefaults(spec);
  for (const container of containersOf(spec)) requestsFromLimits(container);
  if (spec['enableServiceLinks'] === undefined) spec['enableServiceLinks'] = true;
}

/** The template of a workload, `spec.template` or deeper. */
export function podTemplateDefaults(template: Fields): void {
  podSpecDefaults(ownChild(template, 'spec'));
}

function containersOf(spec: Fields): Fields[] {
  return [
    ...listOf(spec, 'initContainers'),
    ...listOf(spec, 'containers'),
    ...listOf(spec, 'ephemeralContainers'),
  ];
}

function podSpecDefaults(spec: Fields): void {
  defaultTo(spec, 'restartPolicy', 'Always');
  defaultTo(spec, 'dnsPolicy', 'ClusterFirst');
  defaultTo(spec, 'terminationGracePeriodSeconds', 30);
  defaultTo(spec, 'schedulerName', 'default-scheduler');
  defaultTo(spec, 'securityContext', {});
  serviceAccountAlias(spec);
  for (const volume of listOf(spec, 'volumes')) volumeDefaults(volume);
  for (const container of containersOf(spec)) containerDefaults(container, spec['hostNetwork'] === true);
  roundedList(spec, 'overhead');
}

/** The old name of the field says the same. */
function serviceAccountAlias(spec: Fields): void {
  const name = textOf(spec, 'serviceAccountName') || textOf(spec, 'serviceAccount');
  if (!name) return;
  spec['serviceAccountName'] = name;
  spec['serviceAccount'] = name;
}

function containerDefaults(container: Fields, hostNetwork: boolean): void {
  defaultTo(container, 'terminationMessagePath', '/dev/termination-log');
  defaultTo(container, 'terminationMessagePolicy', 'File');
  defaultTo(container, 'imagePullPolicy', isLatest(textOf(container, 'image')) ? 'Always' : 'IfNotPresent');
  for (const port of listOf(container, 'ports')) {
    defaultTo(port, 'protocol', 'TCP');
    if (hostNetwork && !port['hostPort']) port['hostPort'] = port['containerPort'];
  }
  for (const name of ['livenessProbe', 'readinessProbe', 'startupProbe']) {
    const probe = container[name];
    if (isFields(probe)) probeDefaults(probe);
  }
  for (const hook of ['postStart', 'preStop']) httpDefaults(childOf(childOf(container, 'lifecycle'), hook));
  for (const variable of listOf(container, 'env')) fieldRefDefaults(childOf(variable, 'valueFrom'));
  const resources = childOf(container, 'resources');
  roundedList(resources, 'limits');
  roundedList(resources, 'requests');
}

function isLatest(image: string): boolean {
  if (image.includes('@')) return false;
  const tag = /:([^:/]+)$/.exec(image)?.[1];
  return tag === undefined || tag === 'latest';
}

function probeDefaults(probe: Fields): void {
  if (!probe['timeoutSeconds']) probe['timeoutSeconds'] = 1;
  if (!probe['periodSeconds']) probe['periodSeconds'] = 10;
  if (!probe['successThreshold']) probe['successThreshold'] = 1;
  if (!probe['failureThreshold']) probe['failureThreshold'] = 3;
  httpDefaults(probe);
  const grpc = probe['grpc'];
  if (isFields(grpc)) grpc['service'] ??= '';
}

function httpDefaults(handler: Fields): void {
  const request = handler['httpGet'];
  if (!isFields(request)) return;
  defaultTo(request, 'path', '/');
  defaultTo(request, 'scheme', 'HTTP');
}

function fieldRefDefaults(source: Fields): void {
  const reference = source['fieldRef'];
  if (isFields(reference)) defaultTo(reference, 'apiVersion', 'v1');
}

/** 0644 as a number. */
const DEFAULT_MODE = 420;

function volumeDefaults(volume: Fields): void {
  const source = Object.keys(volume).find((key) => key !== 'name' && isFields(volume[key]));
  if (source === undefined) {
    volume['emptyDir'] = {};
    return;
  }
  const content = volume[source] as Fields;
  if (['secret', 'configMap', 'downwardAPI', 'projected'].includes(source))
    content['defaultMode'] ??= DEFAULT_MODE;
  if (source === 'hostPath') content['type'] ??= '';
  for (const item of listOf(content, 'items')) fieldRefDefaults(item);
  for (const part of listOf(content, 'sources')) {
    const token = part['serviceAccountToken'];
    if (isFields(token) && !token['expirationSeconds']) token['expirationSeconds'] = 3600;
    for (const item of listOf(childOf(part, 'downwardAPI'), 'items')) fieldRefDefaults(item);
  }
  if (source === 'ephemeral') {
    const claim = childOf(childOf(content, 'volumeClaimTemplate'), 'spec');
    if (Object.keys(claim).length > 0) defaultTo(claim, 'volumeMode', 'Filesystem');
  }
}

/** A container that says what it may use at most, but not what it needs, needs as much. */
function requestsFromLimits(container: Fields): void {
  const resources = childOf(container, 'resources');
  const limits = mapOf(resources, 'limits');
  if (Object.keys(limits).length === 0) return;
  const requests = ownChild(resources, 'requests');
  for (const [name, limit] of Object.entries(limits)) requests[name] ??= limit;
}

/** Amounts finer than a thousandth are rounded up. */
export function roundedList(parent: Fields, key: string): void {
  const list = parent[key];
  if (!isFields(list)) return;
  for (const [name, amount] of Object.entries(list)) {
    if (typeof amount === 'string') list[name] = roundedToMilli(amount) ?? amount;
  }
}
