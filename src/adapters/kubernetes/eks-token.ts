import { Sha256 } from '@aws-crypto/sha256-js';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { SignatureV4 } from '@smithy/signature-v4';

/** How long the presigned address may be used to ask STS. EKS's own clients sign for a minute. */
const SIGNED_FOR_SECONDS = 60;

/** EKS accepts a token for 15 minutes after it was signed; its own clients count on 14. Renewed two minutes before that. */
const RENEW_AFTER_MS = 12 * 60_000;

const PREFIX = 'k8s-aws-v1.';

interface SignedRequest {
  readonly protocol: string;
  readonly hostname: string;
  readonly port?: number;
  readonly path: string;
  readonly query?: Readonly<Record<string, unknown>>;
}

/** The bearer token of an EKS cluster: a presigned STS GetCallerIdentity that names the cluster. Renewed before it expires. */
export class EksToken {
  readonly #cluster: string;
  readonly #region: string;
  #token: Promise<string> | undefined;
  #signedAt = 0;

  constructor(cluster: string, region: string) {
    this.#cluster = cluster;
    this.#region = region;
  }

  async current(): Promise<string> {
    if (!this.#token || Date.now() - this.#signedAt > RENEW_AFTER_MS) {
      this.#signedAt = Date.now();
      this.#token = this.#sign();
    }
    const signing = this.#token;
    try {
      return await signing;
    } catch (error) {
      if (this.#token === signing) this.#token = undefined;
      throw error;
    }
  }

  async #sign(): Promise<string> {
    const sts = new STSClient({ region: this.#region });
    try {
      const address = await addressOf(sts);
      const signer = new SignatureV4({
        credentials: sts.config.credentials,
        region: this.#region,
        service: 'sts',
        sha256: Sha256,
      });
      const signed = await signer.presign(
        {
          ...address,
          method: 'GET',
          path: '/',
          query: { Action: 'GetCallerIdentity', Version: '2011-06-15' },
          headers: { host: hostOf(address), 'x-k8s-aws-id': this.#cluster },
        },
        { expiresIn: SIGNED_FOR_SECONDS, unhoistableHeaders: new Set(['x-k8s-aws-id']) },
      );
      return `${PREFIX}${Buffer.from(urlOf(signed)).toString('base64url')}`;
    } finally {
      sts.destroy();
    }
  }
}

/** Where the SDK itself would send this call, with all its settings: we ask it, and stop it before it sends. */
async function addressOf(sts: STSClient): Promise<Pick<SignedRequest, 'protocol' | 'hostname' | 'port'>> {
  const found = Promise.withResolvers<SignedRequest>();
  sts.middlewareStack.add(
    () => async (step) => {
      // At this step the request is built but not signed; its shape is that of every HTTP request of the SDK.
      found.resolve(step.request as SignedRequest);
      return Promise.resolve({ output: { $metadata: {} }, response: undefined });
    },
    { step: 'build', priority: 'low', name: 'stopBeforeSending' },
  );
  await sts.send(new GetCallerIdentityCommand({}));
  const { protocol, hostname, port } = await found.promise;
  return { protocol, hostname, ...(port === undefined ? {} : { port }) };
}

function hostOf({ hostname, port }: Pick<SignedRequest, 'hostname' | 'port'>): string {
  return port === undefined ? hostname : `${hostname}:${port}`;
}

function urlOf(signed: SignedRequest): string {
  const query = Object.entries(signed.query ?? {})
    .map(([key, value]) => `${encode(key)}=${encode(String(value))}`)
    .join('&');
  return `${signed.protocol}//${hostOf(signed)}${signed.path}?${query}`;
}

/** As RFC 3986 and AWS encode: encodeURIComponent leaves four characters that a signature counts as encoded. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
