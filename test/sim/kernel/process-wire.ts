import { PortError } from '../../../src/ports/port-error.ts';
import type { PortErrorKind } from '../../../src/ports/port-error.ts';
import type { Wire, WireAct } from '../../fakes/ports/wire.ts';
import type { EngineProcess } from './engine-process.ts';
import type { Service } from './outages.ts';
import type { FaultName } from './regime.ts';
import { CAUSE_WITH_SECRETS } from './secrets.ts';
import type { Sim } from './sim.ts';

/** Usual times of an answer, ms: least and most. */
const LATENCY: Readonly<Record<Service, readonly [number, number]>> = {
  kubernetes: [4, 60],
  aws: [40, 250],
  slack: [80, 400],
  redis: [1, 5],
  disk: [0, 0],
};

/** After this a client gives a call up and destroys its socket, ms. An eviction may answer late (recording 3). */
const DEADLINE: Readonly<Record<Service, number>> = {
  kubernetes: 10_000,
  aws: 10_000,
  slack: 10_000,
  redis: 2_000,
  disk: 10_000,
};
const EVICT_DEADLINE_MS = 15_000;

/** A request that its client has given up may still land so late, ms after it was sent: less than the quiet period. */
export const LATE_MAX_MS = 45_000;

/** A request that arrives twice has its answer after so long, ms: before the client would give it up. */
const TWICE_MAX_MS = 8_000;

/** What becomes of one call. */
type Fate =
  | { readonly kind: 'normal'; readonly ms: number }
  | { readonly kind: 'lost-request' }
  | { readonly kind: 'lost-answer'; readonly ms: number; readonly toldMs: number }
  | { readonly kind: 'late'; readonly ms: number }
  | { readonly kind: 'twice'; readonly ms: number; readonly againMs: number }
  | { readonly kind: 'refused'; readonly error: PortErrorKind; readonly retryAfterMs?: number }
  | { readonly kind: 'conflict' };

type Settle<T> = (result: T) => void;

/** The network between one process and one service. */
export class ProcessWire implements Wire {
  readonly #sim: Sim;
  readonly #process: EngineProcess;
  readonly #service: Service;

  constructor(sim: Sim, process: EngineProcess, service: Service) {
    this.#sim = sim;
    this.#process = process;
    this.#service = service;
  }

