import { execFileSync, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** One series with its points: seconds before `now`, and the value as text. */
export interface Told {
  readonly metric: string;
  readonly type: 'counter' | 'gauge';
  readonly labels: Readonly<Record<string, string>>;
  readonly points: readonly { readonly at: number; readonly value: string }[];
}

export interface RealPrometheus {
  readonly url: string;
  close(): Promise<void>;
}

export function hasPrometheus(): boolean {
  return ['prometheus', 'promtool'].every((program) => {
    try {
      execFileSync(program, ['--version'], { stdio: 'ignore' });
      return true;
    } catch {
      return false;
    }
  });
}

/** A real Prometheus that remembers these series, and scrapes `targets`. */
export async function startPrometheus(
  told: readonly Told[],
  config = 'global: {scrape_interval: 1s}\n',
): Promise<RealPrometheus> {
  const folder = mkdtempSync(join(tmpdir(), 'prometheus-'));
  const data = join(folder, 'data');
  if (told.length > 0) {
    const file = join(folder, 'told.om');
    writeFileSync(file, openMetrics(told));
    execFileSync('promtool', ['tsdb', 'create-blocks-from', 'openmetrics', file, data], { stdio: 'ignore' });
  }
  writeFileSync(join(folder, 'prometheus.yml'), config);
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const server = spawn(
    'prometheus',
    [
      `--config.file=${join(folder, 'prometheus.yml')}`,
      `--storage.tsdb.path=${data}`,
      `--web.listen-address=127.0.0.1:${port}`,
      '--storage.tsdb.retention.time=10y',
      '--log.level=error',
    ],
    { stdio: 'ignore' },
  );
  await untilReady(url, server);
  return {
    url,
    async close() {
      const ended = new Promise((resolve) => server.once('exit', resolve));
      server.kill('SIGKILL');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** In OpenMetrics a counter's family has no `_total`, and a series that is none of a counter's is a gauge. */
function openMetrics(told: readonly Told[]): string {
  const lines = told.map(({ metric, labels, points }) => {
    const inside = Object.entries(labels).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
    const rows = points.map(({ at, value }) => `${metric}{${inside.join(',')}} ${value} ${at.toFixed(3)}`);
    return rows.join('\n');
  });
  return `${lines.join('\n')}\n# EOF\n`;
}

const READY_MAX_MS = 20_000;

async function untilReady(url: string, server: ChildProcess): Promise<void> {
  const until = Date.now() + READY_MAX_MS;
  while (Date.now() < until && server.exitCode === null) {
    const answer = await fetch(`${url}/-/ready`).catch(() => undefined);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  server.kill('SIGKILL');
  throw new Error('Prometheus did not become ready');
}

async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
