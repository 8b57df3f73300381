import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROOT } from '../architecture/a-copy.ts';
import { buildInFolders, filesOf } from './build-in-folders.ts';
import type { BuiltImage } from './build-in-folders.ts';

const BUILD_MAX_MS = 600_000;
const START_MAX_MS = 30_000;

let folder: string;
let image: BuiltImage;
let before: readonly string[];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'drover-image-'));
  image = buildInFolders(ROOT, folder);
  before = filesOf(image);
}, BUILD_MAX_MS);

// Tens of thousands of files: a busy disk takes its time.
afterAll(() => rmSync(folder, { recursive: true, force: true }), BUILD_MAX_MS);

describe('the image, built by its own steps in a clean folder', () => {
  it('has the compiled program and the packages it runs on, and nothing that only helps to make it', () => {
    const has = (path: string): boolean => existsSync(join(image.root, 'app', path));

    for (const path of [
      'dist/src/main.js',
      'dist/jobs/tick-rollout.js',
      'src/drover.js',
      'node_modules/bullmq',
    ])
      expect([path, has(path)]).toEqual([path, true]);
    for (const path of ['src/main.ts', 'src/sandbox', 'dist/src/sandbox', 'test', 'jobs', '.npmrc'])
      expect([path, has(path)]).toEqual([path, false]);
    const { runtime, development } = lockedPackages();
    expect(runtime.filter((path) => !has(path))).toEqual([]);
    expect(development.filter(has)).toEqual([]);
  });

  it('says its version and its help', async () => {
    const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };

    expect(await run(['--version'])).toEqual({ code: 0, out: `drover ${version}\n`, err: '' });
    expect(await run(['--help'])).toMatchObject({ code: 0, out: expect.stringContaining('drover serve') });
  });

  it('serves unless told otherwise; what is wrong with its configuration is all told at once', async () => {
    const config = join(folder, 'broken.yaml');
    writeFileSync(config, 'clusters:\n  - name: status\n    channel: general\n');
    const { code, out, err } = await run(image.cmd, { DROVER_CONFIG: config, SLACK_BOT_TOKEN: 'abc' });

    expect([code, out]).toEqual([1, '']);
    for (const words of [
      'clusters[0].name (line 2): must not be a word of the command itself',
      'clusters[0].channel (line 3): must be the id of a channel',
      'REDIS_URL: is not set',
      'SLACK_BOT_TOKEN: must be a token that begins with xoxb-',
    ])
      expect(err).toContain(words);
  });

  it('draws pictures without a native package and without fonts of the system', async () => {
    const script = [
      "import { svgToPng } from './dist/src/adapters/slack/picture/svg-to-png.js';",
      'const svg = \'<svg xmlns="http://www.w3.org/2000/svg" width="90" height="30"><text y="20">verdict</text></svg>\';',
      "process.stdout.write(Buffer.from(await svgToPng(svg, 90)).toString('hex'));",
    ].join('\n');
    const args = ['--input-type=module', '-e', script];
    const child = spawn(process.execPath, args, {
      cwd: join(image.root, image.workdir),
      env: { PATH: '/nowhere' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const said = textOf(child);
    const [code] = (await once(child, 'close')) as [number | null];

    expect([code, said().slice(0, 16)]).toEqual([0, '89504e470d0a1a0a']);
  });

  it('starts the engine while Redis, Slack and the cluster are away, answers probes, and ends when it is asked to', async () => {
    const [health, nothing] = [await freePort(), await freePort()];
    const child = start(image.cmd, { ...engineEnvironment(nothing), DROVER_HEALTH_PORT: String(health) });
    const err = textOf(child);
    try {
      await until(async () => (await probe(health, '/healthz')) === 200);
      await until(async () => (await probe(health, '/readyz')) === 200);
      child.kill('SIGTERM');
      const [code] = (await once(child, 'exit')) as [number | null];

      expect(code).toBe(0);
      expect(err()).toContain('drover has stopped');
    } finally {
      child.kill('SIGKILL');
    }
  }, 90_000);

  it('has written nothing anywhere in its file system', () => {
    expect(filesOf(image)).toEqual(before);
  });
});

/** The packages of the lock file, as paths: those that the program needs, and those that only help to make and test it. */
function lockedPackages(): { readonly runtime: readonly string[]; readonly development: readonly string[] } {
  const lock = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')) as {
    packages: Readonly<
      Record<string, { dev?: boolean; optional?: boolean; devOptional?: boolean; peer?: boolean }>
    >;
  };
  const packages = Object.entries(lock.packages).filter(([path]) => path !== '');
  const needed = packages.filter(([, one]) => !one.dev && !one.optional && !one.devOptional && !one.peer);
  return {
    runtime: needed.map(([path]) => path),
    development: packages.filter(([, one]) => one.dev).map(([path]) => path),
  };
}

/** As a container would: no PATH, so no shell and no tool, and only the environment that it is given. */
function start(args: readonly string[], env: Readonly<Record<string, string>> = {}): ChildProcess {
  const [program, ...rest] = image.entrypoint;
  expect(program).toBe('/nodejs/bin/node');
  return spawn(process.execPath, [...rest, ...args], {
    cwd: join(image.root, image.workdir),
    env: { ...image.env, ...env, PATH: '/nowhere' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

async function run(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<{ code: number | null; out: string; err: string }> {
  const child = start(args, env);
  const parts = { out: '', err: '' };
  child.stdout?.setEncoding('utf8').on('data', (chunk: string) => (parts.out += chunk));
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => (parts.err += chunk));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, ...parts };
}

/** `port`: one on which nobody listens. */
function engineEnvironment(port: number): Record<string, string> {
  const config = join(folder, 'drover.yaml');
  const kubeconfig = join(folder, 'kubeconfig.yaml');
  const away = `http://127.0.0.1:${port}`;
  writeFileSync(
    kubeconfig,
    JSON.stringify({
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [{ name: 'away', cluster: { server: away } }],
      users: [{ name: 'away', user: { token: 'x' } }],
      contexts: [{ name: 'away', context: { cluster: 'away', user: 'away' } }],
      'current-context': 'away',
    }),
  );
  const example = readFileSync(join(ROOT, 'manifests/base/drover.example.yaml'), 'utf8');
  writeFileSync(config, example.replace('{ inside: true }', `{ kubeconfig: { file: ${kubeconfig} } }`));
  return {
    DROVER_ROLES: 'engine',
    DROVER_CONFIG: config,
    DROVER_AUDIT_FILE: join(folder, 'audit.jsonl'),
    REDIS_URL: `redis://127.0.0.1:${port}`,
    SLACK_API_URL: `${away}/api/`,
    SLACK_BOT_TOKEN: 'xoxb-1',
    SLACK_SIGNING_SECRET: 'secret',
  };
}

function textOf(child: ChildProcess): () => string {
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  return () => text;
}

async function probe(port: number, path: string): Promise<number> {
  return fetch(`http://127.0.0.1:${port}${path}`).then(
    ({ status }) => status,
    () => 0,
  );
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + START_MAX_MS;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error('it did not come about in time');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
