import { join } from 'node:path';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DroverProcess } from '../../src/sandbox/run/drover-process.ts';
import type { SandboxHost } from '../../src/sandbox/run/sandbox-host.ts';
import { startSmallHost } from './a-small-host.ts';
import { multisetOf } from './golden-multiset.ts';
import { originalsOf } from './originals-of.ts';
import { playGolden } from './play-golden.ts';
import { playIn } from './play-in.ts';

describe('two engines, both in Socket Mode', () => {
  let host: SandboxHost;
  let second: DroverProcess;
  let folder: string;

  beforeEach(async () => {
    host = await startSmallHost('socket');
    folder = mkdtempSync(join(tmpdir(), 'drover-second-'));
    second = new DroverProcess({
      environment: () => ({ ...host.environment(), DROVER_AUDIT_FILE: join(folder, 'audit.jsonl') }),
      keepAlive: false,
    });
  });

  afterEach(async () => {
    await second.stop();
    await host.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('act as one: every effect is there once, and the other one takes over from the one that is killed', async () => {
    const golden = await playGolden(host);
    await host.reset({ scenario: 'small', seed: 7 });
    second.start();
    await expect.poll(() => second.state, { timeout: 30_000 }).toBe('running');
    const originals = originalsOf(host.world);
    const leads = (process: DroverProcess | undefined): boolean =>
      process?.log
        .findLast((line) => line.includes('lead the cluster') || line.includes('leads the cluster'))
        ?.includes('leads the cluster') ?? false;
    const leading: boolean[][] = [];
    const half = Math.floor(golden.effects / 2);

    const played = await playIn(host, (index) => {
      leading.push([leads(host.drover), leads(second)]);
      if (index === half) void (leads(second) ? second : host.drover)?.kill();
    });

    expect(played.outcome).toBe('succeeded');
    expect(multisetOf(played.effects, originals)).toEqual(golden.deeds);
    expect(played.inWorkMax).toBe(1);
    expect(leading.slice(0, half).every((both) => both.filter(Boolean).length === 1)).toBe(true);
  }, 300_000);
});
