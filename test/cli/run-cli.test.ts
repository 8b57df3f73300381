import { execFile, execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openAuditLog } from '../../src/adapters/system/chained-audit-log.ts';
import { SystemClock } from '../../src/adapters/system/system-clock.ts';
import { runCli } from '../../src/cli/run-cli.ts';

const PROGRAM = fileURLToPath(new URL('../../src/drover.js', import.meta.url));

let folder: string;
let file: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cli-'));
  file = join(folder, 'audit.jsonl');
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

describe('the command line', () => {
  it('shows its help', async () => {
    for (const args of [[], ['--help'], ['-h'], ['help'], ['serve', '--help']]) {
      const { code, out } = await run(...args);
      expect(code).toBe(0);
      expect(out).toContain('drover audit verify FILE');
    }
  });

  it('shows its version', async () => {
    const { version } = JSON.parse(
      await readFile(new URL('../../package.json', import.meta.url), 'utf8'),
    ) as { version: string };

    expect(await run('--version')).toEqual({ code: 0, out: `drover ${version}`, err: '', served: 0 });
  });

  it('serves, and answers the code of that', async () => {
    expect(await run('serve')).toMatchObject({ code: 0, served: 1 });
  });

  it.each([
    [['serv'], 'drover: there is no command "serv"; did you mean "serve"?'],
    [['nonsense'], 'drover: there is no command "nonsense"; see drover --help'],
    [['audit'], 'drover: audit needs a verb: drover audit verify FILE'],
    [['audit', 'verfy', 'x'], 'drover: there is no verb of audit "verfy"; did you mean "verify"?'],
    [['audit', 'verify'], 'drover: audit verify needs a file: drover audit verify FILE'],
    [['audit', 'verify', 'a', 'b'], 'drover: "b" is one word too many; see drover --help'],
    [['serve', 'now'], 'drover: "now" is one word too many; see drover --help'],
    [['--hepl'], 'drover: there is no option "--hepl"; did you mean "--help"?'],
    [
      ['audit', 'verify', 'a', '--anchor', 'b'],
      'drover: "b" is no anchor; an anchor looks like 812:sha256:… with 64 digits',
    ],
  ])('refuses %j in one line', async (args, line) => {
    expect(await run(...args)).toEqual({ code: 4, out: '', err: line, served: 0 });
  });

  it('verifies an audit log', async () => {
    const head = await writeLog();

    expect(await run('audit', 'verify', file)).toMatchObject({
      code: 0,
      out: `${file}: 2 lines, all in order; the last is 2:${head.hash}`,
    });
    expect(await run('audit', 'verify', file, '--anchor', `2:${head.hash}`)).toMatchObject({ code: 0 });
  });

  it('names the first bad line', async () => {
    await writeLog();
    await writeFile(file, (await readFile(file, 'utf8')).replace('node-1', 'node-9'));

    expect(await run('audit', 'verify', file)).toMatchObject({
      code: 1,
      out: expect.stringContaining('line 2 is bad'),
    });
  });

  it('says that a file cannot be read', async () => {
    expect(await run('audit', 'verify', join(folder, 'nothing'))).toMatchObject({
      code: 4,
      err: expect.stringMatching(/cannot be read: ENOENT.*$/),
    });
  });
});

describe('the program', () => {
  it('runs from a checkout', async () => {
    await writeLog();

    expect(await spawned(process.execPath, '--version')).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^drover \d/),
    });
    expect(await spawned(process.execPath, 'audit', 'verify', file)).toMatchObject({ code: 0 });
    expect(await spawned(process.execPath, 'nonsense')).toMatchObject({
      code: 4,
      err: expect.stringContaining('there is no command'),
    });
  });

  it('serves: what is wrong with its configuration is told at once', async () => {
    const { code, err } = await spawned(process.execPath, 'serve');

    expect(code).toBe(1);
    for (const name of ['DROVER_CONFIG', 'REDIS_URL', 'SLACK_BOT_TOKEN'])
      expect(err).toContain(`${name}: is not set`);
  });

  const old = oldNode();
  it.skipIf(old === undefined)('says on an old Node what is missing, in one sentence', async () => {
    expect(await spawned(old ?? '', '--version')).toMatchObject({
      code: 4,
      out: '',
      err: expect.stringMatching(/^drover: it needs Node\.js 24 or later, and this is \d+\.\d+\.\d+\.\n$/),
    });
  });

  it('judges the release of Node by its number alone', async () => {
    const source = await readFile(PROGRAM, 'utf8');
    // The check stands before anything that an old release could not load.
    const check = source.indexOf('process.versions.node.split');
    expect(check).toBeGreaterThan(0);
    expect(check).toBeLessThan(source.indexOf('import('));
  });
});

async function run(...args: string[]): Promise<{ code: number; out: string; err: string; served: number }> {
  const out: string[] = [];
  const err: string[] = [];
  let served = 0;
  const serve = async (): Promise<number> => {
    served += 1;
    return 0;
  };
  const code = await runCli(args, {}, serve, {
    out: (line) => out.push(line),
    err: (line) => err.push(line),
  });
  return { code, out: out.join('\n'), err: err.join('\n'), served };
}

async function spawned(node: string, ...args: string[]): Promise<{ code: number; out: string; err: string }> {
  return new Promise((resolve) => {
    execFile(node, [PROGRAM, ...args], { env: { PATH: process.env['PATH'] } }, (error, out, err) => {
      resolve({ code: error ? Number(error.code) : 0, out, err });
    });
  });
}

/** An older Node on this machine, if there is one beside ours. */
function oldNode(): string | undefined {
  const path = '/usr/local/bin:/usr/bin:/bin';
  try {
    const program = execFileSync('/bin/sh', ['-c', 'command -v node'], {
      env: { PATH: path },
      encoding: 'utf8',
    }).trim();
    const version = execFileSync(program, ['--version'], { encoding: 'utf8' });
    return Number(/^v(\d+)/.exec(version)?.[1]) < 24 ? program : undefined;
  } catch {
    return undefined;
  }
}

async function writeLog(): Promise<{ seq: number; hash: string }> {
  const log = openAuditLog(file, new SystemClock());
  for (const n of [0, 1])
    await log.append({
      rollout: 'R-ABCDE',
      group: 'prod/workers',
      epoch: 1,
      actor: { type: 'engine', id: 'engine-0' },
      action: 'node.cordon',
      stage: 'intent',
      target: { node: `node-${n}` },
      plan: null,
      approvals: [],
      why: 'a test',
    });
  await log.close();
  return log.head as { seq: number; hash: string };
}
