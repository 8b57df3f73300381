import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { AwsCloudFacts } from '../../../src/adapters/aws/aws-cloud-facts.ts';
import type { PolicyDocument } from '../../../src/sandbox/aws/iam/policy.ts';
import { startSandboxAccount } from './aws-account-for-tests.ts';
import type { SandboxAccount } from './aws-account-for-tests.ts';

const STANDARD = 'L-1216C47A';

let world: SandboxAccount | undefined;

afterEach(async () => {
  await world?.close();
  world = undefined;
});

async function start(policies?: readonly PolicyDocument[]): Promise<AwsCloudFacts> {
  world = await startSandboxAccount(policies === undefined ? {} : { policies });
  return new AwsCloudFacts(world.account);
}

describe('the vCPU quotas of a group', () => {
  it("count what runs in the region, other teams' instances too, and not what was ended", async () => {
    const facts = await start();
    world?.cloud.setQuota({ code: STANDARD, value: 16 });
    world?.cloud.addLaunchTemplate({ name: 'big', imageId: world.oldImage, instanceType: 'm6i.xlarge' });
    world?.cloud.addAutoScalingGroup({ name: 'others', launchTemplate: 'big', desired: 1, max: 1 });

    // Three and one of two vCPUs, and one of four.
    expect(await facts.vcpuQuotas('workers')).toEqual([
      { code: STANDARD, limit: 16, used: 12, perInstance: 2 },
    ]);
    expect(await facts.vcpuQuotas('others')).toMatchObject([{ used: 12, perInstance: 4 }]);

    // Slowly, or the group has launched another one before anybody looks.
    world?.clock.setSpeed(0.01);
    for (const { instanceId } of (await world?.nodeGroups.describe('ingress'))?.instances ?? [])
      world?.cloud.terminateInstance({ instanceId });
    expect(await facts.vcpuQuotas('workers')).toMatchObject([{ used: 10 }]);
  });

  it('are none for a group without instances', async () => {
    const facts = await start();
    world?.cloud.addAutoScalingGroup({ name: 'empty', launchTemplate: 'workers', max: 1 });

    expect(await facts.vcpuQuotas('empty')).toEqual([]);
  });

  it('are not found for a group that is not there', async () => {
    const facts = await start();

    await expect(facts.vcpuQuotas('nobody')).rejects.toMatchObject({ kind: 'not-found' });
  });

  it('are read with the optional policy beside the usual one', async () => {
    const facts = await start([policyOf('engine-policy'), policyOf('read-quotas-policy')]);

    expect(await facts.vcpuQuotas('workers')).toMatchObject([{ code: STANDARD, used: 8 }]);
  });

  it('name the right that is missing without it', async () => {
    const facts = await start([policyOf('engine-policy')]);

    await expect(facts.vcpuQuotas('workers')).rejects.toMatchObject({
      kind: 'forbidden',
      operation: 'servicequotas:GetServiceQuota',
      message: expect.stringContaining('not authorized to perform: servicequotas:GetServiceQuota'),
    });
  });

  it('are unavailable where nobody answers in time', async () => {
    world = await startSandboxAccount({ deadlineMs: 150 });
    world.faults.add({ target: 'aws', match: { path: '^GetServiceQuota$' }, answer: { delayMs: 1_000 } });

    await expect(new AwsCloudFacts(world.account).vcpuQuotas('workers')).rejects.toMatchObject({
      kind: 'unavailable',
      operation: 'servicequotas:GetServiceQuota',
    });
  });
});

function policyOf(name: string): PolicyDocument {
  const file = new URL(`../../../manifests/aws/${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8')) as PolicyDocument;
}
