import type { AuditEntry, AuditLog } from '../../ports/audit-log.ts';
import type { Clock } from '../../ports/clock.ts';
import { PortError } from '../../ports/port-error.ts';
import { AuditFile } from './audit-file.ts';
import { GENESIS, makeAuditLine } from './audit-line.ts';
import type { AuditHead } from './audit-line.ts';

/** Where the lines of a chain go. */
export interface AuditSink {
  /** Where the chain stands. Called before the first line and after a failed one. */
  resume(): Promise<{ readonly head: AuditHead; readonly torn: string | undefined }>;
  isOurs(): Promise<boolean>;
  append(line: string): Promise<void>;
  close(): Promise<void>;
}

/** The audit log as a hash chain: one line at a time, each on the disk before `append` answers. */
export class ChainedAuditLog implements AuditLog {
  readonly #sink: AuditSink;
  readonly #clock: Clock;
  #head: AuditHead | undefined;
  #last: Promise<void> = Promise.resolve();

  constructor(sink: AuditSink, clock: Clock) {
    this.#sink = sink;
    this.#clock = clock;
  }

  /** The end of the chain, to be noted elsewhere as an anchor; undefined before the first line. */
  get head(): AuditHead | undefined {
    return this.#head;
  }

  async append(entry: AuditEntry): Promise<void> {
    const mine = this.#last.then(async () => this.#write(entry));
    // A line that failed is its caller's concern; the next one is tried all the same.
    this.#last = mine.catch(() => undefined);
    await mine;
  }

  async close(): Promise<void> {
    await this.#last;
    await this.#sink.close();
  }

  async #write(entry: AuditEntry): Promise<void> {
    try {
      if (!this.#head || !(await this.#sink.isOurs())) await this.#resume(entry);
      await this.#put(entry);
    } catch (error) {
      // How much of it is on the disk is not known: the next line finds out.
      this.#head = undefined;
      await this.#sink.close().catch(() => undefined);
      const reason = error instanceof Error ? error.message : String(error);
      throw new PortError('unavailable', 'audit: append', reason, { cause: error });
    }
  }

  async #resume(entry: AuditEntry): Promise<void> {
    const { head, torn } = await this.#sink.resume();
    this.#head = head;
    if (torn !== undefined) await this.#put(recoveryOf(entry, torn));
  }

  async #put(entry: AuditEntry): Promise<void> {
    const times = { real: this.#clock.real(), monotonic: this.#clock.monotonic() };
    const made = makeAuditLine(entry, this.#head ?? GENESIS, times);
    await this.#sink.append(made.line);
    this.#head = made.head;
  }
}

/** The line that says that half a line was found and where it was put. */
function recoveryOf(entry: AuditEntry, torn: string): AuditEntry {
  return {
    rollout: entry.rollout,
    group: entry.group,
    epoch: entry.epoch,
    actor: { type: 'engine', id: 'drover' },
    action: 'audit.recovered',
    stage: 'event',
    target: { torn },
    plan: null,
    approvals: [],
    why: 'a process died while it wrote a line',
  };
}

/** The audit log at a path; `-` or nothing: standard output, where each process begins a chain of its own. */
export function openAuditLog(path: string | undefined, clock: Clock): ChainedAuditLog {
  const sink = path === undefined || path === '-' ? standardOutput() : new AuditFile(path);
  return new ChainedAuditLog(sink, clock);
}

function standardOutput(): AuditSink {
  return {
    resume: async () => Promise.resolve({ head: GENESIS, torn: undefined }),
    isOurs: async () => Promise.resolve(true),
    append: async (line) => {
      await new Promise<void>((resolve, reject) => {
        process.stdout.write(`${line}\n`, (error) => (error ? reject(error) : resolve()));
      });
    },
    close: async () => Promise.resolve(),
  };
}
