import type { Process, ProcessTable } from '../kubelet/process-table.ts';
import type { Random } from '../random.ts';
import type { Target } from './usable-endpoints.ts';

/** Requests a second, by how they end. */
export interface Flow {
  readonly ok: number;
  readonly failed: number;
}

/**
 * One client and the proxy beside it. Half of its requests open a connection each, the other half run over
 * connections that it keeps. It knows addresses and who answers there, and nothing of pods.
 */
export class ClientProxy {
  /** World ms by which it lags behind the EndpointSlices. */
  readonly lagMs: number;
  #processes: ProcessTable;
  #random: Random;
  #targets: readonly Target[] = [];
  #isInUse = false;
  #connections: (Process | undefined)[];

  constructor(parts: { processes: ProcessTable; random: Random; lagMs: number; connections: number }) {
    this.#processes = parts.processes;
    this.#random = parts.random;
    this.lagMs = parts.lagMs;
    this.#connections = Array.from({ length: parts.connections }, () => undefined);
  }

  /** A client begins with the first endpoint that it sees: before that the Service is not in use. */
  get isInUse(): boolean {
    return this.#isInUse;
  }

  see(targets: readonly Target[]): void {
    this.#targets = targets;
    this.#isInUse ||= targets.length > 0;
  }

  /** Does a change at the address concern it? */
  uses(address: string): boolean {
    return (
      this.#targets.some((target) => target.address === address) ||
      this.#connections.some((process) => process?.address === address)
    );
  }

  /** `rate`: its requests a second in all. Connections that are not open send nothing here: their tries are counted. */
  flow(rate: number): Flow {
    if (!this.#isInUse) return { ok: 0, failed: 0 };
    const fresh = this.#freshFlow(rate / 2);
    const kept = this.#keptFlow(this.ratePerConnection(rate));
    return { ok: fresh.ok + kept.ok, failed: fresh.failed + kept.failed };
  }

  /** Requests a second on each of the connections that it keeps. */
  ratePerConnection(rate: number): number {
    return rate / 2 / this.#connections.length;
  }

  /** Gives up the connections to a process; answers which, to be opened anew. */
  leave(process: Process): number[] {
    return this.#connections.flatMap((held, index) => {
      if (held !== process) return [];
      this.#connections[index] = undefined;
      return [index];
    });
  }

  closedConnections(): number[] {
    return this.#connections.flatMap((process, index) => (process ? [] : [index]));
  }

  /** Tries to open a connection to one of the addresses it sees. */
  open(index: number): boolean {
    if (this.#targets.length === 0) return false;
    const process = this.#answering(this.#random.pick(this.#targets));
    // A program that hangs takes connections too: that it does not answer shows later.
    const isTaken = process?.state === 'listening' || process?.state === 'hung';
    this.#connections[index] = isTaken ? process : undefined;
    return isTaken;
  }

  #answering({ address, port }: Target): Process | undefined {
    return this.#processes.at(address, port);
  }

  #freshFlow(rate: number): Flow {
    if (this.#targets.length === 0) return { ok: 0, failed: rate };
    const shares = this.#targets.map((target) => failingShare(this.#answering(target)));
    const failed = (rate * shares.reduce((sum, share) => sum + share, 0)) / shares.length;
    return { ok: rate - failed, failed };
  }

  #keptFlow(each: number): Flow {
    const open = this.#connections.filter((process) => process !== undefined);
    const failed = open.reduce((sum, process) => sum + each * keptFailingShare(process), 0);
    return { ok: each * open.length - failed, failed };
  }
}

function failingShare(process: Process | undefined): number {
  return process?.state === 'listening' ? process.errorShare : 1;
}

/** A process that closes still answers those who are connected. */
function keptFailingShare({ state, errorShare }: Process): number {
  return state === 'listening' || state === 'closing' ? errorShare : 1;
}
