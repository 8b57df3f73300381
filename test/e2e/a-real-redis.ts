import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { findProgram } from '../../src/sandbox/run/find-program.ts';
import { freePort } from '../../src/sandbox/run/free-port.ts';

const PROGRAM = findProgram('redis-server', 'valkey-server');

/** Whether there is a real one on this machine. */
export const hasRealRedis = PROGRAM !== undefined;

/** A Redis with an append-only file, as it should be in production: it can be killed, started again, and asked. */
export class RealRedis {
  readonly port: number;
  readonly #folder = mkdtempSync(join(tmpdir(), 'drover-redis-'));
  #child: ChildProcess | undefined;

  private constructor(port: number) {
    this.port = port;
  }

  static async start(): Promise<RealRedis> {
    const redis = new RealRedis(await freePort());
    await redis.start();
    return redis;
  }

  /** Starts it on its port with what its file holds. */
  async start(): Promise<void> {
    const place = ['--port', String(this.port), '--bind', '127.0.0.1', '--dir', this.#folder, '--save', ''];
    const kept = [
      '--appendonly',
      'yes',
      '--appendfsync',
      'everysec',
      '--maxmemory-policy',
      'noeviction',
      '--repl-diskless-sync-delay',
      '0',
    ];
    this.#child = spawn(PROGRAM ?? '', [...place, ...kept], { stdio: 'ignore' });
    await this.ask('PING');
  }

  async kill(): Promise<void> {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }

  /** Sends one command, and waits for Redis where it is still starting. */
  async ask(command: string, ...words: readonly string[]): Promise<unknown> {
    const client = new Redis(this.port, '127.0.0.1', {
      retryStrategy: () => 50,
      maxRetriesPerRequest: TRIES_MAX,
    });
    client.on('error', () => undefined);
    try {
      return await client.call(command, ...words);
    } finally {
      client.disconnect();
    }
  }

  async close(): Promise<void> {
    await this.kill();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** Tries of 50 ms until a Redis that was just started must answer. */
const TRIES_MAX = 400;
