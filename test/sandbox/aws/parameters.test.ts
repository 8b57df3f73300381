import { GetParameterCommand, GetParametersCommand, paginateGetParametersByPath } from '@aws-sdk/client-ssm';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AwsClients, type AwsWorld, startAwsWorld } from './aws-world.ts';
import { refusal } from './refusal.ts';

let world: AwsWorld;
let clients: AwsClients;
beforeAll(async () => {
  world = await startAwsWorld();
  clients = world.clients();
});
afterAll(async () => {
  await world.close();
});

const folder = '/aws/service/eks/optimized-ami/1.32/amazon-linux-2023/x86_64/standard';

describe('parameters', () => {
  it('are read by name, with their version and ARN', async () => {
    const { Parameter } = await clients.ssm.send(
      new GetParameterCommand({ Name: `${folder}/recommended/image_id` }),
    );

    expect(Parameter).toMatchObject({
      Value: world.newImage,
      Type: 'String',
      Version: 1,
      DataType: 'text',
      ARN: `arn:aws:ssm:us-east-1::parameter${folder}/recommended/image_id`,
    });
    expect(Parameter?.LastModifiedDate).toBeInstanceOf(Date);
  });

  it('keep their earlier versions', async () => {
    world.cloud.setParameter({ name: '/own/a', value: 'one' });
    world.cloud.setParameter({ name: '/own/a', value: 'two' });

    const now = await clients.ssm.send(new GetParameterCommand({ Name: '/own/a' }));
    const then = await clients.ssm.send(new GetParameterCommand({ Name: '/own/a:1' }));
    const never = await refusal(clients.ssm.send(new GetParameterCommand({ Name: '/own/a:7' })));

    expect([now.Parameter?.Value, then.Parameter?.Value]).toEqual(['two', 'one']);
    expect(then.Parameter?.Selector).toBe(':1');
    expect(never.code).toBe('ParameterVersionNotFound');
  });

  it('that are not there are an error by name, and a list of names among several', async () => {
    const missing = await refusal(clients.ssm.send(new GetParameterCommand({ Name: '/nowhere' })));
    const several = await clients.ssm.send(
      new GetParametersCommand({ Names: [`${folder}/recommended/image_id`, '/nowhere'] }),
    );

    expect(missing).toMatchObject({ code: 'ParameterNotFound', status: 400 });
    expect(several.Parameters).toHaveLength(1);
    expect(several.InvalidParameters).toEqual(['/nowhere']);
  });

  it('are listed below a path, in pages, deep or flat', async () => {
    for (let index = 0; index < 12; index++)
      world.cloud.setParameter({ name: `/tree/p${index}`, value: String(index) });
    world.cloud.setParameter({ name: '/tree/deep/er', value: 'x' });
    const list = async (Recursive: boolean): Promise<number> => {
      let count = 0;
      for await (const found of paginateGetParametersByPath(
        { client: clients.ssm },
        { Path: '/tree', Recursive },
      ))
        count += found.Parameters?.length ?? 0;
      return count;
    };

    expect(await list(false)).toBe(12);
    expect(await list(true)).toBe(13);
  });
});

describe('the caller', () => {
  it('of a session has the id of its role and its session', async () => {
    world.server.principals.put({
      accessKeyId: 'ASIA1',
      secretAccessKey: 's',
      sessionToken: 't',
      arn: 'arn:aws:sts::111122223333:assumed-role/drover/engine',
      userName: 'drover',
      policies: [],
    });
    const session = world.clients({
      accessKeyId: 'ASIA1',
      secretAccessKey: 's',
      sessionToken: 't',
      arn: '',
      userName: '',
      policies: [],
    });

    const me = await session.sts.send(new GetCallerIdentityCommand({}));

    expect(me.UserId).toMatch(/^AROA[0-9A-F]{17}:engine$/);
  });
});
