import { AutoScalingClient } from '@aws-sdk/client-auto-scaling';
import { EC2Client } from '@aws-sdk/client-ec2';
import { EKSClient } from '@aws-sdk/client-eks';
import { SSMClient } from '@aws-sdk/client-ssm';
import { STSClient } from '@aws-sdk/client-sts';
import { type AwsServer, startAws } from '../../../src/sandbox/aws/aws-server.ts';
import { type Cloud, createCloud } from '../../../src/sandbox/aws/cloud/cloud.ts';
import type { CloudSettings } from '../../../src/sandbox/aws/cloud/settings.ts';
import { ADMIN_POLICY, type PolicyDocument } from '../../../src/sandbox/aws/iam/policy.ts';
import type { Principal } from '../../../src/sandbox/aws/iam/principal.ts';
import { WorldClock } from '../../../src/sandbox/clock.ts';
import { EffectLog } from '../../../src/sandbox/effects.ts';
import { FaultBook } from '../../../src/sandbox/faults.ts';
import type { MachineEvent } from '../../../src/sandbox/machines.ts';
import { createRandom } from '../../../src/sandbox/random.ts';

export const START = Date.parse('2026-01-05T08:00:00Z');
export const ADMIN: Principal = {
  accessKeyId: 'AKIAADMIN00000000000',
  secretAccessKey: 'admin-secret',
  arn: 'arn:aws:iam::111122223333:user/admin',
  userName: 'admin',
  policies: [ADMIN_POLICY],
};

/** A small account over real HTTP: three zones, one group of self-managed nodes, one EKS cluster. */
export interface AwsWorld {
  readonly clock: WorldClock;
  readonly cloud: Cloud;
  readonly effects: EffectLog;
  readonly faults: FaultBook;
  readonly server: AwsServer;
  readonly events: MachineEvent[];
  readonly oldImage: string;
  readonly newImage: string;
  readonly templateId: string;
  clients(principal?: Principal, options?: object): AwsClients;
  /** A principal with these policies and a key of its own. */
  principal(name: string, ...policies: PolicyDocument[]): Principal;
  /** Does something while world time all but stands still, so that a slow machine does not change the story. */
  slowly<T>(act: () => Promise<T>): Promise<T>;
  /** Waits until `done` holds, at most `realMs` of real time. */
  until(what: string, done: () => boolean, realMs?: number): Promise<void>;
  close(): Promise<void>;
}

export interface AwsClients {
  readonly autoScaling: AutoScalingClient;
  readonly ec2: EC2Client;
  readonly eks: EKSClient;
  readonly ssm: SSMClient;
  readonly sts: STSClient;
}

export async function startAwsWorld(
  options: { speed?: number; seed?: number; desired?: number; settings?: Partial<CloudSettings> } = {},
): Promise<AwsWorld> {
  const clock = new WorldClock(START, options.speed ?? 1000);
  const effects = new EffectLog();
  const faults = new FaultBook();
  const images = new Map();
  const cloud = createCloud({
    clock,
    random: createRandom(options.seed ?? 1),
    images,
    ...(options.settings ? { settings: options.settings } : {}),
  });
  const events: MachineEvent[] = [];
  cloud.subscribe((event) => events.push(event));
  const built = buildAccount(cloud, options.desired ?? 3);
  const server = await startAws({ cloud, effects, faults, principals: [ADMIN] });
  const open: { destroy(): void }[] = [];
  return {
    clock,
    cloud,
    effects,
    faults,
    server,
    events,
    ...built,
    clients(principal = ADMIN, extra = {}) {
      const clients = sdkClients(server.endpoint, principal, extra);
      open.push(...Object.values(clients));
      return clients;
    },
    principal(name, ...policies) {
      const principal = {
        ...ADMIN,
        accessKeyId: `AKIA${name.toUpperCase()}`,
        secretAccessKey: `secret of ${name}`,
        arn: `arn:aws:iam::111122223333:user/${name}`,
        userName: name,
        policies,
      };
      server.principals.put(principal);
      return principal;
    },
    async slowly(act) {
      const { speed } = clock;
      clock.setSpeed(1);
      try {
        return await act();
      } finally {
        clock.setSpeed(speed);
      }
    },
    until,
    async close() {
      for (const client of open) client.destroy();
      await server.close();
      cloud.stop();
      clock.stop();
    },
  };
}

function buildAccount(cloud: Cloud, desired: number): Pick<AwsWorld, 'oldImage' | 'newImage' | 'templateId'> {
  for (const [index, zone] of ['us-east-1a', 'us-east-1b', 'us-east-1c'].entries())
    cloud.addSubnet({ zone, cidr: `10.0.${index * 16}.0/20` });
  const folder = '/aws/service/eks/optimized-ami/1.32/amazon-linux-2023/x86_64/standard';
  const old = cloud.addImage({
    name: 'amazon-eks-node-al2023-x86_64-standard-1.32-v20250403',
    createdAt: START - 86_400_000 * 40,
  });
  const fresh = cloud.addImage({
    name: 'amazon-eks-node-al2023-x86_64-standard-1.32-v20250501',
    kubeletVersion: 'v1.32.4-eks-0001',
    createdAt: START - 86_400_000,
  });
  cloud.setParameter({ name: `${folder}/recommended/image_id`, value: fresh.imageId });
  cloud.setParameter({ name: `${folder}/recommended/release_version`, value: '1.32.4-20250501' });
  const template = cloud.addLaunchTemplate({
    name: 'workers',
    imageId: old.imageId,
    cluster: 'prod',
    nodeLabels: { pool: 'workers' },
    tags: { team: 'platform' },
  });
  cloud.addAutoScalingGroup({
    name: 'workers',
    launchTemplate: 'workers',
    desired,
    min: 1,
    max: 10,
    cluster: 'prod',
    tags: { 'drover.dev/managed': 'true' },
  });
  cloud.addCluster({
    name: 'prod',
    endpoint: 'https://127.0.0.1:6443',
    certificateAuthority: '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n',
  });
  return { oldImage: old.imageId, newImage: fresh.imageId, templateId: template.id };
}

function sdkClients(endpoint: string, principal: Principal, extra: object): AwsClients {
  const { accessKeyId, secretAccessKey, sessionToken } = principal;
  const credentials = {
    accessKeyId,
    secretAccessKey,
    ...(sessionToken === undefined ? {} : { sessionToken }),
  };
  const config = { endpoint, region: 'us-east-1', credentials, maxAttempts: 1, ...extra };
  return {
    autoScaling: new AutoScalingClient(config),
    ec2: new EC2Client(config),
    eks: new EKSClient(config),
    ssm: new SSMClient(config),
    sts: new STSClient(config),
  };
}

async function until(what: string, done: () => boolean, realMs = 5000): Promise<void> {
  const deadline = performance.now() + realMs;
  while (!done()) {
    if (performance.now() > deadline) throw new Error(`it did not happen in ${realMs} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 3));
  }
}
