import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { PreflightJson } from '../../src/cli/preflight/to-json.ts';
import { runCli } from '../../src/cli/run-cli.ts';
import type { KubeObject } from '../../src/sandbox/kubernetes/object.ts';
import { freePort } from '../../src/sandbox/run/free-port.ts';
import { SandboxHost } from '../../src/sandbox/run/sandbox-host.ts';
import { findScenario } from '../../src/sandbox/scenarios/catalogue.ts';

const PROGRAM = fileURLToPath(new URL('../../src/drover.js', import.meta.url));
const LABEL = 'drover.example/group=workers';
const BUDGETS = 'poddisruptionbudgets.policy';

/** Of a drover's environment, all that preflight may want. */
const NEEDED = /^(DROVER_CONFIG|DROVER_TIME_SCALE|AWS_.*)$/;

let host: SandboxHost;
let kubeconfig: string;
let env: Readonly<Record<string, string>>;
let folder: string;
const before = { ...process.env };

beforeAll(async () => {
  host = await SandboxHost.start({
    scenario: findScenario('small'),
    seed: 1,
    speed: 30,
    withDrover: false,
    mode: 'socket',
  });
  ({ kubeconfig } = host.files);
  env = Object.fromEntries(Object.entries(host.environment()).filter(([name]) => NEEDED.test(name)));
  Object.assign(process.env, env);
  folder = mkdtempSync(join(tmpdir(), 'preflight-'));
}, 60_000);

afterAll(async () => {
  for (const name of Object.keys(env)) delete process.env[name];
  Object.assign(process.env, before);
  rmSync(folder, { recursive: true });
  await host.close();
});

afterEach(() => {
  host.world.faults.clear();
});

