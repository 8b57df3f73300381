import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startSandboxCluster } from '../adapters/kubernetes/sandbox-cluster.ts';
import type { SandboxCluster } from '../adapters/kubernetes/sandbox-cluster.ts';

const PROGRAM = fileURLToPath(new URL('./run-on-cluster.ts', import.meta.url));

let sandbox: SandboxCluster;

beforeEach(async () => {
  sandbox = await startSandboxCluster();
});

afterEach(async () => {
  await sandbox.close();
});

describe('the contract of the cluster port, on any cluster', () => {
  it('is kept, says what it leaves alone, and leaves nothing behind', async () => {
    addNode('theirs');

    const { code, out } = await run('--kubeconfig', sandbox.kubeconfig, '--namespace', 'try-out');

    expect(out).toContain('Left alone: theirs; the namespaces default');
    expect(out).toContain('try-out');
    expect(code).toBe(0);
    expect(sandbox.objects.list('nodes').map(({ metadata }) => metadata.name)).toEqual(['theirs']);
    expect(names('namespaces').filter((name) => name.startsWith('try-out'))).toEqual([]);
    expect(names('validatingadmissionpolicies.admissionregistration.k8s.io')).toEqual([]);
  }, 60_000);

  it('is not tried on a cluster that people may depend on, unless told', async () => {
    for (const name of ['a', 'b', 'c', 'd']) addNode(name);

    const { code, err } = await run('--kubeconfig', sandbox.kubeconfig);

    expect(code).toBe(4);
    expect(err).toContain('this cluster has 4 nodes; say --yes-this-cluster');
    expect(names('namespaces').filter((name) => name.startsWith('drover-contract'))).toEqual([]);
  }, 60_000);

  it('is not tried in a namespace of somebody else', async () => {
    const { code, err } = await run('--kubeconfig', sandbox.kubeconfig, '--namespace', 'default');

    expect(code).toBe(4);
    expect(err).toContain('the namespace default is there already');
  }, 60_000);

  it('reports nodes that the cluster takes away, and does not fail for them', async () => {
    // What a cloud's controller does with a node that no instance stands behind.
    const stop = sandbox.objects.watch('nodes', ({ type, object }) => {
      if (type === 'ADDED')
        setTimeout(() => sandbox.objects.delete('nodes', undefined, object.metadata.name), 30);
    });

    const { code, out } = await run('--kubeconfig', sandbox.kubeconfig);

    stop();
    expect(out).toContain('not decided, since the cluster took nodes away: drover-contract-');
    expect(code).toBe(0);
  }, 120_000);
});

function addNode(name: string): void {
  sandbox.objects.create('nodes', { apiVersion: 'v1', kind: 'Node', metadata: { name }, spec: {} });
}

function names(resource: string): readonly string[] {
  return sandbox.objects.list(resource).map(({ metadata }) => metadata.name);
}

async function run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [PROGRAM, ...args], { encoding: 'utf8' }, (error, out, err) => {
      resolve({ code: error ? Number(error.code) : 0, out, err });
    });
  });
}
