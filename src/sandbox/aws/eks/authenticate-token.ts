import type { CloudState } from '../cloud/cloud-state.ts';
import type { Principal, PrincipalBook } from '../iam/principal.ts';
import { verifySignature } from '../signature/verify-signature.ts';
import type { AccessEntry, EksCluster } from './eks-book.ts';

interface EksIdentity {
  readonly arn: string;
  readonly username: string;
  readonly groups: readonly string[];
}

export type EksAuthentication =
  | ({ readonly kind: 'authenticated' } & EksIdentity)
  | { readonly kind: 'refused'; readonly reason: string };

export interface TokenWorld {
  readonly cloud: CloudState;
  readonly principals: PrincipalBook;
  /** The address of this world's own AWS, which stands for STS beside the real host names. */
  readonly endpoint: string;
  /** Real time, epoch ms. */
  readonly now: number;
}

const PREFIX = 'k8s-aws-v1.';
const CLUSTER_HEADER = 'x-k8s-aws-id';
const TOKEN_BYTES_MAX = 4096;
const EXPIRES_SECONDS_MAX = 900;
const LIFETIME_MS = 15 * 60_000;
const PARAMETERS: readonly string[] = [
  'action',
  'version',
  'x-amz-algorithm',
  'x-amz-credential',
  'x-amz-date',
  'x-amz-expires',
  'x-amz-security-token',
  'x-amz-signature',
  'x-amz-signedheaders',
];

/**
 * Checks an EKS token as aws-iam-authenticator does: a presigned GetCallerIdentity, signed together with the name of the
 * cluster. Whatever X-Amz-Expires says (clients write 60), it lives 15 minutes from its date.
 */
export function authenticateToken(token: string, clusterName: string, world: TokenWorld): EksAuthentication {
  const url = readUrl(token, world.endpoint);
  if (typeof url === 'string') return refused(url);
  const problem = checkParameters(url, world.now);
  if (problem !== undefined) return refused(problem);
  const verdict = verifySignature(
    {
      method: 'GET',
      path: url.pathname,
      query: url.search.slice(1),
      headers: { host: url.host, [CLUSTER_HEADER]: clusterName },
      body: Buffer.alloc(0),
    },
    { principals: world.principals, region: world.cloud.region, now: world.now },
  );
  if (verdict.kind === 'refused') return refused(`error from AWS (expected 200, got 403): ${verdict.text}`);
  const cluster = world.cloud.eks.get(clusterName);
  if (!cluster) return refused(`there is no cluster ${clusterName}`);
  return identify(verdict.principal, cluster);
}

function refused(reason: string): EksAuthentication {
  return { kind: 'refused', reason };
}

function readUrl(token: string, endpoint: string): URL | string {
  if (Buffer.byteLength(token) > TOKEN_BYTES_MAX) return 'token is too large';
  if (!token.startsWith(PREFIX)) return `token is missing expected "${PREFIX}" prefix`;
  const encoded = token.slice(PREFIX.length);
  if (!/^[\w-]+$/.test(encoded)) return 'illegal base64 data in token';
  const text = Buffer.from(encoded, 'base64url').toString('utf8');
  if (!URL.canParse(text)) return 'the token holds no URL';
  const url = new URL(text);
  const own = url.origin === new URL(endpoint).origin;
  if (url.protocol !== 'https:' && !own)
    return `unexpected scheme "${url.protocol.slice(0, -1)}" in pre-signed URL`;
  if (!own && !/^sts(-fips)?(\.[a-z]{2}(-[a-z]+)+-\d)?\.amazonaws\.com$/.test(url.hostname)) {
    return `unexpected hostname "${url.hostname}" in pre-signed URL`;
  }
  return url.pathname === '/' ? url : 'unexpected path in pre-signed URL';
}

function checkParameters(url: URL, now: number): string | undefined {
  const values = new Map<string, string>();
  for (const [name, value] of url.searchParams) {
    const lower = name.toLowerCase();
    if (!PARAMETERS.includes(lower)) return `non-whitelisted query parameter "${name}"`;
    if (values.has(lower)) return 'query parameter with multiple values not supported';
    values.set(lower, value);
  }
  if (values.get('action') !== 'GetCallerIdentity') return 'unexpected action parameter in pre-signed URL';
  const signed = (values.get('x-amz-signedheaders') ?? '').toLowerCase().split(';');
  if (!signed.includes(CLUSTER_HEADER))
    return `client did not sign the ${CLUSTER_HEADER} header in the pre-signed URL`;
  const expires = values.get('x-amz-expires') ?? '';
  if (!/^\d+$/.test(expires) || Number(expires) > EXPIRES_SECONDS_MAX)
    return `invalid X-Amz-Expires parameter in pre-signed URL: ${expires}`;
  const date = values.get('x-amz-date') ?? '';
  const instant = Date.parse(
    date.replace(/^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/, '$1-$2-$3T$4:$5:$6Z'),
  );
  if (Number.isNaN(instant)) return `error parsing X-Amz-Date parameter ${date}`;
  return now > instant + LIFETIME_MS
    ? `X-Amz-Date parameter is expired (15 minute expiration) ${new Date(instant).toISOString()}`
    : undefined;
}

function identify(principal: Principal, cluster: EksCluster): EksAuthentication {
  const { arn, session } = canonicalArn(principal.arn);
  const entry = cluster.accessEntries.get(arn);
  if (!entry) return refused(`${arn} has no access entry in the cluster ${cluster.name}`);
  return {
    kind: 'authenticated',
    arn: principal.arn,
    username: usernameOf(entry, session),
    groups: entry.groups,
  };
}

/** A session of a role counts as its role. */
function canonicalArn(arn: string): { readonly arn: string; readonly session: string } {
  const [, account, role, session] = /^arn:aws:sts::(\d+):assumed-role\/([^/]+)\/(.+)$/.exec(arn) ?? [];
  return role === undefined
    ? { arn, session: '' }
    : { arn: `arn:aws:iam::${account}:role/${role}`, session: session ?? '' };
}

function usernameOf(entry: AccessEntry, session: string): string {
  return entry.username
    .replaceAll('{{SessionName}}', session.replaceAll('@', '-'))
    .replaceAll('{{SessionNameRaw}}', session);
}
