import { spawn } from 'node:child_process';
import { connect } from 'node:net';
import { Worker } from 'node:worker_threads';
import { findProgram } from './find-program.ts';
import { freePort } from './free-port.ts';

export interface RunningRedis {
  readonly url: string;
  /** Which one it is, for the log: `redis-server`, `valkey-server`, or `embedded`. */
  readonly kind: 'redis-server' | 'valkey-server' | 'embedded';
  close(): Promise<void>;
}

/** Real ms that a store may take to answer its first connection. */
const START_MAX_MS = 10_000;

/** The real one where it is on the PATH, else one in a thread of this process: slower, in memory, good enough to look at. */
export async function startRedis(): Promise<RunningRedis> {
  const program = findProgram('redis-server', 'valkey-server');
  return program ? startServer(program) : startEmbedded();
}

async function startServer(program: string): Promise<RunningRedis> {
  const port = await freePort();
  const options = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
  const child = spawn(program, [...options, '--maxmemory-policy', 'noeviction'], { stdio: 'ignore' });
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
  });
  await reachable(port);
  return {
    url: `redis://127.0.0.1:${port}`,
    kind: program.endsWith('valkey-server') ? 'valkey-server' : 'redis-server',
    async close() {
      child.kill('SIGTERM');
      await exited;
    },
  };
}

async function startEmbedded(): Promise<RunningRedis> {
  const port = await freePort();
  // A thread of its own: the package leaves timers behind that would hold this process up (dependencies.md 3).
  const worker = new Worker(new URL('embedded-redis-thread.ts', import.meta.url), { workerData: { port } });
  await new Promise<void>((resolve, reject) => {
    worker.once('message', () => resolve());
    worker.once('error', reject);
  });
  return {
    url: `redis://127.0.0.1:${port}`,
    kind: 'embedded',
    async close() {
      await worker.terminate();
    },
  };
}

async function reachable(port: number): Promise<void> {
  const until = Date.now() + START_MAX_MS;
  while (Date.now() < until) {
    if (await answers(port)) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`redis did not answer on port ${port} within ${START_MAX_MS / 1_000} s`);
}

async function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