describe('drover preflight of nodes by their label', () => {
  it('says 0 of a healthy group, skips AWS, and tells how long it would take', async () => {
    const { code, json } = await inspect('--kubeconfig', kubeconfig, '--selector', LABEL);

    expect(code).toBe(0);
    expect(json).toMatchObject({ verdict: 'clean', unknown: [] });
    expect(json.findings.filter(({ severity }) => severity !== 'info')).toEqual([]);
    expect(json.skipped).toContainEqual({ id: 'ami-target', reason: 'AWS is not asked' });
    expect(json.prediction?.perNode).toHaveLength(2);
    expect(json.prediction?.minutes.p90).toBeGreaterThanOrEqual(json.prediction?.minutes.p50 ?? Infinity);
    expect(json.prediction?.movesPerPod).toBe(1);
  });

  it('says 1 of a workload without a budget', async () => {
    const budget = changeBudgets();

    const { code, json } = await inspect('--kubeconfig', kubeconfig, '-l', LABEL);

    budget.putBack();
    expect(code).toBe(1);
    expect(json.verdict).toBe('warnings');
    expect(json.findings[0]).toMatchObject({
      id: 'pdb-missing',
      severity: 'warning',
      objects: expect.arrayContaining(['Deployment/shop/web']),
      fix: expect.stringContaining('kind: PodDisruptionBudget'),
    });
  });

  it('says 2 of a budget that never lets go, and still lists what is unknown', async () => {
    const budget = changeBudgets({ minAvailable: 6 });
    refuse('/cronjobs');

    const { code, json } = await inspect('--kubeconfig', kubeconfig, '--selector', LABEL);

    budget.putBack();
    expect(code).toBe(2);
    expect(json.verdict).toBe('blockers');
    expect(json.findings[0]).toMatchObject({
      id: 'pdb-zero-permanent',
      severity: 'blocker',
      objects: expect.arrayContaining(['PodDisruptionBudget/shop/web']),
    });
    expect(json.unknown.map(({ id }) => id)).toContain('other-actuator');
  });

  it('says 3 of what may not be read, with the reason of each', async () => {
    const { code, json } = await inspect('--kubeconfig', kubeconfig, '--context', 'viewer', '-l', LABEL);

    expect(code).toBe(3);
    expect(json).toMatchObject({ verdict: 'unknown', findings: [], prediction: null });
    expect(json.unknown).toContainEqual({
      id: 'unplaceable',
      reason: expect.stringContaining('cannot list resource "nodes"'),
    });
  });

  it('says 3 of a list that fails, and what was read still counts', async () => {
    refuse('/persistentvolumes\\?');

    const { code, json } = await inspect('--kubeconfig', kubeconfig, '--selector', LABEL);

    expect(code).toBe(3);
    expect(json.unknown.length).toBeGreaterThan(0);
    for (const { reason } of json.unknown) expect(reason).toMatch(/^volumes could not be read/);
  });

  it.each([
    [['--kubeconfig', '$K'], /^drover: --kubeconfig needs --selector/],
    [['--selector', LABEL], /^drover: --selector needs --kubeconfig/],
    [['--kubeconfig', '$K', '--selector', 'workers'], /^drover: "workers" is no selector/],
    [['--kubeconfig', '$K', '--selector', 'a=1,a=2'], /^drover: "a=1,a=2" asks for two values of a/],
    [['--kubeconfig', '$K', '--selector', ''], /^drover: --kubeconfig needs --selector/],
    [['--kubeconfig', '$K', '--selector', LABEL, 'prod'], /^drover: "prod" is one word too many/],
    [['--kubeconfig', '$K', '--selector', 'drover.example/group=x'], /there are workers$/],
    [
      ['--kubeconfig', '$K', '--selector', 'drover.example/grup=x'],
      /did you mean "drover.example\/group"\?$/,
    ],
    [['--kubeconfig', '$K', '--selector', `${LABEL},x=y`], /^drover: no node has a label x$/],
    [['--kubeconfig', '/no/such/file', '--selector', LABEL], /cannot be read: ENOENT/],
    [['--kubeconfig', PROGRAM, '--selector', LABEL], /^drover: the kubeconfig .* cannot be read/],
    [['--kubeconfig', '$K', '--context', 'nobody', '-l', LABEL], /has no context nobody; it has admin/],
    [
      ['--kubeconfig', '$K', '--selector', LABEL, '--anchor', '1'],
      /^drover: drover preflight takes no --anchor/,
    ],
    [['--kubeconfig', '$K', '--selector', LABEL, '--jsn'], /did you mean "--json"\?$/],
  ])('says 4 of %j, in one line', async (args, line) => {
    const { code, out, err } = await run(...args.map((arg) => arg.replace('$K', kubeconfig)));

    expect({ code, out }).toEqual({ code: 4, out: '' });
    expect(err).toMatch(line);
    expect(err).not.toContain('\n');
  });

  it('says 4 where nobody answers', async () => {
    const { code, out, err } = await run('--kubeconfig', await deadEnd(), '--selector', LABEL, '--json');

    expect({ code, out }).toEqual({ code: 4, out: '' });
    expect(err).toMatch(/^drover: kubernetes: get version: .*ECONNREFUSED.*$/);
  });

  it('is a program of its own: JSON alone on standard output, and the exit code', async () => {
    const { code, out, err } = await spawned('--kubeconfig', kubeconfig, '--selector', LABEL, '--json');

    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(JSON.parse(out)).toMatchObject({ verdict: 'clean' });
  });
});

