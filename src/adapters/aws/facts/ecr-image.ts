/** An image in a private registry of Amazon ECR, as a pod template names it. */
export interface EcrImage {
  readonly image: string;
  /** The account that owns the registry. */
  readonly registryId: string;
  readonly region: string;
  readonly repository: string;
  /** A digest beats a tag, as it does for the kubelet. */
  readonly id: { readonly imageDigest: string } | { readonly imageTag: string };
}

const HOST =
  /^(?<registryId>\d{12})\.dkr[.-]ecr(-fips)?\.(?<region>[a-z0-9-]+)\.(amazonaws\.com(\.cn)?|on\.aws)$/;
const PATH = /^(?<repository>[^:@]+)(:(?<tag>[^:@]+))?(@(?<digest>sha256:[0-9a-f]{64}))?$/;

/** Undefined: another registry's, or no reference at all. */
export function parseEcrImage(image: string): EcrImage | undefined {
  const slash = image.indexOf('/');
  const { registryId, region } = HOST.exec(image.slice(0, Math.max(0, slash)))?.groups ?? {};
  const { repository, tag = 'latest', digest } = PATH.exec(image.slice(slash + 1))?.groups ?? {};
  if (registryId === undefined || region === undefined || repository === undefined) return undefined;
  const id = digest === undefined ? { imageTag: tag } : { imageDigest: digest };
  return { image, registryId, region, repository, id };
}
