import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { delimiter, join } from 'node:path';

export interface Command {
  readonly words: readonly string[];
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  /** The whole output goes there too. */
  readonly logFile: string;
  readonly minutesMax: number;
  onLine?(line: string): void;
}

export interface Finished {
  /** 0 only if the program said so itself in time. */
  readonly code: number;
  readonly stdout: string;
  /** Both streams as they came. */
  readonly output: string;
  /** What ended it, when it did not end by itself. */
  readonly ended: 'by-itself' | 'timeout' | 'signal' | 'not-started';
}

/** Real ms between asking a program to end and making it end. */
const GRACE_MS = 10_000;

/** Groups of processes that are running now, so that an interrupted run leaves none behind. */
const running = new Set<number>();

/** Runs a program of the checkout in a process group of its own, which ends with it or with its time. */
export async function runCommand(command: Command): Promise<Finished> {
  const { words, cwd, logFile, minutesMax } = command;
  const [program = '', ...args] = words;
  const child = spawn(program, args, { cwd, env: environment(command), detached: true });
  const { pid } = child;
  if (pid !== undefined) running.add(pid);
  const log = createWriteStream(logFile);
  const parts: string[] = [];
  const stdout: string[] = [];
  const take = (chunk: string): void => {
    parts.push(chunk);
    log.write(chunk);
    for (const line of chunk.split('\n')) if (line.trim() !== '') command.onLine?.(line.trim());
  };
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    stdout.push(chunk);
    take(chunk);
  });
  child.stderr.setEncoding('utf8').on('data', take);
  let timedOut = false;
  const timer = setTimeout(() => {
    timedOut = true;
    endGroup(pid);
  }, minutesMax * 60_000);
  const ending = await new Promise<Pick<Finished, 'code' | 'ended'>>((resolve) => {
    child.once('error', (error) => {
      parts.push(String(error));
      resolve({ code: 127, ended: 'not-started' });
    });
    child.once('close', (code, signal) =>
      resolve({ code: code ?? 1, ended: signal === null ? 'by-itself' : 'signal' }),
    );
  });
  clearTimeout(timer);
  if (pid !== undefined) {
    // What it left running would disturb the next stage.
    signalGroup(pid, 'SIGKILL');
    running.delete(pid);
  }
  await new Promise((resolve) => log.end(resolve));
  const result = { ...ending, stdout: stdout.join(''), output: parts.join('') };
  return timedOut ? { ...result, code: 1, ended: 'timeout' } : result;
}

/** Ends everything that this run has started. */
export function endEverything(): void {
  for (const pid of running) signalGroup(pid, 'SIGKILL');
}

function environment({ cwd, env = {} }: Command): NodeJS.ProcessEnv {
  const path = [join(cwd, 'node_modules/.bin'), process.env['PATH'] ?? ''].join(delimiter);
  return { ...process.env, ...env, PATH: path, FORCE_COLOR: '0', NO_COLOR: '1' };
}

function endGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  signalGroup(pid, 'SIGTERM');
  setTimeout(() => signalGroup(pid, 'SIGKILL'), GRACE_MS).unref();
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // It is gone already, which is what was wanted.
  }
}
