import type { Container, PodSpec } from '../fleet/pod.ts';

/** Fields that no filter reads and that differ between pods of one kind, or are large. */
export const LEFT_OUT: ReadonlySet<string> = new Set([
  'nodeName',
  'securityContext',
  'serviceAccount',
  'serviceAccountName',
  'hostname',
  'imagePullSecrets',
  'dnsConfig',
  'dnsPolicy',
  'readinessGates',
  'terminationGracePeriodSeconds',
]);
const READ_OF_CONTAINER = new Set(['resources', 'ports', 'restartPolicy']);

/**
 * A text that two specs share only if placement treats them alike. Fields that nobody knows are part of it, so that a
 * pod with one is never taken for a pod without.
 */
export function podSignature(namespace: string, spec: PodSpec): string {
  const parts: unknown[] = [namespace];
  for (const [field, value] of Object.entries(spec)) {
    if (LEFT_OUT.has(field)) continue;
    parts.push(field, field === 'containers' || field === 'initContainers' ? containerParts(value) : value);
  }
  return JSON.stringify(parts);
}

function containerParts(containers: readonly Container[]): unknown[] {
  const parts: unknown[] = [];
  for (const container of containers) {
    for (const [field, value] of Object.entries(container)) {
      if (READ_OF_CONTAINER.has(field)) parts.push(field, value);
      else if (!HARMLESS_OF_CONTAINER.has(field)) parts.push(field);
    }
    parts.push(0);
  }
  return parts;
}

/** Fields of a container that no filter reads. */
export const HARMLESS_OF_CONTAINER: ReadonlySet<string> = new Set(
  (
    'name image command args workingDir env envFrom imagePullPolicy lifecycle livenessProbe readinessProbe ' +
    'startupProbe securityContext terminationMessagePath terminationMessagePolicy volumeMounts volumeDevices ' +
    'stdin stdinOnce tty resizePolicy'
  ).split(' '),
);
