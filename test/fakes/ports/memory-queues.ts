import type { RawInbox } from '../../../src/core/request/inbox-item.ts';
import type { Inbox } from '../../../src/ports/inbox.ts';
import type { JobQueue } from '../../../src/ports/job-queue.ts';
import { PortFaults } from './port-faults.ts';

/** Wake-ups that wait: asked for twice they are one, until a test takes them. */
export class MemoryJobQueue implements JobQueue {
  readonly faults: PortFaults;
  readonly #waiting = new Set<string>();

  constructor(faults: PortFaults = new PortFaults()) {
    this.faults = faults;
  }

  async wakeRollout(cluster: string, nodeGroup: string): Promise<void> {
    return this.faults.run('wake rollout', () => void this.#waiting.add(`tick ${cluster}/${nodeGroup}`));
  }

  async wakeAnnouncer(cluster: string, nodeGroup: string): Promise<void> {
    return this.faults.run('wake announcer', () => void this.#waiting.add(`tell ${cluster}/${nodeGroup}`));
  }

  /** What waits, in the order of asking: `tick prod/workers`, `tell prod/workers`. Then nothing waits any more. */
  take(): readonly string[] {
    const taken = [...this.#waiting];
    this.#waiting.clear();
    return taken;
  }
}

export class MemoryInbox implements Inbox {
  readonly faults: PortFaults;
  #waiting: RawInbox[] = [];

  constructor(faults: PortFaults = new PortFaults()) {
    this.faults = faults;
  }

  async put(raw: RawInbox): Promise<void> {
    return this.faults.run('put inbox', () => void this.#waiting.push(structuredClone(raw)));
  }

  take(): readonly RawInbox[] {
    const taken = this.#waiting;
    this.#waiting = [];
    return taken;
  }
}
