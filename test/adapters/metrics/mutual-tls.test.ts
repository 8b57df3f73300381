import '../../../src/sandbox/kubernetes/tls/reflect-metadata.ts';
import { webcrypto } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { Server } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as x509 from '@peculiar/x509';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PrometheusClient } from '../../../src/adapters/metrics/prometheus-client.ts';
import type { PrometheusSettings } from '../../../src/adapters/metrics/prometheus-settings.ts';
import { makeServerIdentity } from '../../../src/sandbox/kubernetes/tls/certificates.ts';
import { prometheusSettings } from './prometheus-settings.ts';

const ONE = JSON.stringify({
  status: 'success',
  data: { resultType: 'vector', result: [{ metric: {}, value: [1, '1'] }] },
});
const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const DAY_MS = 86_400_000;

describe('a Prometheus that asks for a certificate', () => {
  let server: Server;
  let url = '';
  const folder = mkdtempSync(join(tmpdir(), 'mtls-'));
  const file = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  let ca = '';
  let own = { certFile: '', keyFile: '' };

  beforeAll(async () => {
    const identity = await makeServerIdentity(['127.0.0.1']);
    const client = await makeClientIdentity();
    ca = file('ca.pem', identity.caPem);
    own = { certFile: file('cert.pem', client.certificatePem), keyFile: file('key.pem', client.keyPem) };
    server = createServer(
      {
        cert: identity.certificatePem,
        key: identity.keyPem,
        ca: client.certificatePem,
        requestCert: true,
        rejectUnauthorized: true,
      },
      (_, response) => response.end(ONE),
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    url = `https://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  });

  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    rmSync(folder, { recursive: true });
  });

  it('answers whoever shows it, and nobody else', async () => {
    expect(await ask({ caFile: ca, ...own })).toMatchObject({ kind: 'measured' });
    expect(await ask({ caFile: ca, certFile: undefined, keyFile: undefined })).toMatchObject({
      kind: 'error',
    });
  });

  it('is not believed without its authority', async () => {
    expect(await ask({ caFile: undefined, ...own })).toMatchObject({
      kind: 'error',
      why: expect.stringMatching(/certificate|CERT|SIGNED|ISSUER/i) as string,
    });
  });

  async function ask(tls: PrometheusSettings['tls']): ReturnType<PrometheusClient['instant']> {
    const client = new PrometheusClient(prometheusSettings(url, { tls }), 'drover/test');
    try {
      return await client.instant('vector(1)');
    } finally {
      await client.close();
    }
  }
});

async function makeClientIdentity(): Promise<{ readonly certificatePem: string; readonly keyPem: string }> {
  x509.cryptoProvider.set(webcrypto as never);
  const keys = await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: '01',
    name: 'CN=drover',
    notBefore: new Date(Date.now() - DAY_MS),
    notAfter: new Date(Date.now() + DAY_MS),
    signingAlgorithm: ALGORITHM,
    keys,
    extensions: [new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.clientAuth])],
  });
  const bytes = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey)).toString('base64');
  const lines = (bytes.match(/.{1,64}/g) ?? []).join('\n');
  return {
    certificatePem: certificate.toString('pem'),
    keyPem: `-----BEGIN PRIVATE KEY-----\n${lines}\n-----END PRIVATE KEY-----\n`,
  };
}
