import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { SandboxHost } from '../../src/sandbox/run/sandbox-host.ts';
import { findScenario } from '../../src/sandbox/scenarios/catalogue.ts';

const DROVER = fileURLToPath(new URL('../../src/drover.js', import.meta.url));

describe('drover metrics check', () => {
  let host: SandboxHost;

  beforeAll(async () => {
    const scenario = findScenario('error-spike');
    host = await SandboxHost.start({ scenario, seed: 1, speed: 20, withDrover: false, mode: 'http' });
  }, 120_000);

  afterAll(async () => host.close());

  it('names the series of every workload, the numbers of both cohorts, and what is not judged', async () => {
    // The source has looked at every pod twice before there is a rate.
    const { code, out } = await vi.waitUntil(
      async () => {
        const tried = await run('metrics', 'check', 'prod', 'workers');
        return tried.out.includes(' pods, errors ') ? tried : undefined;
      },
      { timeout: 90_000, interval: 1_000 },
    );

    expect(out).toMatch(
      /^Deployment\/shop\/checkout: http_requests_total by code=~"5\.\.", durations of http_request_duration_seconds_bucket$/m,
    );
    expect(out).toMatch(
      /^ {2}last \d+ min {4}\d+\.\d requests\/s, errors 0\.\d+ %, p99 \d+ ms, slower than \d+ ms 0\.\d+ %$/m,
    );
    expect(out).toMatch(/^ {2}patched nodes {2}no pods$/m);
    expect(out).toMatch(
      /^ {2}other nodes {4}4 pods, errors \d+\.?\d* % \(\d+ of [\d,]+ requests\), CPU held back in \d+\.?\d* %$/m,
    );
    expect(out).toMatch(/^alerts are not judged: clusters\[\]\.metrics\.prometheus\.alerts is not set$/m);
    // Its numbers are held where time does not run: here a busy machine makes the world's seconds late, at twenty times the speed.
    expect(out).toMatch(
      /^nodes: CPU busy up to \d+\.?\d* %, programs wait for CPU in up to \d+\.?\d* %, programs stand still for memory in up to 0 %, .*$/m,
    );
    expect(code).toBe(0);
  }, 120_000);

  it('says that the source is away', async () => {
    host.world.metricsTrouble.now = 'down';
    const { code, err } = await run('metrics', 'check', 'prod', 'workers');
    host.world.metricsTrouble.now = 'none';

    expect(err).toMatch(/^drover: the metrics source does not tell: it does not answer/);
    expect(code).toBe(4);
  });

  it.each([
    [['metrics'], 'metrics needs a verb'],
    [['metrics', 'chek'], 'did you mean "check"?'],
    [['metrics', 'check', 'prod'], 'metrics check needs two words'],
    [['metrics', 'check', 'prod', 'worker'], 'did you mean "workers"?'],
  ])('refuses %j in one line', async (words, why) => {
    const { code, err } = await run(...words);

    expect(err).toContain(why);
    expect(err.trim().split('\n')).toHaveLength(1);
    expect(code).toBe(4);
  });

  async function run(
    ...words: readonly string[]
  ): Promise<{ code: number | null; out: string; err: string }> {
    const child = spawn(process.execPath, [DROVER, ...words], {
      env: { PATH: process.env['PATH'], ...host.environment() },
    });
    const told = { out: '', err: '' };
    child.stdout.on('data', (part: Buffer) => (told.out += part.toString()));
    child.stderr.on('data', (part: Buffer) => (told.err += part.toString()));
    const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
    return { code, ...told };
  }
});
