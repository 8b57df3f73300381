import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CloudFacts } from '../../src/ports/cloud-facts.ts';

/**
 * A cloud with a quiet group `workers` over three zones, whose template is in its version 1; a group `busy` with a
 * launch hook of 300 s, a scheduled action in one hour, a warm pool of one instance and an instance refresh under way; a
 * target group `balanced` with one healthy instance and a delay of 30 s; a cluster `prod` on EKS whose add-on `vpc-cni` is being
 * updated, and its managed group `system`.
 */
export interface CloudFactsHarness {
  readonly facts: CloudFacts;
  readonly image: string;
  readonly templateId: string;
  /** ARN. */
  readonly balanced: string;
  /** World time, epoch ms. */
  now(): number;
  close(): Promise<void>;
}

/** What every cloud must tell preflight, the one in memory and the real one alike. */
export function describeCloudFactsContract(name: string, make: () => Promise<CloudFactsHarness>): void {
  describe(`cloud facts: ${name}`, () => {
    let harness: CloudFactsHarness;
    let facts: CloudFacts;

    beforeAll(async () => {
      harness = await make();
      facts = harness.facts;
    });

    afterAll(async () => {
      await harness.close();
    });

    it('tells that nobody else acts on a group', async () => {
      expect(await facts.activity('workers', harness.now() - DAY)).toMatchObject({
        refreshes: [],
        hooks: [],
        scheduled: [],
        warmInstances: [],
      });
    });

    it('tells what else acts on a group', async () => {
      const { refreshes, hooks, scheduled, warmInstances } = await facts.activity(
        'busy',
        harness.now() - DAY,
      );

      expect(refreshes).toEqual([
        { id: expect.any(String), status: expect.stringMatching(/^(Pending|InProgress)$/) },
      ]);
      expect(hooks).toEqual([
        { name: 'wait', transition: 'autoscaling:EC2_INSTANCE_LAUNCHING', heartbeatSeconds: 300 },
      ]);
      expect(scheduled).toEqual([{ name: 'night', at: expect.any(Number) }]);
      expect(scheduled[0]?.at).toBeGreaterThan(harness.now());
      expect(warmInstances).toEqual([{ instanceId: expect.stringMatching(/^i-/), templateVersion: '1' }]);
    });

    it('tells the subnets of a group, with the addresses that are free', async () => {
      const subnets = await facts.subnets('workers');

      expect(subnets).toHaveLength(3);
      expect(new Set(subnets.map(({ zone }) => zone)).size).toBe(3);
      for (const { id, freeAddresses } of subnets) {
        expect(id).toMatch(/^subnet-/);
        expect(freeAddresses).toBeGreaterThan(0);
      }
    });

    it('tells the vCPU quota of a group, with what is used of it', async () => {
      const [quota, ...others] = await facts.vcpuQuotas('workers');

      expect(others).toEqual([]);
      expect(quota).toMatchObject({ code: 'L-1216C47A', perInstance: 2 });
      expect(quota?.used).toBeGreaterThanOrEqual(6);
      expect(quota?.limit).toBeGreaterThan(quota?.used ?? 0);
    });

    it('describes an image, and one that is gone as deregistered', async () => {
      expect(await facts.image(harness.image)).toMatchObject({
        imageId: harness.image,
        state: 'available',
        architecture: 'x86_64',
      });
      expect(await facts.image('ami-0123456789abcdef0')).toMatchObject({ state: 'deregistered' });
    });

    it('tells how instances reach their metadata', async () => {
      expect(await facts.template(harness.templateId, '1')).toEqual({ httpTokens: 'required', hopLimit: 2 });
    });

    it('tells the health of targets, and leaves out groups that are gone', async () => {
      const gone = harness.balanced.replace(/[0-9a-z]{4}$/, '0000');

      expect(await facts.targetGroups([])).toEqual([]);
      expect(await facts.targetGroups([harness.balanced, gone])).toEqual([
        {
          arn: harness.balanced,
          deregistrationSeconds: 30,
          targets: [expect.objectContaining({ id: expect.stringMatching(/^i-/), state: 'healthy' })],
        },
      ]);
    });

    it('describes a cluster with its add-ons that change', async () => {
      expect(await facts.eksCluster('prod')).toEqual({
        status: 'ACTIVE',
        issues: [],
        updates: [{ type: 'AddonUpdate', addon: 'vpc-cni' }],
      });
    });

    it('describes a managed group, and says that there is none', async () => {
      expect(await facts.managedGroup('prod', 'system')).toEqual({
        name: 'system',
        status: 'ACTIVE',
        issues: [],
        autoRepair: false,
      });
      await expect(facts.managedGroup('prod', 'nobody')).rejects.toMatchObject({ kind: 'not-found' });
    });
  });
}

const DAY = 86_400_000;
