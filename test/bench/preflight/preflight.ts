import { execFile, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { benchOptions } from '../bench-options.ts';
import type { Inspected } from './inspect-fleet.ts';

/**
 * `npm run bench:preflight`: how long `drover preflight` takes of a large cluster, and how much memory. A process of its
 * own serves ready-made pages, without TLS; another one reads them as the product does, and curl reads the same bytes.
 * The figures are printed and not judged: they depend on the machine and on what else runs on it.
 */
const values = benchOptions({
  command: 'npm run bench:preflight',
  about:
    'Reads and judges a large generated cluster as `drover preflight` does, and prints speed, memory and blocks.',
  options: {
    nodes: { kind: 'number', default: 5_000, about: 'nodes of the cluster' },
    pods: { kind: 'number', default: 150_000, about: 'pods of the cluster, 9 KB each' },
    targets: { kind: 'number', default: 300, about: 'nodes that are to be replaced' },
  },
});
const PAGES_MEGABYTES = 6_000;

const folder = mkdtempSync(join(tmpdir(), 'bench-preflight-'));
const { nodes, pods, targets } = values;
const server = start('serve-fleet.ts', [nodes, pods, targets].map(String), [
  `--max-old-space-size=${PAGES_MEGABYTES}`,
]);
try {
  const served = JSON.parse(await firstLine(server)) as Served;
  const inspector = start('inspect-fleet.ts', [writeKubeconfig(served.port)], flagsOfImage());
  const inspected = JSON.parse(await firstLine(inspector)) as Inspected;
  const curlSeconds = await curl(served);
  print(served, inspected, curlSeconds);
  process.exitCode = inspected.pods === pods ? 0 : 1;
} finally {
  server.kill();
  rmSync(folder, { recursive: true });
}

interface Served {
  readonly port: number;
  readonly podPages: number;
  readonly podBytes: number;
}

function start(file: string, args: readonly string[], flags: readonly string[] = []): ChildProcess {
  const path = fileURLToPath(new URL(file, import.meta.url));
  return spawn(process.execPath, [...flags, path, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
}

/** The flags for V8 that the image runs drover with. */
function flagsOfImage(): readonly string[] {
  const dockerfile = readFileSync(new URL('../../../Dockerfile', import.meta.url), 'utf8');
  return [...dockerfile.matchAll(/"(--max-[a-z-]+=\d+)"/g)].flatMap(([, flag]) => flag ?? []);
}

async function firstLine(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error('the process has no output');
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`the process ended with ${String(code)} before it said anything`);
  });
  const [line] = (await Promise.race([once(createInterface(child.stdout), 'line'), ended])) as [string];
  ended.catch(() => undefined);
  return line;
}

function writeKubeconfig(port: number): string {
  const file = join(folder, 'kubeconfig.json');
  const cluster = { server: `http://127.0.0.1:${port}`, 'insecure-skip-tls-verify': true };
  const config = {
    'current-context': 'bench',
    clusters: [{ name: 'bench', cluster }],
    users: [{ name: 'bench', user: { token: 'bench' } }],
    contexts: [{ name: 'bench', context: { cluster: 'bench', user: 'bench' } }],
  };
  writeFileSync(file, JSON.stringify(config));
  return file;
}

/** The same pages, one after another over one connection, thrown away. */
async function curl({ port, podPages }: Served): Promise<number> {
  const file = join(folder, 'curl.config');
  const pages = Array.from(
    { length: podPages },
    (_, page) => `http://127.0.0.1:${port}/api/v1/pods?continue=${page}`,
  );
  writeFileSync(file, pages.map((url) => `url = "${url}"\noutput = "/dev/null"\n`).join(''));
  const begun = performance.now();
  await promisify(execFile)('curl', ['--silent', '--fail', '--config', file]);
  return (performance.now() - begun) / 1_000;
}

function print({ podBytes }: Served, inspected: Inspected, curlSeconds: number): void {
  const { podSeconds, readSeconds, readCpuSeconds, moves } = inspected;
  const megabytes = podBytes / 1e6;
  const rows: readonly (readonly [string, string, string])[] = [
    [
      'pods read and reduced',
      `${(megabytes / podSeconds).toFixed(0)} MB/s`,
      `${megabytes.toFixed(0)} MB in ${podSeconds.toFixed(1)} s; aim 200 MB/s`,
    ],
    ['against curl', `${(podSeconds / curlSeconds).toFixed(1)} times`, `curl: ${curlSeconds.toFixed(2)} s`],
    [
      'whole fleet read',
      `${readSeconds.toFixed(1)} s`,
      `${readCpuSeconds.toFixed(1)} s of processor, ${(megabytes / readCpuSeconds).toFixed(0)} MB of pods for each`,
    ],
    ['longest block while reading', `${inspected.blockMs.toFixed(0)} ms`, 'aim 100 ms'],
    ['longest block while judging', `${inspected.judgingBlockMs.toFixed(0)} ms`, 'aim 100 ms'],
    [
      'rehearsal',
      `${inspected.rehearsalSeconds.toFixed(1)} s`,
      `${inspected.rehearsalCpuSeconds.toFixed(1)} s of processor, ${moves} moves from ${inspected.targets} nodes; aim 2 s`,
    ],
    [
      'all checks, rehearsal included',
      `${inspected.checksSeconds.toFixed(1)} s`,
      `${inspected.checksCpuSeconds.toFixed(1)} s of processor, ${inspected.verdict}, ${inspected.findings} findings`,
    ],
    ['peak memory while reading', `${inspected.readPeakMegabytes.toFixed(0)} MB`, 'aim 500 MB'],
    ['peak memory', `${inspected.peakMegabytes.toFixed(0)} MB`, 'with the checks; aim 500 MB'],
  ];
  for (const [what, figure, more] of rows) console.log(`${what.padEnd(32)}${figure.padStart(10)}  ${more}`);
}