  run<T>(operation: string, effect: () => T, act?: WireAct): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const call = { operation, effect, act, resolve, reject };
      // A dead process sends nothing, and nobody is there to hear an answer.
      if (this.#process.isAlive) this.#send(call);
    });
  }

  #send<T>(call: Call<T>): void {
    const { act, operation } = call;
    const changesWorld = act !== undefined && act.kind !== 'save-slot';
    if (changesWorld) this.#sim.witness.onSend(this.#process, act);
    if (act && this.#strikes('crash-before')) return this.#process.crash('before an effect');
    if (this.#strikes('pause') || (act && this.#strikes('pause-at-effect'))) return this.#sendPaused(call);
    // Between the lease's last word and the effect there is nothing but this line of the audit log.
    if (this.#service === 'disk' && this.#sim.faults.strikes('pause-at-effect', this.#process.auditChance))
      return this.#sendPaused(call);
    if (this.#service === 'disk') return this.#write(call);
    if (this.#sim.outages.isDown(this.#service, this.#process)) return this.#failDown(call);
    if (this.#sim.outages.isForbidden(this.#service)) return this.#fail(call, 'forbidden');
    this.#sim.trace.note('send', this.#process.name, () => operation);
    this.#go(call, this.#fateOf(call));
  }

  /** A process that stops in a call: either the request has left already, or it is given up when it wakes. */
  #sendPaused<T>(call: Call<T>): void {
    const { chance } = this.#process;
    const hasLeft = this.#service === 'disk' || chance.is(0.5);
    this.#process.pause(chance.is(0.3) ? chance.between(60_000, 600_000) : chance.between(500, 40_000));
    if (hasLeft) {
      if (this.#service === 'disk') return this.#write(call);
      return this.#go(call, { kind: 'normal', ms: this.#latency() });
    }
    this.#process.deliver(() => call.reject(this.#error(call.operation, 'unavailable', 'timed out')));
  }

  #write<T>({ effect, resolve, reject, operation }: Call<T>): void {
    if (!this.#sim.outages.isDown('disk', this.#process)) {
      const result = effect();
      return this.#process.deliver(() => resolve(result));
    }
    this.#process.deliver(() => reject(this.#error(operation, 'unavailable', 'no space left on device')));
  }

  #fateOf<T>({ operation, act }: Call<T>): Fate {
    const { chance } = this.#process;
    const ms = this.#latency();
    if (this.#strikes('slow')) return { kind: 'normal', ms: chance.between(500, 9_500) };
    if (this.#strikes('lost-request')) return { kind: 'lost-request' };
    if (this.#strikes('lost-answer')) {
      const toldMs = chance.is(0.5) ? ms + 5 : this.#deadline(operation);
      return { kind: 'lost-answer', ms, toldMs };
    }
    if (this.#strikes('busy'))
      return { kind: 'refused', error: 'throttled', retryAfterMs: chance.between(500, 10_000) };
    if (this.#strikes('server-error')) return { kind: 'refused', error: 'unavailable' };
    if (act && this.#strikes('late'))
      return { kind: 'late', ms: chance.between(this.#deadline(operation), LATE_MAX_MS) };
    if (act && this.#strikes('twice'))
      return { kind: 'twice', ms, againMs: ms + chance.between(20, TWICE_MAX_MS) };
    if (act && CONFLICTS.includes(act.kind) && this.#strikes('conflict')) return { kind: 'conflict' };
    return { kind: 'normal', ms };
  }

  #go<T>(call: Call<T>, fate: Fate): void {
    const { operation, resolve } = call;
    const deadline = this.#deadline(operation);
    switch (fate.kind) {
      case 'normal':
        return this.#after(fate.ms, () => this.#apply(call, (settle) => this.#process.deliver(settle)));
      case 'lost-request':
        return this.#failLater(call, deadline);
      case 'lost-answer':
        this.#after(fate.ms, () => this.#apply(call, () => undefined));
        return this.#failLater(call, fate.toldMs);
      case 'late':
        this.#after(fate.ms, () => this.#apply(call, () => undefined));
        return this.#failLater(call, deadline);
      case 'twice':
        // Something on the way tried again before it passed the answer on. Clients of ours never do, for an effect.
        this.#after(fate.ms, () => this.#apply(call, () => undefined));
        return this.#after(fate.againMs, () => this.#apply(call, (settle) => this.#process.deliver(settle)));
      case 'refused':
        return this.#after(this.#latency(), () => this.#fail(call, fate.error, fate.retryAfterMs));
      case 'conflict':
        return this.#after(this.#latency(), () =>
          this.#process.deliver(() => resolve({ kind: 'stale' } as T)),
        );
    }
  }

  #apply<T>(
    { effect, act, resolve, reject, operation }: Call<T>,
    answer: (settle: () => void) => void,
  ): void {
    try {
      const result = act ? this.#sim.witness.apply(this.#process, act, effect) : effect();
      if (!act) this.#sim.witness.unseenCordons.onRead(operation);
      if (act)
        this.#sim.trace.note('applied', this.#process.name, () => `${operation} ${JSON.stringify(result)}`);
      if (act && this.#strikes('crash-after')) return this.#process.crash('after an effect');
      answer(() => resolve(result));
    } catch (error) {
      if (!(error instanceof PortError)) throw error;
      answer(() => reject(error));
    }
  }

  #failDown<T>(call: Call<T>): void {
    const refused = this.#process.chance.is(0.5);
    this.#failLater(call, refused ? this.#latency() : this.#deadline(call.operation));
  }

  #failLater<T>(call: Call<T>, ms: number): void {
    this.#after(ms, () => this.#fail(call, 'unavailable'));
  }

  /** A failure as the port tells it: the chat's are values, all others are thrown. */
  #fail<T>({ operation, act, resolve, reject }: Call<T>, kind: PortErrorKind, retryAfterMs?: number): void {
    const settle: Settle<object> = (outcome) => this.#process.deliver(() => resolve(outcome as T));
    if (operation === 'post' || operation === 'update') {
      if (kind === 'throttled') return settle({ kind: 'limited', retryAfterMs: retryAfterMs ?? 1_000 });
      if (kind === 'forbidden') return settle({ kind: 'limited', retryAfterMs: 30_000 });
      return settle({ kind: 'unclear' });
    }
    if (act?.kind === 'evict' && kind === 'throttled') {
      return settle({ kind: 'throttled', retryAfterMs: retryAfterMs ?? 1_000 });
    }
    this.#sim.trace.note('failed', this.#process.name, () => `${operation}: ${kind}`);
    this.#process.deliver(() => reject(this.#error(operation, kind, kind, retryAfterMs)));
  }

  #error(operation: string, kind: PortErrorKind, text: string, retryAfterMs?: number): PortError {
    const asked = retryAfterMs === undefined ? {} : { retryAfterMs };
    return new PortError(kind, `${this.#service}: ${operation}`, text, {
      ...asked,
      cause: CAUSE_WITH_SECRETS,
    });
  }

  #after(ms: number, work: () => void): void {
    this.#sim.clock.after(ms, work);
  }

  #latency(): number {
    const [low, high] = LATENCY[this.#service];
    return this.#process.chance.between(low, high);
  }

  #deadline(operation: string): number {
    return operation.startsWith('evict') ? EVICT_DEADLINE_MS : DEADLINE[this.#service];
  }

  #strikes(fault: FaultName): boolean {
    return this.#sim.faults.strikes(fault, this.#process.chance);
  }
}

/** Acts that a server may refuse because somebody else was quicker. */
const CONFLICTS: readonly WireAct['kind'][] = ['edit-node', 'save-slot'];

interface Call<T> {
  readonly operation: string;
  readonly effect: () => T;
  readonly act: WireAct | undefined;
  readonly resolve: (result: T) => void;
  readonly reject: (error: Error) => void;
}
