import { DescribeAutoScalingGroupsCommand } from '@aws-sdk/client-auto-scaling';
import { DescribeInstancesCommand } from '@aws-sdk/client-ec2';
import { DescribeClusterCommand } from '@aws-sdk/client-eks';
import { GetParameterCommand } from '@aws-sdk/client-ssm';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ADMIN, type AwsClients, type AwsWorld, startAwsWorld } from './aws-world.ts';
import { refusal } from './refusal.ts';

let world: AwsWorld;
beforeAll(async () => {
  world = await startAwsWorld();
});
afterAll(async () => {
  await world.close();
});

/** One call to each kind of service, and what it was refused with. */
async function refusals(clients: AwsClients): Promise<readonly string[]> {
  const answers = await Promise.all([
    refusal(clients.autoScaling.send(new DescribeAutoScalingGroupsCommand({}))),
    refusal(clients.ec2.send(new DescribeInstancesCommand({}))),
    refusal(clients.eks.send(new DescribeClusterCommand({ name: 'prod' }))),
    refusal(clients.ssm.send(new GetParameterCommand({ Name: '/a' }))),
    refusal(clients.sts.send(new GetCallerIdentityCommand({}))),
  ]);
  return answers.map(({ code, status }) => `${code} ${status}`);
}

describe('the signature of a request', () => {
  it('is refused in the words of each service when the secret is wrong', async () => {
    const codes = await refusals(world.clients({ ...ADMIN, secretAccessKey: 'wrong' }));

    expect(codes).toEqual([
      'SignatureDoesNotMatch 403',
      'AuthFailure 401',
      'InvalidSignatureException 403',
      'InvalidSignatureException 400',
      'SignatureDoesNotMatch 403',
    ]);
  });

  it('is refused in the words of each service when the access key is unknown', async () => {
    const codes = await refusals(world.clients({ ...ADMIN, accessKeyId: 'AKIANOBODY' }));

    expect(codes).toEqual([
      'InvalidClientTokenId 403',
      'AuthFailure 401',
      'UnrecognizedClientException 403',
      'UnrecognizedClientException 400',
      'InvalidClientTokenId 403',
    ]);
  });

  it('expires after five minutes, and says when', async () => {
    const clients = world.clients(ADMIN, { systemClockOffset: -6 * 60_000 });

    const late = await refusal(clients.autoScaling.send(new DescribeAutoScalingGroupsCommand({})));

    expect(late.code).toBe('SignatureDoesNotMatch');
    expect(late.message).toMatch(
      /^Signature expired: \d{8}T\d{6}Z is now earlier than \d{8}T\d{6}Z \(\d{8}T\d{6}Z - 5 min\.\)$/,
    );
  });

  it('may be ten minutes old for STS, which is more patient', async () => {
    const clients = world.clients(ADMIN, { systemClockOffset: -10 * 60_000 });

    const me = await clients.sts.send(new GetCallerIdentityCommand({}));

    expect(me.Arn).toBe(ADMIN.arn);
  });

  it('may not be of the future', async () => {
    const clients = world.clients(ADMIN, { systemClockOffset: 8 * 60_000 });

    const early = await refusal(clients.autoScaling.send(new DescribeAutoScalingGroupsCommand({})));

    expect(early.message).toContain('Signature not yet current');
  });

  it('must be scoped to the region of the account', async () => {
    const clients = world.clients(ADMIN, { region: 'eu-west-1' });

    const astray = await refusal(clients.autoScaling.send(new DescribeAutoScalingGroupsCommand({})));

    expect(astray.code).toBe('SignatureDoesNotMatch');
    expect(astray.message).toContain('Credential should be scoped to a valid region');
  });

  it('needs the session token of temporary credentials, until they expire', async () => {
    const temporary = {
      ...ADMIN,
      accessKeyId: 'ASIATEMPORARY',
      sessionToken: 'token',
      expiresAt: Date.now() + 60_000,
    };
    world.server.principals.put(temporary);
    const { sessionToken: _left, ...without } = temporary;

    const accepted = await world.clients(temporary).sts.send(new GetCallerIdentityCommand({}));
    const missing = await refusal(world.clients(without).sts.send(new GetCallerIdentityCommand({})));
    world.server.principals.put({ ...temporary, expiresAt: Date.now() - 1 });
    const expired = await refusals(world.clients(temporary));

    expect(accepted.Arn).toBe(ADMIN.arn);
    expect(missing.code).toBe('InvalidClientTokenId');
    expect(expired).toEqual([
      'ExpiredToken 403',
      'RequestExpired 400',
      'ExpiredTokenException 403',
      'ExpiredTokenException 400',
      'ExpiredToken 403',
    ]);
  });

  it('is asked for: an unsigned request is refused', async () => {
    const answer = await fetch(world.server.endpoint, {
      method: 'POST',
      body: 'Action=DescribeAutoScalingGroups&Version=2011-01-01',
    });

    expect(answer.status).toBe(403);
    expect(await answer.text()).toContain('<Code>MissingAuthenticationToken</Code>');
  });

  it('covers the body: a request changed on its way is refused', async () => {
    const clients = world.clients();
    clients.autoScaling.middlewareStack.add(
      (next) => (args) => {
        const request = args.request as { body: string; headers: Record<string, string> };
        request.body = request.body.replace('MaxRecords=5', 'MaxRecords=6');
        return next(args);
      },
      { step: 'finalizeRequest', name: 'tamper', priority: 'low' },
    );

    const tampered = await refusal(
      clients.autoScaling.send(new DescribeAutoScalingGroupsCommand({ MaxRecords: 5 })),
    );

    expect(tampered.code).toBe('SignatureDoesNotMatch');
  });

  it('is not needed to learn that a service is not here', async () => {
    const answer = await fetch(world.server.endpoint, {
      headers: {
        authorization:
          'AWS4-HMAC-SHA256 Credential=A/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0',
      },
    });

    expect(answer.status).toBe(404);
  });
});
