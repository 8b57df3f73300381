import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { connectCluster } from '../../../src/adapters/kubernetes/connect-cluster.ts';
import { EksToken } from '../../../src/adapters/kubernetes/eks-token.ts';
import { KubernetesCluster } from '../../../src/adapters/kubernetes/kubernetes-cluster.ts';
import type { KubernetesConnection } from '../../../src/adapters/kubernetes/kubernetes-connection.ts';
import type { AwsServer } from '../../../src/sandbox/aws/aws-server.ts';
import { MASTERS_GROUP } from '../../../src/sandbox/kubernetes/users.ts';
import { startSandboxAccount } from '../aws/aws-account-for-tests.ts';
import type { SandboxAccount } from '../aws/aws-account-for-tests.ts';
import { startSandboxCluster } from './sandbox-cluster.ts';
import type { SandboxCluster } from './sandbox-cluster.ts';

const ROLE = 'arn:aws:iam::111122223333:user/drover';
const AGENT = 'drover/0.1.0';

let account: SandboxAccount;
let aws: AwsServer;
let sandbox: SandboxCluster;
const open: KubernetesConnection[] = [];

beforeAll(async () => {
  account = await startSandboxAccount();
  aws = account.server;
  sandbox = await startSandboxCluster([
    (token) => {
      const outcome = aws.authenticateEksToken(token, 'sandbox');
      return outcome.kind === 'authenticated'
        ? { name: outcome.username, groups: outcome.groups }
        : undefined;
    },
  ]);
  account.cloud.addCluster({
    name: 'sandbox',
    endpoint: sandbox.api.url,
    certificateAuthority: sandbox.api.caPem,
  });
  account.cloud.addAccessEntry({ cluster: 'sandbox', principalArn: ROLE, groups: [MASTERS_GROUP] });
});

afterEach(async () => {
  vi.useRealTimers();
  for (const connection of open.splice(0)) await connection.close();
});

afterAll(async () => {
  await sandbox.close();
  await account.close();
});

describe('a cluster from inside', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'inside-'));
    const { port, hostname } = new URL(sandbox.api.url);
    process.env['KUBERNETES_SERVICE_HOST'] = hostname;
    process.env['KUBERNETES_SERVICE_PORT'] = port;
    await put('ca.crt', sandbox.api.caPem);
    await put('namespace', 'drover');
  });

  afterAll(async () => {
    delete process.env['KUBERNETES_SERVICE_HOST'];
    delete process.env['KUBERNETES_SERVICE_PORT'];
    await rm(folder, { recursive: true });
  });

  it('is reached with the token of the service account', async () => {
    await put('token', 'admin-token');

    expect(await inside().list('namespaces')).not.toHaveLength(0);
  });

  it('is reached again after its token was changed', async () => {
    await put('token', 'an-old-token');
    const cluster = inside();
    await expect(cluster.list('namespaces')).rejects.toMatchObject({ kind: 'forbidden' });

    await put('token', 'admin-token');

    expect(await cluster.list('namespaces')).not.toHaveLength(0);
  });

  it('says that there is no token', async () => {
    await rm(join(folder, 'var/run/secrets/kubernetes.io/serviceaccount/token'));

    await expect(inside().list('namespaces')).rejects.toThrow(/ENOENT/);
  });

  function inside(): KubernetesCluster {
    return connect({ kind: 'inside', pathPrefix: folder });
  }

  async function put(name: string, text: string): Promise<void> {
    const file = join(folder, 'var/run/secrets/kubernetes.io/serviceaccount', name);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }
});

describe('an EKS cluster', () => {
  it('is found by its name, and knows us by a token of our own making', async () => {
    expect(await connect(eks('sandbox')).list('namespaces')).not.toHaveLength(0);
  });

  it('is not reached with the token of another cluster', async () => {
    const other = new EksToken('prod', 'us-east-1');

    expect(aws.authenticateEksToken(await other.current(), 'sandbox')).toMatchObject({ kind: 'refused' });
    expect(aws.authenticateEksToken(await other.current(), 'prod')).toMatchObject({
      kind: 'refused',
      reason: expect.stringContaining('no access entry'),
    });
  });

  it('says that there is no such cluster', async () => {
    await expect(connect(eks('nobody')).list('nodes')).rejects.toMatchObject({
      kind: 'not-found',
      operation: 'eks:DescribeCluster',
    });
  });

  it('says that we may not describe it', async () => {
    account.faults.add({
      target: 'aws',
      match: { path: 'DescribeCluster' },
      answer: { body: { error: 'AccessDenied' } },
    });

    await expect(connect(eks('sandbox')).list('nodes')).rejects.toMatchObject({
      kind: 'forbidden',
      operation: 'eks:DescribeCluster',
    });
    account.faults.clear();
  });

  it('is asked about again when it could not be described the first time', async () => {
    account.faults.add({
      target: 'aws',
      match: { path: 'DescribeCluster' },
      answer: { status: 500, body: { error: 'InternalFailure' } },
    });
    const cluster = connect(eks('sandbox'));
    await expect(cluster.list('nodes')).rejects.toMatchObject({ kind: 'unavailable' });
    account.faults.clear();

    expect(await cluster.list('nodes')).toEqual([]);
  });
});

describe('an EKS token', () => {
  it('is a presigned call for a minute, signed together with the name of the cluster', async () => {
    const token = await new EksToken('sandbox', 'us-east-1').current();

    const url = new URL(Buffer.from(token.slice('k8s-aws-v1.'.length), 'base64url').toString());
    expect(url.origin).toBe(aws.endpoint);
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      Action: 'GetCallerIdentity',
      Version: '2011-06-15',
      'X-Amz-Expires': '60',
      'X-Amz-SignedHeaders': 'host;x-k8s-aws-id',
      'X-Amz-Credential': expect.stringMatching(/\/us-east-1\/sts\/aws4_request$/),
    });
    expect(aws.authenticateEksToken(token, 'sandbox')).toMatchObject({ kind: 'authenticated', arn: ROLE });
  });

  it('goes to the region’s own STS where no other address is set', async () => {
    const endpoint = process.env['AWS_ENDPOINT_URL'];
    delete process.env['AWS_ENDPOINT_URL'];

    const token = await new EksToken('sandbox', 'eu-central-1').current();

    process.env['AWS_ENDPOINT_URL'] = endpoint;
    expect(Buffer.from(token.slice('k8s-aws-v1.'.length), 'base64url').toString()).toMatch(
      /^https:\/\/sts\.eu-central-1\.amazonaws\.com\/\?/,
    );
  });

  it('is kept while it is good, and made anew before it expires', async () => {
    const token = new EksToken('sandbox', 'us-east-1');
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() });
    const first = await token.current();

    vi.setSystemTime(Date.now() + 11 * 60_000);
    expect(await token.current()).toBe(first);

    vi.setSystemTime(Date.now() + 2 * 60_000);
    const second = await token.current();
    expect(second).not.toBe(first);
    expect(aws.authenticateEksToken(second, 'sandbox')).toMatchObject({ kind: 'authenticated' });
  });
});

function eks(name: string): { readonly kind: 'eks'; readonly name: string; readonly region: string } {
  return { kind: 'eks', name, region: 'us-east-1' };
}

function connect(to: Parameters<typeof connectCluster>[0]): KubernetesCluster {
  const connection = connectCluster(to, AGENT);
  open.push(connection);
  return new KubernetesCluster('prod', connection);
}
