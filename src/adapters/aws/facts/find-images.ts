import { BatchGetImageCommand, DescribePullThroughCacheRulesCommand } from '@aws-sdk/client-ecr';
import type { BatchGetImageCommandOutput, ImageIdentifier } from '@aws-sdk/client-ecr';
import type { ImagePull } from '../../../core/fleet/image-pull.ts';
import { PortError } from '../../../ports/port-error.ts';
import type { AwsAccount } from '../aws-account.ts';
import { parseEcrImage } from './ecr-image.ts';
import type { EcrImage } from './ecr-image.ts';

/** The action that the kubelet's pull needs too, so that what may be pulled may be asked for. */
const GET = 'ecr:BatchGetImage';
const RULES = 'ecr:DescribePullThroughCacheRules';

/** Images that one call may name. */
const IMAGES_MAX = 100;
const RULES_MAX = 1_000;

/** Repositories asked at once: AWS allows hundreds of calls a second for this one. */
const PARALLEL_MAX = 8;

/** Left out, the registry would translate a manifest, and the translation has another digest. */
const MANIFESTS = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.docker.distribution.manifest.v2+json',
];

/** What registries of Amazon ECR say of images. Any other registry, and one that refuses to tell, leaves them unknown. */
export async function findImages(
  account: AwsAccount,
  images: readonly string[],
): Promise<readonly ImagePull[]> {
  const wanted = images.map((image) => parseEcrImage(image) ?? image);
  const ofEcr = wanted.filter((each) => typeof each !== 'string');
  const repositories = Map.groupBy(ofEcr, ({ region, registryId, repository }) =>
    [region, registryId, repository].join(' '),
  );
  const others = wanted.filter((each) => typeof each === 'string');
  const found: ImagePull[] = others.map((image) => ({ image, state: 'unknown' }));
  const batches = [...repositories.values()].flatMap((ofOne) => inGroups(ofOne, IMAGES_MAX));
  for (const group of inGroups(batches, PARALLEL_MAX)) {
    const pulls = await Promise.all(group.map(async (batch) => askRepository(account, batch)));
    found.push(...pulls.flat());
  }
  return found;
}

function inGroups<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  const count = Math.ceil(items.length / size);
  return Array.from({ length: count }, (_, group) => items.slice(group * size, (group + 1) * size));
}

async function askRepository(account: AwsAccount, batch: readonly EcrImage[]): Promise<readonly ImagePull[]> {
  try {
    const pulls = toPulls(batch, await getImages(account, batch));
    if (pulls.every(({ state }) => state !== 'gone')) return pulls;
    // What a cache has lost it fetches again.
    return (await isCache(account, batch)) ? pulls.map(mayComeBack) : pulls;
  } catch (error) {
    if (error instanceof PortError && error.kind === 'forbidden') return batch.map(unknown);
    throw error;
  }
}

function mayComeBack(pull: ImagePull): ImagePull {
  return pull.state === 'gone' ? { image: pull.image, state: 'unknown' } : pull;
}

function unknown({ image }: EcrImage): ImagePull {
  return { image, state: 'unknown' };
}

/** Undefined: there is no such repository any more. */
async function getImages(
  account: AwsAccount,
  batch: readonly EcrImage[],
): Promise<BatchGetImageCommandOutput | undefined> {
  const [first] = batch;
  if (!first) return undefined;
  const command = new BatchGetImageCommand({
    registryId: first.registryId,
    repositoryName: first.repository,
    imageIds: batch.map(({ id }) => id),
    acceptedMediaTypes: MANIFESTS,
  });
  try {
    return await account.call(GET, async (options) => account.ecr(first.region).send(command, options));
  } catch (error) {
    if (error instanceof PortError && error.kind === 'not-found') return undefined;
    throw error;
  }
}

function toPulls(
  batch: readonly EcrImage[],
  answer: BatchGetImageCommandOutput | undefined,
): readonly ImagePull[] {
  return batch.map((each): ImagePull => {
    const there = answer?.images?.find(({ imageId }) => isSame(each, imageId));
    if (there) {
      const digest = there.imageId?.imageDigest;
      return { image: each.image, state: 'there', ...(digest === undefined ? {} : { digest }) };
    }
    const failure = answer?.failures?.find(({ imageId }) => isSame(each, imageId));
    const gone = answer === undefined || failure?.failureCode === 'ImageNotFound';
    return { image: each.image, state: gone ? 'gone' : 'unknown' };
  });
}

function isSame({ id }: EcrImage, answered: ImageIdentifier | undefined): boolean {
  return 'imageDigest' in id ? answered?.imageDigest === id.imageDigest : answered?.imageTag === id.imageTag;
}

/** Whether the repository holds copies of another registry's images. Who may not ask that takes it for one. */
async function isCache(account: AwsAccount, [first]: readonly EcrImage[]): Promise<boolean> {
  if (!first) return false;
  const { region, registryId, repository } = first;
  const command = new DescribePullThroughCacheRulesCommand({ registryId, maxResults: RULES_MAX });
  try {
    const answer = await account.call(RULES, async (options) => account.ecr(region).send(command, options));
    const prefixes = (answer.pullThroughCacheRules ?? []).map((rule) => rule.ecrRepositoryPrefix ?? '');
    return prefixes.some((prefix) => prefix === 'ROOT' || repository.startsWith(`${prefix}/`));
  } catch (error) {
    if (error instanceof PortError && error.kind === 'forbidden') return true;
    throw error;
  }
}
