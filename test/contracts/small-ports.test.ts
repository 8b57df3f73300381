import { readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openAuditLog } from '../../src/adapters/system/chained-audit-log.ts';
import { nodeSecureValues } from '../../src/adapters/system/node-secure-values.ts';
import { PinoLog } from '../../src/adapters/system/pino-log.ts';
import { SystemClock } from '../../src/adapters/system/system-clock.ts';
import type { AuditEntry, AuditLog } from '../../src/ports/audit-log.ts';
import type { Clock } from '../../src/ports/clock.ts';
import type { Log } from '../../src/ports/log.ts';
import type { SecureValues } from '../../src/ports/secure-values.ts';
import { countingValues } from '../fakes/ports/counting-values.ts';
import { ManualClock } from '../fakes/ports/manual-clock.ts';
import { MemoryAuditLog } from '../fakes/ports/memory-audit-log.ts';
import { MemoryLog } from '../fakes/ports/memory-log.ts';

const file = join(tmpdir(), `small-ports-${process.pid}.jsonl`);

afterAll(async () => {
  await rm(file, { force: true });
});

describe.each<[string, Clock, (ms: number) => Promise<void>]>([
  ['by hand', ...handTurned()],
  ["the system's", new SystemClock(), async () => {}],
  ["the system's, scaled", new SystemClock({ scale: 20, anchor: Date.now() }), async () => {}],
])('a clock, %s', (_name, clock, turn) => {
  it('goes forward while one sleeps: monotonic time by what was slept, product time by its scale', async () => {
    const before = { now: clock.now(), monotonic: clock.monotonic(), real: clock.real() };

    const slept = clock.sleep(30);
    await turn(30);
    await slept;

    expect(clock.monotonic() - before.monotonic).toBeGreaterThanOrEqual(28);
    expect(clock.real() - before.real).toBeGreaterThanOrEqual(28);
    expect(clock.now() - before.now).toBeGreaterThanOrEqual(28 * clock.scale);
  });
});

describe.each<[string, SecureValues]>([
  ['of chance', nodeSecureValues],
  ['counted', countingValues()],
])('values, %s', (_name, values) => {
  it('are as long as asked for, never twice the same, and digests are SHA-256', () => {
    const many = Array.from({ length: 50 }, () => values.nonce(16));

    expect(new Set(many).size).toBe(50);
    for (const nonce of many) expect(nonce).toMatch(/^[0-9a-f]{32}$/);
    expect(values.sha256('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });
});

describe.each<[string, AuditLog, () => Promise<readonly Partial<AuditEntry>[]>]>([
  ['in memory', ...inMemory()],
  ['in a file', openAuditLog(file, new SystemClock()), fromFile],
])('an audit log, %s', (_name, audit, read) => {
  it('keeps entries as they were when they were appended, in order', async () => {
    const target = { node: 'a' };
    const entry = {
      rollout: 'R-AAAAA',
      group: 'prod/workers',
      epoch: 1,
      actor: { type: 'engine', id: 'e' },
      action: 'node.cordon',
      stage: 'intent',
      target,
      plan: null,
      approvals: [],
      why: 'first',
    } as const;
    await audit.append(entry);
    target.node = 'changed afterwards';
    await audit.append({ ...entry, stage: 'result', why: 'second', detail: { code: 200 } });

    expect(await read()).toMatchObject([
      { why: 'first', stage: 'intent', target: { node: 'a' } },
      { why: 'second', stage: 'result', target: { node: 'changed afterwards' }, detail: { code: 200 } },
    ]);
  });
});

describe.each<[string, Log, () => readonly object[]]>([
  ['in memory', ...loggedInMemory()],
  ['as lines of JSON', ...loggedAsJson()],
])('a log, %s', (_name, log, read) => {
  it('keeps level, sentence and fields', () => {
    log.info('One.', { node: 'a' });
    log.warn('Two.');
    log.error('Three.', { count: 3 });

    expect(read()).toMatchObject([
      { level: 'info', message: 'One.', node: 'a' },
      { level: 'warn', message: 'Two.' },
      { level: 'error', message: 'Three.', count: 3 },
    ]);
  });
});

function handTurned(): [Clock, (ms: number) => Promise<void>] {
  const clock = new ManualClock();
  return [clock, async (ms) => clock.advance(ms)];
}

function inMemory(): [AuditLog, () => Promise<readonly AuditEntry[]>] {
  const audit = new MemoryAuditLog();
  return [audit, async () => audit.entries];
}

async function fromFile(): Promise<readonly Partial<AuditEntry>[]> {
  const lines = (await readFile(file, 'utf8')).trim().split('\n');
  return lines.map((line) => JSON.parse(line) as Partial<AuditEntry>);
}

function loggedInMemory(): [Log, () => readonly object[]] {
  const log = new MemoryLog();
  return [log, () => log.lines.map(({ level, message, fields }) => ({ level, message, ...fields }))];
}

function loggedAsJson(): [Log, () => readonly object[]] {
  const lines: { msg: string }[] = [];
  const log = new PinoLog(
    {},
    { write: (line: string) => void lines.push(JSON.parse(line) as { msg: string }) },
  );
  return [log, () => lines.map(({ msg, ...rest }) => ({ message: msg, ...rest }))];
}
