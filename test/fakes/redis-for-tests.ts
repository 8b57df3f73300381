import { execFileSync, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createConnection, createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { Worker } from 'node:worker_threads';

/** A Redis for a test: the real one where it is on the PATH, else one in JavaScript. */
export interface RedisForTests {
  readonly url: string;
  /** `redis-server 7.0.15`, `js-redis-server (embedded)`. */
  readonly kind: string;
  close(): Promise<void>;
}

/** How long a server may take to listen. */
const START_MAX_MS = 10_000;

let said = false;

/** `port`: a port to take again, for a server that comes back. */
export async function startRedisForTests(port?: number): Promise<RedisForTests> {
  const redis = (await startReal(port)) ?? (await startEmbedded(port));
  if (!said) console.log(`Redis: ${redis.kind}`);
  said = true;
  return redis;
}

async function startReal(port: number | undefined): Promise<RedisForTests | undefined> {
  const program = ['redis-server', 'valkey-server'].find(isOnPath);
  if (program === undefined) return undefined;
  const own = port ?? (await freePort());
  const child = spawn(
    program,
    ['--port', String(own), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'],
    {
      stdio: 'ignore',
    },
  );
  await listening(own);
  return {
    url: `redis://127.0.0.1:${own}`,
    kind: program,
    close: async () => stopChild(child),
  };
}

/** In a thread of its own: a connection that waits for a job would else keep the process alive (dependencies.md 3). */
async function startEmbedded(port: number | undefined): Promise<RedisForTests> {
  const worker = new Worker(new URL('./embedded-redis-worker.ts', import.meta.url), {
    workerData: port ?? 0,
  });
  const [own] = (await once(worker, 'message')) as [number];
  return {
    url: `redis://127.0.0.1:${own}`,
    kind: 'js-redis-server (embedded)',
    close: async () => void (await worker.terminate()),
  };
}

function isOnPath(program: string): boolean {
  try {
    execFileSync(program, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function listening(port: number): Promise<void> {
  const deadline = performance.now() + START_MAX_MS;
  for (;;) {
    const open = await new Promise<boolean>((resolve) => {
      const socket = createConnection(port, '127.0.0.1');
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
      socket.once('connect', () => socket.destroy());
    });
    if (open) return;
    if (performance.now() > deadline) throw new Error(`Redis does not listen on port ${port}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}
