import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { AwsAccount } from '../../../src/adapters/aws/aws-account.ts';
import { AwsCloudFacts } from '../../../src/adapters/aws/aws-cloud-facts.ts';
import { parseEcrImage } from '../../../src/adapters/aws/facts/ecr-image.ts';

const HOST = '111122223333.dkr.ecr.eu-west-1.amazonaws.com';
const DIGEST = `sha256:${'a1'.repeat(32)}`;

interface Asked {
  readonly operation: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** What ECR answers to an operation: a status and a body in the shape of its API. */
type Answer = readonly [status: number, body: object];

const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** The sandbox does not serve ECR, so answers have the shapes of its API reference (2015-09-21). */
async function registry(answers: Readonly<Record<string, Answer>>) {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const operation = String(request.headers['x-amz-target']).split('.')[1] ?? '';
      asked.push({ operation, body: JSON.parse(Buffer.concat(chunks).toString()) as Asked['body'] });
      const [status, body] = answers[operation] ?? [400, { __type: 'UnknownOperationException' }];
      response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' });
      response.end(JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const before = { ...process.env };
  process.env['AWS_ENDPOINT_URL_ECR'] = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  process.env['AWS_ACCESS_KEY_ID'] = 'AKIADROVER0000000000';
  process.env['AWS_SECRET_ACCESS_KEY'] = 'drover-secret';
  const account = new AwsAccount('eu-west-1', 'drover/0.1.0');
  closing.push(async () => {
    account.close();
    process.env = before;
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return { facts: new AwsCloudFacts(account), asked };
}

const RULES = (...prefixes: string[]): Answer => [
  200,
  {
    registryId: '111122223333',
    pullThroughCacheRules: prefixes.map((ecrRepositoryPrefix) => ({
      ecrRepositoryPrefix,
      upstreamRegistryUrl: 'public.ecr.aws',
      createdAt: 1_700_000_000,
      registryId: '111122223333',
    })),
  },
];

const FOUND_AND_LOST: Answer = [
  200,
  {
    images: [
      {
        registryId: '111122223333',
        repositoryName: 'shop/web',
        imageId: { imageDigest: DIGEST, imageTag: '1' },
        imageManifest: '{"schemaVersion":2}',
        imageManifestMediaType: 'application/vnd.oci.image.index.v1+json',
      },
    ],
    failures: [
      {
        imageId: { imageTag: '0' },
        failureCode: 'ImageNotFound',
        failureReason: 'Requested image not found',
      },
    ],
  },
];

describe('images of containers in Amazon ECR', () => {
  it('are there with the digest that their tag has now, or gone', async () => {
    const { facts, asked } = await registry({
      BatchGetImage: FOUND_AND_LOST,
      DescribePullThroughCacheRules: RULES(),
    });

    expect(await facts.imagePulls([`${HOST}/shop/web:0`, `${HOST}/shop/web:1`])).toEqual([
      { image: `${HOST}/shop/web:0`, state: 'gone' },
      { image: `${HOST}/shop/web:1`, state: 'there', digest: DIGEST },
    ]);
    expect(asked[0]).toMatchObject({
      operation: 'BatchGetImage',
      body: {
        registryId: '111122223333',
        repositoryName: 'shop/web',
        imageIds: [{ imageTag: '0' }, { imageTag: '1' }],
      },
    });
  });

  it('are gone with their repository', async () => {
    const message = "The repository with name 'shop/web' does not exist in the registry";
    const { facts } = await registry({
      BatchGetImage: [400, { __type: 'RepositoryNotFoundException', message }],
      DescribePullThroughCacheRules: RULES('quay'),
    });

    expect(await facts.imagePulls([`${HOST}/shop/web`])).toEqual([
      { image: `${HOST}/shop/web`, state: 'gone' },
    ]);
  });

  it.each([
    ['a cache fetches them again', RULES('shop')],
    ['nobody may ask whether it is a cache', [400, { __type: 'AccessDeniedException' }] as Answer],
  ])('that are gone are unknown where %s', async (_, rules) => {
    const { facts } = await registry({ BatchGetImage: FOUND_AND_LOST, DescribePullThroughCacheRules: rules });

    expect(await facts.imagePulls([`${HOST}/shop/web:0`])).toEqual([
      { image: `${HOST}/shop/web:0`, state: 'unknown' },
    ]);
  });

  it('are unknown where the registry refuses to tell, and in other registries, which are not asked', async () => {
    const { facts, asked } = await registry({ BatchGetImage: [400, { __type: 'AccessDeniedException' }] });

    expect(await facts.imagePulls(['nginx', `${HOST}/shop/web:1`])).toEqual([
      { image: 'nginx', state: 'unknown' },
      { image: `${HOST}/shop/web:1`, state: 'unknown' },
    ]);
    expect(asked).toHaveLength(1);
  });

  it('are asked for a hundred at once at the most', async () => {
    const { facts, asked } = await registry({
      BatchGetImage: [200, { images: [], failures: [] }],
    });

    const images = Array.from({ length: 130 }, (_, tag) => `${HOST}/shop/web:${tag}`);
    expect(await facts.imagePulls(images)).toHaveLength(130);
    expect(asked.map(({ body }) => (body['imageIds'] as readonly unknown[]).length)).toEqual([100, 30]);
  });

  it('fail as a whole when the registry fails', async () => {
    const { facts } = await registry({ BatchGetImage: [500, { __type: 'ServerException' }] });

    await expect(facts.imagePulls([`${HOST}/shop/web:1`])).rejects.toMatchObject({ kind: 'unavailable' });
  });
});

describe('the reference of an image in ECR', () => {
  it.each([
    [`${HOST}/a/b:1`, { region: 'eu-west-1', repository: 'a/b', id: { imageTag: '1' } }],
    [`${HOST}/a`, { repository: 'a', id: { imageTag: 'latest' } }],
    [`${HOST}/a:1@${DIGEST}`, { repository: 'a', id: { imageDigest: DIGEST } }],
    ['111122223333.dkr.ecr-fips.us-gov-west-1.amazonaws.com/a', { region: 'us-gov-west-1' }],
    ['111122223333.dkr.ecr.cn-north-1.amazonaws.com.cn/a', { region: 'cn-north-1' }],
    ['111122223333.dkr-ecr.eu-west-1.on.aws/a', { region: 'eu-west-1' }],
  ])('%s', (image, expected) => {
    expect(parseEcrImage(image)).toMatchObject({ registryId: '111122223333', ...expected });
  });

  it.each([
    'nginx',
    'public.ecr.aws/eks/pause:3',
    'evil.example/111122223333.dkr.ecr.eu-west-1.amazonaws.com/a',
    '',
  ])('%s is none', (image) => {
    expect(parseEcrImage(image)).toBeUndefined();
  });
});
