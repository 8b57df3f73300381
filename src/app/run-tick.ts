import { transition } from '../core/rollout/machine.ts';
import type { RolloutEvent } from '../core/rollout/rollout-event.ts';
import type { Problem, Rollout } from '../core/rollout/rollout.ts';
import { slotWith } from '../core/rollout/slot-with.ts';
import { PortError } from '../ports/port-error.ts';
import type { GroupSettings } from './group-settings.ts';
import { groupKey } from './group-settings.ts';
import type { EngineSelf } from './observe-rollout.ts';
import type { GroupPorts } from './ports.ts';
import { tickRollout } from './tick-rollout.ts';
import type { TickOutcome } from './tick-rollout.ts';
import { UnclearEffects } from './unclear-effects.ts';

/** A dependency that fails for a shorter time (real ms) is only waited for; after that people are told. */
const TOLERATED_MS = 15_000;

/** Real ms between looks while something does not answer: the first number at least, and at most twice as much at each failure up to the second. */
const RETRY_MIN_MS = 200;
const RETRY_MAX_MS = 10_000;

interface Failing {
  readonly since: number;
  readonly count: number;
}

/**
 * One tick with everything that may go wrong around it: missing knowledge holds, and after a while a person is asked;
 * a right that is missing asks at once. A failing tick never becomes a verdict about the rollout.
 */
export class TickRunner {
  readonly #failing = new Map<string, Failing>();
  readonly #unclear = new Map<string, UnclearEffects>();

  async run(ports: GroupPorts, settings: GroupSettings, self: EngineSelf): Promise<TickOutcome> {
    const key = groupKey(settings);
    const unclear = this.#unclear.get(key) ?? new UnclearEffects(ports.clock);
    this.#unclear.set(key, unclear);
    try {
      const outcome = await tickRollout(ports, settings, { ...self, unclear });
      this.#failing.delete(key);
      return outcome;
    } catch (error) {
      return this.#onFailure(ports, settings, self, error);
    }
  }

  async #onFailure(
    ports: GroupPorts,
    settings: GroupSettings,
    self: EngineSelf,
    error: unknown,
  ): Promise<TickOutcome> {
    const key = groupKey(settings);
    const now = ports.clock.monotonic();
    const before = this.#failing.get(key);
    const failing = { since: before?.since ?? now, count: (before?.count ?? 0) + 1 };
    this.#failing.set(key, failing);
    const why = error instanceof Error ? error.message : String(error);
    ports.log.warn('a tick failed', { group: key, error: why, failures: failing.count });
    await noteFailure(ports, settings, self, error, why, now - failing.since).catch((inner: unknown) =>
      ports.log.warn('the failure could not be written into the slot', { group: key, error: String(inner) }),
    );
    const asked = error instanceof PortError ? (error.retryAfterMs ?? 0) : 0;
    return { kind: 'wait', forMs: Math.max(asked, backOffMs(ports, failing.count)), why, failed: true };
  }
}

/** Full jitter (engine.md 2.7): groups that fail together do not come back together. */
function backOffMs({ secure }: GroupPorts, failures: number): number {
  const mostMs = Math.min(RETRY_MAX_MS, RETRY_MIN_MS * 2 ** Math.min(failures - 1, 10));
  const share = Number.parseInt(secure.nonce(1), 16) / 255;
  return RETRY_MIN_MS + share * (mostMs - RETRY_MIN_MS);
}

async function noteFailure(
  ports: GroupPorts,
  settings: GroupSettings,
  self: EngineSelf,
  error: unknown,
  why: string,
  failingMs: number,
): Promise<void> {
  const held = await ports.slots.read(settings.nodeGroup);
  const rollout = held?.slot.rollout;
  if (!held || !rollout || !self.leader.isLeading()) return;
  const isMissingRight = error instanceof PortError && error.kind === 'forbidden';
  // A person was asked and nothing can even be looked at to wind down: that is a hold, which people see (fault row 55).
  const isAsked = rollout.problem?.kind === 'forbidden';
  const changed =
    isMissingRight && !isAsked
      ? askPerson(rollout, why, ports.clock.now())
      : hold(ports, rollout, why, failingMs);
  if (changed)
    await ports.slots.save({ ...slotWith(held.slot, changed), epoch: self.leader.epoch }, held.version);
}

/** A missing right does not come back by waiting (fault row 31). */
function askPerson(rollout: Rollout, why: string, at: number): Rollout | undefined {
  if (rollout.phase !== 'running' && rollout.phase !== 'holding') return undefined;
  const problem: Problem = {
    kind: 'forbidden',
    objects: [],
    message: `drover lacks a right: ${why}`,
    fix: 'Grant it (manifests/ holds what is needed), then resume.',
    at,
  };
  return { ...rollout, phase: 'running', problem };
}

function hold({ clock }: GroupPorts, rollout: Rollout, why: string, failingMs: number): Rollout | undefined {
  const times = { at: clock.now(), real: clock.real() };
  const limit = rollout.plan?.policy.holdTimeoutMs ?? Number.POSITIVE_INFINITY;
  const event: RolloutEvent | undefined =
    rollout.phase === 'holding' && rollout.hold && clock.now() - rollout.hold.since > limit
      ? { type: 'hold-expired', ...times }
      : failingMs > TOLERATED_MS
        ? { type: 'held', why, ...times }
        : undefined;
  if (!event) return undefined;
  const result = transition(rollout, event);
  return result.ok && result.rollout !== rollout ? result.rollout : undefined;
}
