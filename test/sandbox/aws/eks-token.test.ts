import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ADMIN, type AwsWorld, startAwsWorld } from './aws-world.ts';

let world: AwsWorld;
beforeAll(async () => {
  world = await startAwsWorld();
  world.cloud.addAccessEntry({ cluster: 'prod', principalArn: ADMIN.arn, groups: ['drover'] });
});
afterAll(async () => {
  await world.close();
});

interface TokenDraft {
  readonly cluster?: string;
  readonly host?: string;
  readonly protocol?: string;
  readonly action?: string;
  readonly date?: Date;
  readonly expiresIn?: number;
  readonly secret?: string;
  readonly accessKeyId?: string;
  readonly sessionToken?: string;
  readonly extra?: Record<string, string>;
  readonly signHeader?: boolean;
}

/** A token as a client of EKS makes it, with any part of it changed. */
async function makeToken(draft: TokenDraft = {}): Promise<string> {
  const signer = new SignatureV4({
    service: 'sts',
    region: 'us-east-1',
    sha256: Sha256,
    credentials: {
      accessKeyId: draft.accessKeyId ?? ADMIN.accessKeyId,
      secretAccessKey: draft.secret ?? ADMIN.secretAccessKey,
      ...(draft.sessionToken ? { sessionToken: draft.sessionToken } : {}),
    },
  });
  const protocol = draft.protocol ?? 'https:';
  const host = draft.host ?? 'sts.us-east-1.amazonaws.com';
  const signed = await signer.presign(
    {
      method: 'GET',
      protocol,
      hostname: host.split(':')[0]!,
      path: '/',
      query: { Action: draft.action ?? 'GetCallerIdentity', Version: '2011-06-15', ...draft.extra },
      headers: { host, ...(draft.signHeader === false ? {} : { 'x-k8s-aws-id': draft.cluster ?? 'prod' }) },
    },
    {
      expiresIn: draft.expiresIn ?? 60,
      unhoistableHeaders: new Set(['x-k8s-aws-id']),
      ...(draft.date ? { signingDate: draft.date } : {}),
    },
  );
  const query = Object.entries(signed.query ?? {}).map(
    ([key, value]) => `${encodeURIComponent(key)}=${encodeURIComponent(String(value))}`,
  );
  return `k8s-aws-v1.${Buffer.from(`${protocol}//${host}/?${query.join('&')}`).toString('base64url')}`;
}

const reasonOf = async (draft: TokenDraft, cluster = 'prod'): Promise<string> => {
  const outcome = world.server.authenticateEksToken(await makeToken(draft), cluster);
  return outcome.kind === 'refused' ? outcome.reason : 'it was accepted';
};

describe('an EKS token', () => {
  it('of a principal with an access entry is who the entry says', async () => {
    expect(world.server.authenticateEksToken(await makeToken(), 'prod')).toEqual({
      kind: 'authenticated',
      arn: ADMIN.arn,
      username: ADMIN.arn,
      groups: ['drover'],
    });
  });

  it("may be signed for this world's own address as well as for STS", async () => {
    const outcome = world.server.authenticateEksToken(
      await makeToken({ protocol: 'http:', host: world.server.endpoint.replace('http://', '') }),
      'prod',
    );

    expect(outcome.kind).toBe('authenticated');
  });

  it('is good for the cluster that it was signed for, and no other', async () => {
    world.cloud.addCluster({ name: 'other', endpoint: 'https://127.0.0.1:1', certificateAuthority: 'QQ==' });

    expect(await reasonOf({ cluster: 'prod' }, 'other')).toContain('does not match the signature');
    expect(await reasonOf({ signHeader: false })).toBe(
      'client did not sign the x-k8s-aws-id header in the pre-signed URL',
    );
  });

  it('lives fifteen minutes, whatever it says of itself', async () => {
    const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000);

    expect(await reasonOf({ date: minutesAgo(14), expiresIn: 60 })).toBe('it was accepted');
    expect(await reasonOf({ date: minutesAgo(16), expiresIn: 900 })).toContain(
      'X-Amz-Date parameter is expired (15 minute expiration)',
    );
    expect(await reasonOf({ expiresIn: 3600 })).toBe(
      'invalid X-Amz-Expires parameter in pre-signed URL: 3600',
    );
  });

  it('is refused when its form is not that of the authenticator', async () => {
    expect(await reasonOf({ action: 'AssumeRole' })).toBe('unexpected action parameter in pre-signed URL');
    expect(await reasonOf({ host: 'sts.example.com' })).toBe(
      'unexpected hostname "sts.example.com" in pre-signed URL',
    );
    expect(await reasonOf({ protocol: 'http:' })).toBe('unexpected scheme "http" in pre-signed URL');
    expect(await reasonOf({ extra: { 'x-id': 'GetCallerIdentity' } })).toBe(
      'non-whitelisted query parameter "x-id"',
    );
    expect(world.server.authenticateEksToken('Bearer', 'prod')).toEqual({
      kind: 'refused',
      reason: 'token is missing expected "k8s-aws-v1." prefix',
    });
    expect(world.server.authenticateEksToken(`k8s-aws-v1.${'a'.repeat(4100)}`, 'prod')).toEqual({
      kind: 'refused',
      reason: 'token is too large',
    });
  });

  it('is refused with a wrong secret, an unknown key, and without an access entry', async () => {
    const stranger = world.principal('stranger');

    expect(await reasonOf({ secret: 'wrong' })).toContain('does not match the signature');
    expect(await reasonOf({ accessKeyId: 'AKIANOBODY' })).toContain(
      'The security token included in the request is invalid',
    );
    expect(await reasonOf({ accessKeyId: stranger.accessKeyId, secret: stranger.secretAccessKey })).toBe(
      `${stranger.arn} has no access entry in the cluster prod`,
    );
  });

  it('of a session counts as its role, and carries the name of the session', async () => {
    const session = {
      ...ADMIN,
      accessKeyId: 'ASIASESSION',
      sessionToken: 'token',
      arn: 'arn:aws:sts::111122223333:assumed-role/drover/engine@1',
    };
    world.server.principals.put(session);
    world.cloud.addAccessEntry({
      cluster: 'prod',
      principalArn: 'arn:aws:iam::111122223333:role/drover',
      groups: ['drover'],
    });

    const outcome = world.server.authenticateEksToken(
      await makeToken({ accessKeyId: 'ASIASESSION', sessionToken: 'token' }),
      'prod',
    );

    expect(outcome).toMatchObject({
      kind: 'authenticated',
      username: 'arn:aws:sts::111122223333:assumed-role/drover/engine-1',
    });
  });
});
