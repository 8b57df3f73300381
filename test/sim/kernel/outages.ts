import type { ManualClock } from '../../fakes/ports/manual-clock.ts';
import type { EngineProcess } from './engine-process.ts';

export type Service = 'kubernetes' | 'aws' | 'slack' | 'redis' | 'disk';

/** Which services do not answer at the moment, to whom, and how they fail. */
export class Outages {
  readonly #clock: ManualClock;
  readonly #until = new Map<string, number>();
  /** Services that refuse for want of a right. */
  readonly #forbidden = new Map<Service, number>();
  /** When the last outage was over that is forgotten here. */
  #endedAt = 0;

  constructor(clock: ManualClock) {
    this.#clock = clock;
  }

  /** For everybody, or for one process alone. */
  begin(service: Service, ms: number, process?: EngineProcess): void {
    this.#until.set(keyOf(service, process), this.#clock.now() + ms);
  }

  forbid(service: Service, ms: number): void {
    this.#forbidden.set(service, this.#clock.now() + ms);
  }

  isDown(service: Service, process: EngineProcess): boolean {
    if (this.#until.size === 0) return false;
    const now = this.#clock.now();
    return (
      (this.#until.get(keyOf(service, undefined)) ?? 0) > now ||
      (this.#until.get(keyOf(service, process)) ?? 0) > now
    );
  }

  isForbidden(service: Service): boolean {
    return (this.#forbidden.get(service) ?? 0) > this.#clock.now();
  }

  /** How long nothing has been down, ms. */
  get sinceMs(): number {
    return this.#clock.now() - this.#lastEnd();
  }

  end(): void {
    this.#endedAt = Math.min(this.#clock.now(), this.#lastEnd());
    this.#until.clear();
    this.#forbidden.clear();
  }

  #lastEnd(): number {
    return Math.max(this.#endedAt, ...this.#until.values(), ...this.#forbidden.values());
  }
}

function keyOf(service: Service, process: EngineProcess | undefined): string {
  return process ? `${service} ${process.name}` : service;
}
