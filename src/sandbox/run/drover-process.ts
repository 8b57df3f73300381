import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export type DroverState = 'absent' | 'starting' | 'running' | 'stopping' | 'crashed';

/** Lines of drover's log that are kept for the page. */
const LOG_KEPT = 200;

/** Real ms that drover may take to end after SIGTERM. */
const STOP_MAX_MS = 25_000;

/** Real ms between a crash and the next start, as a kubelet would wait. */
const RESTART_MS = 500;

interface DroverOptions {
  /** The environment of a start; asked again for each, since the time scale changes. */
  environment(): Readonly<Record<string, string>>;
  /** Called with every line that drover writes. */
  onLine?(line: string): void;
  /** Whether it is started again when it dies by itself. */
  readonly keepAlive: boolean;
}

/** drover as a process of its own: started, stopped, and started again like a container. */
export class DroverProcess {
  readonly #options: DroverOptions;
  #child: ChildProcess | undefined;
  #state: DroverState = 'absent';
  #crashes = 0;
  #log: string[] = [];
  #exited: Promise<void> = Promise.resolve();

  constructor(options: DroverOptions) {
    this.#options = options;
  }

  get state(): DroverState {
    return this.#state;
  }

  get log(): readonly string[] {
    return this.#log;
  }

  /** How often it ended by itself. */
  get crashes(): number {
    return this.#crashes;
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  start(): void {
    const program = fileURLToPath(new URL('../../drover.js', import.meta.url));
    const child = spawn(process.execPath, [program, 'serve'], {
      env: { ...inherited(), ...this.#options.environment() },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    this.#state = 'starting';
    this.#read(child);
    this.#exited = new Promise((resolve) => {
      child.once('exit', (code, signal) => {
        this.#onExit(child, code, signal);
        resolve();
      });
    });
  }

  /** Asks it to end, and makes it end when it does not. */
  async stop(): Promise<void> {
    const child = this.#child;
    // One that has died just now would be started again in a moment.
    if (this.#state === 'crashed') this.#state = 'absent';
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    this.#state = 'stopping';
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MAX_MS);
    await this.#exited;
    clearTimeout(timer);
  }

  async restart(): Promise<void> {
    await this.stop();
    this.start();
  }

  /** Ends it as a power cut would, and waits until it is gone. With keepAlive it is started again. */
  async kill(): Promise<void> {
    this.#child?.kill('SIGKILL');
    await this.#exited;
  }

  #read(child: ChildProcess): void {
    for (const stream of [child.stdout, child.stderr]) {
      let rest = '';
      stream?.setEncoding('utf8');
      stream?.on('data', (chunk: string) => {
        const lines = (rest + chunk).split('\n');
        rest = lines.pop() ?? '';
        for (const line of lines) this.#onLine(line);
      });
    }
  }

  #onLine(line: string): void {
    if (this.#state === 'starting' && line.includes('drover is ready')) this.#state = 'running';
    this.#log = [...this.#log, line].slice(-LOG_KEPT);
    this.#options.onLine?.(line);
  }

  #onExit(child: ChildProcess, code: number | null, signal: string | null): void {
    if (child !== this.#child) return;
    const asked = this.#state === 'stopping';
    this.#state = asked ? 'absent' : 'crashed';
    if (asked) return;
    this.#crashes += 1;
    this.#onLine(`drover ended by itself (${signal ?? `exit ${code ?? '?'}`})`);
    if (this.#options.keepAlive) setTimeout(() => this.#state === 'crashed' && this.start(), RESTART_MS);
  }
}

/** Only what a program needs to run at all: no token or setting of the person's own shell may reach drover in the sandbox. */
function inherited(): Record<string, string> {
  const names = ['PATH', 'HOME', 'TMPDIR', 'LANG', 'TZ'];
  return Object.fromEntries(names.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])));
}
