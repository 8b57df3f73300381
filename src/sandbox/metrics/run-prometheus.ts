import { execFile, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findProgram } from '../run/find-program.ts';
import { freePort } from '../run/free-port.ts';

export interface RunningPrometheus {
  readonly url: string;
  close(): Promise<void>;
}

/** Real ms that it may take until it answers. */
const START_MAX_MS = 20_000;

interface Wanted {
  /** The server whose `/metrics` it scrapes. */
  readonly target: string;
  readonly scrapeMs: number;
  /** What it shall remember from before, in OpenMetrics with times. */
  readonly past: string;
}

/** A real Prometheus that scrapes the world; undefined where none is installed. */
export async function runPrometheus(wanted: Wanted): Promise<RunningPrometheus | undefined> {
  const [program, tool] = [findProgram('prometheus'), findProgram('promtool')];
  if (!program || !tool) return undefined;
  const folder = mkdtempSync(join(tmpdir(), 'sandbox-prometheus-'));
  const data = join(folder, 'data');
  const past = join(folder, 'past.om');
  writeFileSync(past, wanted.past);
  await promisify(execFile)(tool, ['tsdb', 'create-blocks-from', 'openmetrics', past, data]);
  const settings = join(folder, 'prometheus.yml');
  writeFileSync(settings, settingsText(wanted));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(
    program,
    [
      `--config.file=${settings}`,
      `--storage.tsdb.path=${data}`,
      `--web.listen-address=127.0.0.1:${port}`,
      '--log.level=error',
    ],
    { stdio: 'ignore' },
  );
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
  });
  const close = async (): Promise<void> => {
    child.kill('SIGKILL');
    await exited;
    rmSync(folder, { recursive: true, force: true });
  };
  if (await isReady(url, child)) return { url, close };
  await close();
  throw new Error(`Prometheus did not answer within ${START_MAX_MS / 1_000} s`);
}

function settingsText({ target, scrapeMs }: Wanted): string {
  return [
    `global: {scrape_interval: ${scrapeMs}ms, scrape_timeout: ${scrapeMs}ms}`,
    'scrape_configs:',
    '  - job_name: pods',
    '    honor_labels: true',
    '    static_configs:',
    `      - targets: ['${new URL(target).host}']`,
    // The labels of a scrape itself would tell the remembered series from the scraped ones.
    '    metric_relabel_configs:',
    '      - {action: labeldrop, regex: instance|job}',
    '',
  ].join('\n');
}

async function isReady(url: string, child: ChildProcess): Promise<boolean> {
  const until = Date.now() + START_MAX_MS;
  while (Date.now() < until && child.exitCode === null) {
    const answer = await fetch(`${url}/-/ready`).catch(() => undefined);
    if (answer?.ok) return true;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return false;
}
