import type { Container, Probe } from '../controllers/kinds/pod.ts';

/**
 * Probes come at fixed beats, so what they will find can be told beforehand. All times are world ms; `startedAt` is
 * when the container started (or passed its startup probe).
 */
export interface ProbeTimes {
  /** When the probe has succeeded often enough, if what it asks for is so from `since` on. */
  passesAt(since: number): number;
  /** When it has failed often enough, if what it asks for is not so from `since` on. */
  failsAt(since: number): number;
}

export function probeTimes(probe: Probe, startedAt: number): ProbeTimes {
  const period = (probe.periodSeconds ?? 10) * 1000;
  const first = startedAt + (probe.initialDelaySeconds ?? 0) * 1000;
  const beatFrom = (instant: number): number =>
    first + Math.max(0, Math.ceil((instant - first) / period)) * period;
  return {
    passesAt: (since) => beatFrom(since) + ((probe.successThreshold ?? 1) - 1) * period,
    failsAt: (since) => beatFrom(since) + ((probe.failureThreshold ?? 3) - 1) * period,
  };
}

/** What probes will find of a program that starts as it says. */
export interface ProbePlan {
  /** A probe that gives up before the program listens. */
  readonly failure?: { readonly kind: 'startup' | 'liveness'; readonly at: number };
  /** When it counts as started; undefined if its startup probe gives up first. */
  readonly startedAt?: number;
  readonly readyAt?: number;
}

type Probed = Pick<Container, 'startupProbe' | 'readinessProbe' | 'livenessProbe'>;

export function probePlan(
  probed: Probed,
  { startSeconds, readySeconds }: Warmth,
  startedAt: number,
): ProbePlan {
  const listensAt = startedAt + startSeconds * 1000;
  const startup = probed.startupProbe && probeTimes(probed.startupProbe, startedAt);
  const gaveUpAt = startup?.failsAt(startedAt);
  if (gaveUpAt !== undefined && gaveUpAt < listensAt) return { failure: { kind: 'startup', at: gaveUpAt } };
  const probedFrom = startup ? startup.passesAt(listensAt) : startedAt;
  const killedAt = probed.livenessProbe && probeTimes(probed.livenessProbe, probedFrom).failsAt(probedFrom);
  const warmAt = Math.max(listensAt + readySeconds * 1000, probedFrom);
  return {
    startedAt: probedFrom,
    readyAt: probed.readinessProbe
      ? probeTimes(probed.readinessProbe, probedFrom).passesAt(warmAt)
      : probedFrom,
    ...(killedAt !== undefined && killedAt < listensAt && { failure: { kind: 'liveness', at: killedAt } }),
  };
}

interface Warmth {
  readonly startSeconds: number;
  readonly readySeconds: number;
}
