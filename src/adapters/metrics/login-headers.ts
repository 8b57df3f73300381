import { readFile } from 'node:fs/promises';
import { Sha256 } from '@aws-crypto/sha256-js';
import { fromNodeProviderChain } from '@aws-sdk/credential-providers';
import { SignatureV4 } from '@smithy/signature-v4';
import type { PrometheusLogin } from './prometheus-settings.ts';

/** The service's name in signatures for Amazon Managed Service for Prometheus. */
const AMAZON_PROMETHEUS = 'aps';

interface Unsigned {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The headers of a request with what proves who asks. */
export async function loginHeaders(
  login: PrometheusLogin,
  request: Unsigned,
): Promise<Record<string, string>> {
  const { headers } = request;
  switch (login.kind) {
    case 'none':
      return { ...headers };
    case 'bearer':
      return { ...headers, authorization: `Bearer ${await secretIn(login.tokenFile)}` };
    case 'basic': {
      const pair = `${login.user}:${await secretIn(login.passwordFile)}`;
      return { ...headers, authorization: `Basic ${Buffer.from(pair).toString('base64')}` };
    }
    case 'sigv4':
      return sign(login.region, request);
  }
}

/** Files of secrets often end in a newline that is no part of them. */
async function secretIn(file: string): Promise<string> {
  return (await readFile(file, 'utf8')).trim();
}

const credentials = fromNodeProviderChain();

async function sign(region: string, { url, headers, body }: Unsigned): Promise<Record<string, string>> {
  const signer = new SignatureV4({ credentials, region, service: AMAZON_PROMETHEUS, sha256: Sha256 });
  const signed = await signer.sign({
    method: 'POST',
    protocol: url.protocol,
    hostname: url.hostname,
    path: url.pathname,
    headers: { ...headers, host: url.host },
    body,
  });
  return signed.headers;
}
