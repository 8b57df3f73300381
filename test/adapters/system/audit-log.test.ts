import { appendFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openAuditLog } from '../../../src/adapters/system/chained-audit-log.ts';
import { SystemClock } from '../../../src/adapters/system/system-clock.ts';
import { verifyAuditFile } from '../../../src/adapters/system/verify-audit-file.ts';
import type { AuditEntry } from '../../../src/ports/audit-log.ts';
import { PortError } from '../../../src/ports/port-error.ts';

let folder: string;
let file: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'audit-'));
  file = join(folder, 'audit.jsonl');
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

describe('the audit log', () => {
  it('writes a chain that verifies', async () => {
    await write(3);

    expect(await verifyAuditFile(file)).toMatchObject({ ok: true, lines: 3, head: { seq: 3 } });
  });

  it('numbers lines from 1 and names the line before by its hash', async () => {
    await write(2);

    const [first, second] = await lines();
    expect(first).toMatchObject({ v: 1, seq: 1, action: 'node.cordon', prev: `sha256:${'0'.repeat(64)}` });
    expect(second).toMatchObject({ seq: 2, prev: first?.['hash'] });
  });

  it('goes on with the chain of a file that is there', async () => {
    await write(2);
    await write(2);

    expect(await verifyAuditFile(file)).toMatchObject({ ok: true, lines: 4 });
  });

  it('keeps the order of entries appended at once', async () => {
    const log = openAuditLog(file, new SystemClock());
    await Promise.all(Array.from({ length: 20 }, async (_, n) => log.append(entry(n))));
    await log.close();

    expect(await verifyAuditFile(file)).toMatchObject({ ok: true, lines: 20 });
    expect((await lines()).map((line) => line['why'])).toEqual(
      Array.from({ length: 20 }, (_, n) => `because ${n}`),
    );
  });

  it('goes on behind the lines that another process added', async () => {
    const one = openAuditLog(file, new SystemClock());
    const other = openAuditLog(file, new SystemClock());
    await one.append(entry(1));
    await other.append(entry(2));
    await one.append(entry(3));
    await Promise.all([one.close(), other.close()]);

    expect(await verifyAuditFile(file)).toMatchObject({ ok: true, lines: 3 });
  });

  it('sets aside the half line of a process that died, says so, and goes on', async () => {
    await write(2);
    await appendFile(file, '{"half a li');
    await write(1);

    expect(await verifyAuditFile(file)).toMatchObject({ ok: true, lines: 4 });
    const recovered = (await lines())[2] as { action: string; target: { torn: string } };
    expect(recovered.action).toBe('audit.recovered');
    expect(await readFile(recovered.target.torn, 'utf8')).toBe('{"half a li');
  });

  it('refuses to go on with a file whose end was edited', async () => {
    await write(2);
    await edit((text) => text.replaceAll('node-1', 'node-9'));

    await expect(write(1)).rejects.toThrow(PortError);
    expect(await lines()).toHaveLength(2);
  });

  it('throws when the line cannot be written, and writes again when it can', async () => {
    const missing = join(folder, 'later', 'audit.jsonl');
    const log = openAuditLog(missing, new SystemClock());
    await expect(log.append(entry(1))).rejects.toMatchObject({ kind: 'unavailable' });

    await mkdir(join(folder, 'later'));
    await log.append(entry(2));
    await log.close();

    expect(await verifyAuditFile(missing)).toMatchObject({ ok: true, lines: 1 });
  });
});

describe('verifying an audit file', () => {
  it('finds every single changed byte, and names its line', async () => {
    await write(3);
    const good = await readFile(file);
    const missed: number[] = [];
    for (let at = 0; at < good.length; at++) {
      const changed = Buffer.from(good);
      changed[at] = (good[at] as number) ^ 1;
      await writeFile(file, changed);
      const verdict = await verifyAuditFile(file);
      const line = good.subarray(0, at).toString('utf8').split('\n').length;
      // A broken line end joins two lines, and the line that follows an edited one does not fit it: never later than that.
      if (verdict.ok || verdict.line !== line) missed.push(at);
    }

    expect(missed).toEqual([]);
  });

  it('names the line behind a gap', async () => {
    await write(4);
    await editLines((all) => [...all.slice(0, 1), ...all.slice(2)]);

    expect(await verifyAuditFile(file)).toMatchObject({
      ok: false,
      line: 2,
      problem: expect.stringContaining('missing'),
    });
  });

  it('names the first of two lines that changed places', async () => {
    await write(4);
    await editLines(([a, b, c, d]) => [a, c, b, d] as string[]);

    expect(await verifyAuditFile(file)).toMatchObject({ ok: false, line: 2 });
  });

  it('shows a cut at a line end by the anchor alone', async () => {
    const head = await write(4);
    await editLines((all) => all.slice(0, 2));

    expect(await verifyAuditFile(file)).toMatchObject({ ok: true, lines: 2 });
    expect(await verifyAuditFile(file, { anchor: head })).toMatchObject({
      ok: false,
      line: 3,
      problem: expect.stringContaining('cut off'),
    });
  });

  it('shows a chain that was written anew by the anchor', async () => {
    const head = await write(2);
    await rm(file);
    await write(3);

    expect(await verifyAuditFile(file)).toMatchObject({ ok: true });
    expect(await verifyAuditFile(file, { anchor: head })).toMatchObject({ ok: false, line: 2 });
  });

  it('shows a cut in the middle of a line', async () => {
    await write(2);
    const good = await readFile(file);
    await writeFile(file, good.subarray(0, good.length - 1));

    expect(await verifyAuditFile(file)).toMatchObject({ ok: false, line: 2 });
  });
});

function entry(n: number): AuditEntry {
  return {
    rollout: 'R-ABCDE',
    group: 'prod/workers',
    epoch: 7,
    actor: { type: 'engine', id: 'engine-0' },
    action: 'node.cordon',
    stage: 'intent',
    target: { node: `node-${n}`, uid: 'u-1' },
    plan: 'sha256:ab',
    approvals: [],
    why: `because ${n}`,
  };
}

async function write(count: number): Promise<{ seq: number; hash: string }> {
  const log = openAuditLog(file, new SystemClock());
  for (let n = 0; n < count; n++) await log.append(entry(n));
  const head = log.head;
  await log.close();
  return head as { seq: number; hash: string };
}

async function lines(): Promise<Record<string, unknown>[]> {
  const text = await readFile(file, 'utf8');
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

async function edit(change: (text: string) => string): Promise<void> {
  await writeFile(file, change(await readFile(file, 'utf8')));
}

async function editLines(change: (lines: string[]) => string[]): Promise<void> {
  await edit((text) => `${change(text.split('\n').slice(0, -1)).join('\n')}\n`);
}