describe('drover preflight of a group of the configuration', () => {
  it('asks AWS too, and needs neither Slack nor Redis', async () => {
    const { code, json } = await inspect('prod', 'workers');

    expect(code).toBe(0);
    expect(json.skipped.map(({ reason }) => reason)).not.toContain('AWS is not asked');
    expect(json.skipped.map(({ id }) => id)).not.toContain('ami-target');
    expect(json.prediction?.perNode).toHaveLength(2);
  });

  it('says 3 where AWS refuses', async () => {
    host.world.faults.add({
      target: 'aws',
      match: { path: 'DescribeAutoScalingGroups' },
      answer: { status: 403, body: { error: 'AccessDenied' } },
    });

    const { code, json } = await inspect('prod', 'workers');

    expect(code).toBe(3);
    expect(json.unknown).toContainEqual({
      id: 'asg-suspended',
      reason: expect.stringMatching(/^group could not be read: autoscaling:DescribeAutoScalingGroups/),
    });
  });

  it('prints a report for people: a headline, what was found with its fix, what it would take', async () => {
    const budget = changeBudgets({ minAvailable: 6 });

    const { code, out } = await run('prod', 'workers');

    budget.putBack();
    expect(code).toBe(2);
    expect(out).toMatch(/^prod\/workers, 2 nodes: blockers \(1 blocker, 0 unknown, /);
    expect(out).toMatch(/^BLOCKER {2}pdb-zero-permanent/m);
    expect(out).toMatch(/^ {4}Fix: /m);
    expect(out).toMatch(/^Predicted: |^No prediction/m);
  });

  it.each([
    [[], /^drover: preflight needs to know of what/],
    [['prod'], /^drover: preflight needs to know of what/],
    [['prod', 'workers', 'now'], /^drover: "now" is one word too many/],
    [['prod', 'worker'], /^drover: there is no node group of prod "worker"; did you mean "workers"\?$/],
    [['production', 'workers'], /^drover: there is no cluster "production"; there is prod$/],
    [['prod', 'workers', '--context', 'admin'], /^drover: --context goes with --kubeconfig/],
  ])('says 4 of %j, in one line', async (args, line) => {
    const { code, out, err } = await run(...args);

    expect({ code, out }).toEqual({ code: 4, out: '' });
    expect(err).toMatch(line);
    expect(err).not.toContain('\n');
  });

  it('says 4 of a configuration that is wrong or not there', async () => {
    const file = join(folder, 'drover.yaml');
    writeFileSync(file, 'clusters: []\nslack: {mode: fax}\n');

    expect(await run('prod', 'workers', { DROVER_CONFIG: file })).toMatchObject({
      code: 4,
      err: expect.stringMatching(/^drover: the configuration is wrong: clusters .*\(and 1 more problem\)$/),
    });
    expect(await run('prod', 'workers', { DROVER_CONFIG: '' })).toMatchObject({
      code: 4,
      err: expect.stringContaining('DROVER_CONFIG: is not set'),
    });
  });
});

type Budget = KubeObject & { readonly spec: object };

/** The shop's budget asks for something else, or is taken away. The controllers count it again. */
function changeBudgets(spec?: object): { putBack(): void } {
  const { cluster } = host.world;
  const found = cluster.get<Budget>(BUDGETS, 'shop', 'web')!;
  const make = (wanted: object): void => {
    cluster.delete(BUDGETS, 'shop', 'web', { graceSeconds: 0 });
    const { selector } = found.spec as { readonly selector: object };
    cluster.create(BUDGETS, {
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata: { namespace: 'shop', name: 'web' },
      spec: { ...wanted, selector },
    });
  };
  if (spec) make(spec);
  else cluster.delete(BUDGETS, 'shop', 'web', { graceSeconds: 0 });
  return { putBack: () => make(found.spec) };
}

function refuse(path: string): void {
  const body = { kind: 'Status', status: 'Failure', reason: 'Forbidden', message: 'no', code: 403 };
  host.world.faults.add({ target: 'kubernetes', match: { path }, answer: { status: 403, body } });
}

/** A kubeconfig that leads to a port where nobody listens. */
async function deadEnd(): Promise<string> {
  const file = join(folder, 'dead-end.json');
  const cluster = { name: 'c', cluster: { server: `https://127.0.0.1:${await freePort()}` } };
  const context = { name: 'c', context: { cluster: 'c', user: 'u' } };
  const config = { clusters: [cluster], users: [{ name: 'u', user: {} }], contexts: [context] };
  writeFileSync(
    file,
    JSON.stringify({ apiVersion: 'v1', kind: 'Config', 'current-context': 'c', ...config }),
  );
  return file;
}

async function inspect(...args: string[]): Promise<{ code: number; json: PreflightJson }> {
  const { code, out, err } = await run(...args, '--json');
  expect(err).toBe('');
  return { code, json: JSON.parse(out) as PreflightJson };
}

/** Runs the command in this process. An object among the words changes its environment. */
async function run(
  ...words: (string | Readonly<Record<string, string>>)[]
): Promise<{ code: number; out: string; err: string }> {
  const out: string[] = [];
  const err: string[] = [];
  const args = words.filter((word) => typeof word === 'string');
  const changes = words.filter((word) => typeof word !== 'string');
  const code = await runCli(
    ['preflight', ...args],
    Object.assign({}, env, ...changes) as Readonly<Record<string, string>>,
    async () => 0,
    { out: (line) => out.push(line), err: (line) => err.push(line) },
  );
  return { code, out: out.join('\n'), err: err.join('\n') };
}

async function spawned(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  return new Promise((resolve) => {
    const bare = { PATH: process.env['PATH'] };
    execFile(process.execPath, [PROGRAM, 'preflight', ...args], { env: bare }, (error, out, err) => {
      resolve({ code: error ? Number(error.code) : 0, out, err });
    });
  });
}
