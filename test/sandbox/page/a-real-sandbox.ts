import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, expect } from 'vitest';

const MAIN = new URL('../../../src/sandbox/main.ts', import.meta.url).pathname;

/** Real ms until the address is printed, and until everything has ended after Ctrl-C. */
const START_MAX_MS = 60_000;
const END_MAX_MS = 30_000;

/**
 * `npm run sandbox`, as a person starts it: its own process, with the real drover beside the world. To be called once in
 * a file; answers where the page is, once it runs. At the end it must go by itself, and in peace.
 */
export function useRealSandbox(...options: readonly string[]): { address(): string } {
  let child: ChildProcess | undefined;
  let address = '';
  beforeAll(async () => {
    child = spawn(process.execPath, [MAIN, ...options], { stdio: ['ignore', 'pipe', 'pipe'] });
    address = await printedAddress(child);
  }, START_MAX_MS);
  afterAll(async () => {
    if (!child || child.exitCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGINT');
    const [code] = await ended;
    expect(code).toBe(0);
  }, END_MAX_MS);
  return { address: () => address };
}

async function printedAddress(child: ChildProcess): Promise<string> {
  let printed = '';
  return new Promise((resolve, reject) => {
    const read = (chunk: Buffer): void => {
      printed += String(chunk);
      const found = /Open (http:\S+)/.exec(printed)?.[1];
      if (found !== undefined) resolve(found);
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('exit', (code) => reject(new Error(`the sandbox ended (${String(code)}):\n${printed}`)));
  });
}
