import { DescribeClusterCommand, EKSClient } from '@aws-sdk/client-eks';
import { KubeConfig } from '@kubernetes/client-node';
import type { User } from '@kubernetes/client-node';
import { PortError } from '../../ports/port-error.ts';
import { EksToken } from './eks-token.ts';

const DESCRIBE_DEADLINE_MS = 8_000;

/** An EKS cluster by name and region: endpoint and CA as EKS describes them, tokens made by ourselves. */
export async function eksKubeConfig(name: string, region: string, userAgent: string): Promise<KubeConfig> {
  const token = new EksToken(name, region);
  const config = new KubeConfig();
  config.addAuthenticator({
    isAuthProvider: (user: User) => user.name === name,
    applyAuthentication: async (_user, options) => {
      const bearer = { Authorization: `Bearer ${await token.current()}` };
      options.headers = Object.assign({}, options.headers, bearer);
    },
  });
  config.loadFromClusterAndUser(await describe(name, region, userAgent), { name });
  return config;
}

async function describe(
  name: string,
  region: string,
  userAgent: string,
): Promise<{ name: string; server: string; caData: string; skipTLSVerify: boolean }> {
  const client = new EKSClient({ region, customUserAgent: [userAgentPair(userAgent)] });
  try {
    const { cluster } = await client.send(new DescribeClusterCommand({ name }), {
      abortSignal: AbortSignal.timeout(DESCRIBE_DEADLINE_MS),
    });
    const server = cluster?.endpoint;
    const caData = cluster?.certificateAuthority?.data;
    if (server === undefined || caData === undefined)
      throw new Error(`EKS cluster ${name} has no endpoint yet (status ${cluster?.status ?? 'unknown'})`);
    return { name, server, caData, skipTLSVerify: false };
  } catch (error) {
    throw toPortError(error);
  } finally {
    client.destroy();
  }
}

/** What cannot be helped by trying again is told as such; all else is a cluster that cannot be reached now. */
function toPortError(error: unknown): PortError {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  const kind =
    name === 'AccessDeniedException'
      ? 'forbidden'
      : name === 'ResourceNotFoundException'
        ? 'not-found'
        : 'unavailable';
  return new PortError(kind, 'eks:DescribeCluster', message, { cause: error });
}

/** `drover/1.2.3` as the SDK wants it. */
function userAgentPair(userAgent: string): [string, string] {
  const [product = 'drover', version = '0'] = userAgent.split('/');
  return [product, version];
}
