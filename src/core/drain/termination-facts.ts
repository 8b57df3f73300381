import type { Container, PodSpec } from '../fleet/pod.ts';
import type { Service } from '../fleet/service.ts';

/** What happens between the word to stop and the end of a pod, as far as its spec tells. Seconds. */
export interface TerminationFacts {
  readonly graceSeconds: number;
  /** The containers that a Service sends requests to, or all if none can be told. */
  readonly serving: readonly ServingContainer[];
}

export interface ServingContainer {
  readonly name: string;
  readonly preStop: PreStop;
  readonly hasReadinessProbe: boolean;
}

/** `unknown`: there is a hook, but how long it takes cannot be read from it. */
export type PreStop =
  | { readonly kind: 'none' }
  | { readonly kind: 'seconds'; readonly seconds: number }
  | { readonly kind: 'unknown' };

/** What Kubernetes gives a pod that says nothing. */
export const DEFAULT_GRACE_SECONDS = 30;

/**
 * Beyond its preStop hook, what a process that heeds SIGTERM takes to stop, where nobody observed it. Idle servers need less than
 * 0.1 s (Redis, PostgreSQL, nginx, HAProxy, memcached, Prometheus, a Node server: measured), one at work as long as its requests.
 */
const STOP_SECONDS = 2;

export function terminationFacts(spec: PodSpec, services: readonly Service[] = []): TerminationFacts {
  return {
    graceSeconds: spec.terminationGracePeriodSeconds ?? DEFAULT_GRACE_SECONDS,
    serving: servingContainers(spec, services).map((container) => ({
      name: container.name,
      preStop: preStopOf(container),
      hasReadinessProbe: container.readinessProbe !== undefined,
    })),
  };
}

/** How long a pod will probably take to end: its longest hook and a little more, never beyond its grace. */
export function expectedExitSeconds(spec: PodSpec): number {
  const graceSeconds = spec.terminationGracePeriodSeconds ?? DEFAULT_GRACE_SECONDS;
  const hooks = spec.containers.map(preStopOf).map((hook) => (hook.kind === 'seconds' ? hook.seconds : 0));
  return Math.min(graceSeconds, Math.max(0, ...hooks) + STOP_SECONDS);
}

export function preStopOf({ lifecycle }: Container): PreStop {
  const hook = lifecycle?.preStop;
  if (!hook) return { kind: 'none' };
  if (hook.sleep) return { kind: 'seconds', seconds: hook.sleep.seconds };
  const seconds = sleepIn(hook.exec?.command ?? []);
  return seconds === undefined ? { kind: 'unknown' } : { kind: 'seconds', seconds };
}

/** `sleep 10`, `sh -c "nginx -s quit; sleep 15"`: the sum of the sleeps that stand in plain sight. */
function sleepIn(command: readonly string[]): number | undefined {
  const found = [...command.join(' ').matchAll(/(?:^|[\s;&|/])sleep\s+(\d+(?:\.\d+)?)(s|m)?\b/g)];
  if (found.length === 0) return undefined;
  return found.reduce((sum, [, amount, unit]) => sum + Number(amount) * (unit === 'm' ? 60 : 1), 0);
}

/** By the Services' target ports; a port that no container declares may belong to any of them. */
function servingContainers(spec: PodSpec, services: readonly Service[]): readonly Container[] {
  const targets = services.flatMap(({ spec: { ports = [] } }) =>
    ports.map(({ port, targetPort }) => targetPort ?? port),
  );
  const found = spec.containers.filter(({ ports = [] }) =>
    ports.some(({ name, containerPort }) =>
      targets.some((target) => target === containerPort || target === name),
    ),
  );
  return found.length > 0 ? found : spec.containers;
}
