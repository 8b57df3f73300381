import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { connectCluster } from '../../src/adapters/kubernetes/connect-cluster.ts';
import { KubernetesCluster } from '../../src/adapters/kubernetes/kubernetes-cluster.ts';

/** A cluster with more nodes that we did not make is likely one that people depend on. */
const NODES_MAX = 3;

const COULD_NOT_RUN = 4;

const USAGE = `Usage: npm run conformance:cluster -- --kubeconfig FILE [--context NAME] [--namespace NAME] [--yes-this-cluster]`;

const HERE = fileURLToPath(new URL('.', import.meta.url));

/** Plays the contract of the cluster port against any cluster, and takes away what it made. */
async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      kubeconfig: { type: 'string' },
      context: { type: 'string' },
      namespace: { type: 'string' },
      'yes-this-cluster': { type: 'boolean' },
    },
  });
  const { kubeconfig, context, namespace } = values;
  if (kubeconfig === undefined) throw new Error(USAGE);
  const refusal = await lookAround(kubeconfig, context, namespace, values['yes-this-cluster'] === true);
  if (refusal !== undefined) throw new Error(refusal);
  const child = spawn(
    process.execPath,
    [
      fileURLToPath(new URL('../../node_modules/vitest/vitest.mjs', import.meta.url)),
      'run',
      '--config',
      `${HERE}any-cluster.vitest.config.ts`,
    ],
    {
      stdio: 'inherit',
      env: {
        ...process.env,
        CONTRACT_KUBECONFIG: kubeconfig,
        ...(context === undefined ? {} : { CONTRACT_CONTEXT: context }),
        ...(namespace === undefined ? {} : { CONTRACT_NAMESPACE: namespace }),
      },
    },
  );
  const [code] = (await once(child, 'exit')) as [number | null];
  return code ?? COULD_NOT_RUN;
}

/** Says what is there and will be left alone. Answers why this cluster is not taken, if it is not. */
async function lookAround(
  kubeconfig: string,
  context: string | undefined,
  namespace: string | undefined,
  sure: boolean,
): Promise<string | undefined> {
  const connection = connectCluster({ kind: 'kubeconfig', file: kubeconfig, context }, 'drover/contract');
  const cluster = new KubernetesCluster('this', connection);
  try {
    const { version } = await cluster.identity();
    const [nodes, namespaces] = await Promise.all([cluster.list('nodes'), cluster.list('namespaces')]);
    const names = namespaces.map(({ metadata }) => metadata.name);
    console.log(
      `Kubernetes ${version.major}.${version.minor} with ${nodes.length} nodes and ${names.length} namespaces.`,
    );
    console.log(
      `Left alone: ${nodes.map(({ metadata }) => metadata.name).join(', ') || 'no nodes'}; the namespaces ${names.join(', ')}.`,
    );
    console.log(
      `Made and taken away: the namespace ${namespace ?? 'drover-contract-…'} and nodes drover-contract-….`,
    );
    if (namespace !== undefined && names.includes(namespace))
      return `the namespace ${namespace} is there already`;
    if (nodes.length > NODES_MAX && !sure)
      return `this cluster has ${nodes.length} nodes; say --yes-this-cluster if it is the one you mean`;
    return undefined;
  } finally {
    await connection.close();
  }
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = COULD_NOT_RUN;
  },
);
