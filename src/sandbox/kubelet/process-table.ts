/**
 * `starting`: refuses connections. `listening`: takes and answers requests. `closing`: refuses new connections and
 * tells those it has to go elsewhere, so that none is cut. `hung`: takes connections and never answers. `ended`: gone;
 * what it still held, if it was not closing, is cut.
 */
export type ProcessState = 'starting' | 'listening' | 'closing' | 'hung' | 'ended';

/** A program that runs in a container, as the network sees it. */
export interface Process {
  readonly address: string;
  /** The ports that its container declares; none declared: it answers on any. */
  readonly ports: ReadonlySet<number>;
  /** The share of requests that it answers with an error, 0 to 1. */
  readonly errorShare: number;
  readonly state: ProcessState;
}

/** Hears of a change before it takes effect, so that what was before can still be counted. */
export type ProcessListener = (process: Process, next: ProcessState) => void;

/** All processes of the world by address. It knows no pods: whoever listens at an address answers there. */
export class ProcessTable {
  #byAddress = new Map<string, Set<Process>>();
  #listeners = new Set<ProcessListener>();

  start(address: string, ports: readonly number[], errorShare: number): Process {
    const process: Process = { address, ports: new Set(ports), errorShare, state: 'starting' };
    const group = this.#byAddress.get(address) ?? new Set();
    this.#byAddress.set(address, group.add(process));
    return process;
  }

  change(process: Process, next: ProcessState): void {
    if (process.state === next || process.state === 'ended') return;
    for (const listener of this.#listeners) listener(process, next);
    // Only the table changes states; to everybody else they are read only.
    (process as { state: ProcessState }).state = next;
    if (next !== 'ended') return;
    const group = this.#byAddress.get(process.address);
    group?.delete(process);
    if (group?.size === 0) this.#byAddress.delete(process.address);
  }

  /** Who answers there: the process that declares the port, else one that declares none. */
  at(address: string, port: number): Process | undefined {
    const group = [...(this.#byAddress.get(address) ?? [])];
    return group.find(({ ports }) => ports.has(port)) ?? group.find(({ ports }) => ports.size === 0);
  }

  subscribe(listener: ProcessListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
