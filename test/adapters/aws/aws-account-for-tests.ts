import { AwsAccount } from '../../../src/adapters/aws/aws-account.ts';
import { AwsNodeGroups } from '../../../src/adapters/aws/aws-node-groups.ts';
import { startAws } from '../../../src/sandbox/aws/aws-server.ts';
import type { AwsServer } from '../../../src/sandbox/aws/aws-server.ts';
import { createCloud } from '../../../src/sandbox/aws/cloud/cloud.ts';
import type { Cloud } from '../../../src/sandbox/aws/cloud/cloud.ts';
import { ADMIN_POLICY } from '../../../src/sandbox/aws/iam/policy.ts';
import type { PolicyDocument } from '../../../src/sandbox/aws/iam/policy.ts';
import { WorldClock } from '../../../src/sandbox/clock.ts';
import { EffectLog } from '../../../src/sandbox/effects.ts';
import { FaultBook } from '../../../src/sandbox/faults.ts';
import { createRandom } from '../../../src/sandbox/random.ts';

const START = Date.parse('2026-01-05T08:00:00Z');
const REGION = 'us-east-1';
const DAY_MS = 86_400_000;

/** The sandbox's AWS over real HTTP, and the product's adapter on it, told of it by the environment alone. */
export interface SandboxAccount {
  readonly nodeGroups: AwsNodeGroups;
  readonly account: AwsAccount;
  readonly cloud: Cloud;
  readonly server: AwsServer;
  readonly clock: WorldClock;
  readonly faults: FaultBook;
  readonly effects: EffectLog;
  readonly oldImage: string;
  readonly newImage: string;
  readonly nextImage: string;
  readonly templateId: string;
  /** Waits in real time, in which world time runs a thousand times as fast. */
  until(what: string, done: () => Promise<boolean>): Promise<void>;
  close(): Promise<void>;
}

export async function startSandboxAccount(
  options: { readonly policies?: readonly PolicyDocument[]; readonly deadlineMs?: number } = {},
): Promise<SandboxAccount> {
  const clock = new WorldClock(START, 1000);
  const effects = new EffectLog();
  const faults = new FaultBook();
  const cloud = createCloud({ clock, random: createRandom(1), images: new Map(), region: REGION });
  const built = build(cloud);
  const principal = {
    accessKeyId: 'AKIADROVER0000000000',
    secretAccessKey: 'drover-secret',
    arn: 'arn:aws:iam::111122223333:user/drover',
    userName: 'drover',
    policies: [...(options.policies ?? [ADMIN_POLICY])],
  };
  const server = await startAws({ cloud, effects, faults, principals: [principal] });
  const restore = setEnvironment({
    AWS_ENDPOINT_URL: server.endpoint,
    AWS_REGION: REGION,
    AWS_ACCESS_KEY_ID: principal.accessKeyId,
    AWS_SECRET_ACCESS_KEY: principal.secretAccessKey,
  });
  const account = new AwsAccount(REGION, 'drover/0.1.0', options.deadlineMs);
  return {
    nodeGroups: new AwsNodeGroups(account),
    account,
    cloud,
    server,
    clock,
    faults,
    effects,
    ...built,
    until: waitUntil,
    async close() {
      account.close();
      await server.close();
      cloud.stop();
      clock.stop();
      restore();
    },
  };
}

function build(cloud: Cloud): Pick<SandboxAccount, 'oldImage' | 'newImage' | 'nextImage' | 'templateId'> {
  for (const [index, zone] of ['us-east-1a', 'us-east-1b', 'us-east-1c'].entries())
    cloud.addSubnet({ zone, cidr: `10.0.${index * 16}.0/20` });
  const image = (date: string, days: number): string =>
    cloud.addImage({
      name: `amazon-eks-node-al2023-x86_64-standard-1.32-v${date}`,
      createdAt: START - DAY_MS * days,
    }).imageId;
  const [oldImage, newImage, nextImage] = [
    image('20251101', 60),
    image('20251201', 30),
    image('20260101', 4),
  ];
  cloud.addCluster({ name: 'prod', endpoint: 'https://127.0.0.1:1', certificateAuthority: 'none' });
  const template = cloud.addLaunchTemplate({ name: 'workers', imageId: oldImage, cluster: 'prod' });
  const common = { launchTemplate: 'workers', cluster: 'prod', version: '$Latest' };
  cloud.addAutoScalingGroup({ ...common, name: 'workers', desired: 3, min: 1, max: 6 });
  const { arn } = cloud.addTargetGroup({
    name: 'web',
    targetType: 'instance',
    deregistrationDelaySeconds: 30,
  });
  cloud.addAutoScalingGroup({
    ...common,
    name: 'ingress',
    desired: 1,
    min: 0,
    max: 3,
    targetGroupArns: [arn],
  });
  cloud.addLaunchTemplateVersion({ template: template.id, data: { ImageId: newImage } });
  cloud.setParameter({ name: '/images/new', value: newImage });
  cloud.setParameter({ name: '/images/next', value: nextImage });
  return { oldImage, newImage, nextImage, templateId: template.id };
}

function setEnvironment(values: Readonly<Record<string, string>>): () => void {
  const before = { ...process.env };
  Object.assign(process.env, values);
  return () => {
    for (const name of Object.keys(values)) {
      if (before[name] === undefined) delete process.env[name];
      else process.env[name] = before[name];
    }
  };
}

async function waitUntil(what: string, done: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 10_000;
  while (!(await done())) {
    if (performance.now() > deadline) throw new Error(`it did not happen: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
