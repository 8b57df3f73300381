import { open, rename, truncate, writeFile } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { checkAuditLine, GENESIS } from './audit-line.ts';
import type { AuditHead } from './audit-line.ts';

/** How much of the end of the file is verified when a process takes it up: many lines, and quick on any disk. */
const TAIL_BYTES = 1024 * 1024;

/** What was found at the end of a file. `torn`: half a line that a dying process left, set aside before going on. */
export interface ResumedAudit {
  readonly head: AuditHead;
  readonly torn: string | undefined;
}

/** The file of an audit log: lines are appended and on the disk when `append` answers. */
export class AuditFile {
  readonly #path: string;
  #handle: FileHandle | undefined;
  #size = 0;

  constructor(path: string) {
    this.#path = path;
  }

  /** Opens the file (making it if it is not there), verifies its end and answers where the chain stands. */
  async resume(): Promise<ResumedAudit> {
    await this.close();
    const handle = await open(this.#path, 'a+', 0o600);
    this.#handle = handle;
    const { size } = await handle.stat();
    const tail = await readTail(handle, size);
    const torn = tail.rest.length > 0 ? await this.#setAside(tail.rest, size) : undefined;
    this.#size = size - tail.rest.length;
    return { head: headOf(this.#path, tail), torn };
  }

  /** False if someone else has written to the file meanwhile: then the chain must be taken up anew. */
  async isOurs(): Promise<boolean> {
    return this.#handle !== undefined && (await this.#handle.stat()).size === this.#size;
  }

  async append(line: string): Promise<void> {
    if (!this.#handle) throw new Error('the audit file is not open');
    const bytes = Buffer.from(`${line}\n`, 'utf8');
    await this.#handle.appendFile(bytes);
    await this.#handle.datasync();
    this.#size += bytes.length;
  }

  async close(): Promise<void> {
    const handle = this.#handle;
    this.#handle = undefined;
    await handle?.close();
  }

  /** Keeps the bytes of a torn line beside the file: nothing is thrown away, and the chain can go on. */
  async #setAside(bytes: Buffer, size: number): Promise<string> {
    const name = `${this.#path}.torn-${size}`;
    await writeFile(`${name}.part`, bytes, { mode: 0o600, flush: true });
    await rename(`${name}.part`, name);
    await truncate(this.#path, size - bytes.length);
    return name;
  }
}

interface Tail {
  /** Whole lines at the end of the file, oldest first. */
  readonly lines: readonly string[];
  /** Whether these are all lines of the file. */
  readonly all: boolean;
  /** What follows the last line break. */
  readonly rest: Buffer;
}

async function readTail(handle: FileHandle, size: number): Promise<Tail> {
  const length = Math.min(size, TAIL_BYTES);
  const bytes = Buffer.alloc(length);
  await handle.read(bytes, 0, length, size - length);
  const end = bytes.lastIndexOf('\n') + 1;
  const lines = bytes.subarray(0, end).toString('utf8').split('\n').slice(0, -1);
  // Unless the whole file was read, the first line may have lost its beginning.
  const all = length === size;
  return { lines: all ? lines : lines.slice(1), all, rest: bytes.subarray(end) };
}

function headOf(path: string, { lines, all }: Tail): AuditHead {
  let head: AuditHead | undefined = all ? GENESIS : undefined;
  for (const line of lines) {
    const verdict = checkAuditLine(line, head);
    if (!verdict.ok)
      throw new Error(
        `${path} does not verify near its end: ${verdict.problem}. Find the line with \`drover audit verify\`, and move the file away to begin a new one`,
      );
    head = verdict.head;
  }
  if (!head) throw new Error(`${path} ends in a line that is too long to be one of an audit log`);
  return head;
}
