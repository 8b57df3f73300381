import { readFileSync } from 'node:fs';
import { listenForHealth } from './adapters/system/health-listener.ts';
import { PinoLog } from './adapters/system/pino-log.ts';
import { startDrover } from './compose/start-drover.ts';
import { parseConfig } from './config/parse-config.ts';

/** Real ms that an orderly end may take; the pod's grace period is longer (engine.md 2.9). */
const STOP_MAX_MS = 30_000;

/** What the process should exit with: 1 for a configuration that is wrong, 0 after an orderly end. */
export async function runDrover(
  env: Readonly<Record<string, string | undefined>>,
  version: string,
): Promise<number> {
  const parsed = parseConfig(env, (path) => readFileSync(path, 'utf8'));
  if (!parsed.ok) {
    process.stderr.write(`drover cannot start; ${parsed.problems.length} problems in its configuration:\n`);
    for (const problem of parsed.problems) process.stderr.write(`  ${problem}\n`);
    return 1;
  }
  const { config } = parsed;
  const log = new PinoLog({ service: 'drover', version });
  // Before anything is asked of the world, so that a slow start is not taken for a dead process.
  const health = config.healthPort === undefined ? undefined : await listenForHealth(config.healthPort);
  const running = await startDrover(config, log, version);
  health?.setReady(true);
  log.info('drover is ready', {
    roles: config.roles,
    clusters: config.clusters.map(({ name }) => name),
    scale: config.time.scale,
  });
  await untilAskedToStop();
  log.info('drover is stopping');
  health?.setReady(false);
  const late = setTimeout(() => {
    log.error('drover did not stop in time');
    process.exit(1);
  }, STOP_MAX_MS);
  await running.stop();
  await health?.close();
  clearTimeout(late);
  log.info('drover has stopped');
  return 0;
}

async function untilAskedToStop(): Promise<void> {
  await new Promise<void>((resolve) => {
    process.once('SIGTERM', () => resolve());
    process.once('SIGINT', () => resolve());
  });
}
