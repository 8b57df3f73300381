import type { PortError } from '../../../src/ports/port-error.ts';
import type { Wire } from './wire.ts';

export interface PortFault {
  /** Part of the operation's name: `evict`, `terminate`, `save slot`. */
  readonly operation: string | RegExp;
  readonly error: PortError;
  /** `before`: nothing is done. `after`: it is done, and its answer is lost. */
  readonly when?: 'before' | 'after';
  /** How often; once unless told. */
  readonly times?: number;
}

interface Armed {
  readonly fault: PortFault;
  left: number;
}

/** Faults that a test arms. Every method of every fake asks here. */
export class PortFaults implements Wire {
  #armed: Armed[] = [];

  /** Arms a fault; answers how to take it away again. */
  add(fault: PortFault): () => void {
    const armed = { fault, left: fault.times ?? 1 };
    this.#armed.push(armed);
    return () => {
      this.#armed = this.#armed.filter((other) => other !== armed);
    };
  }

  clear(): void {
    this.#armed = [];
  }

  /** Runs an operation of a fake: at another turn of the event loop, as every call over a network. */
  async run<T>(operation: string, effect: () => T): Promise<T> {
    await Promise.resolve();
    const armed = this.#armed.find(({ fault, left }) => left > 0 && matches(operation, fault.operation));
    if (!armed) return effect();
    armed.left -= 1;
    if (armed.fault.when === 'after') effect();
    throw armed.fault.error;
  }
}

function matches(operation: string, wanted: string | RegExp): boolean {
  return typeof wanted === 'string' ? operation.includes(wanted) : wanted.test(operation);
}
