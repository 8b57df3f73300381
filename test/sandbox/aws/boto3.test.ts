import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { pythonEnvironment } from '../python-environment.ts';
import { ADMIN, type AwsWorld, startAwsWorld } from './aws-world.ts';

const SCRIPT = fileURLToPath(new URL('boto3_session.py', import.meta.url));
const FOLDER = '/aws/service/eks/optimized-ami/1.32/amazon-linux-2023/x86_64/standard';
/** The environment may have to be made first. */
const LIMIT_MS = 240_000;

/** Checked of others' instances when a group names a template; nobody calls it. */
const NEVER_CALLED = ['ec2:RunInstances'];

/** Every operation that drover's own role may ask for, as boto3 names the services. */
function granted(): readonly string[] {
  return ['engine-policy', 'make-template-versions-policy', 'read-quotas-policy']
    .map((name) => readFileSync(new URL(`../../../manifests/aws/${name}.json`, import.meta.url), 'utf8'))
    .flatMap((text) => (JSON.parse(text) as { Statement: { Action: string | string[] }[] }).Statement)
    .flatMap(({ Action }) => Action)
    .filter((action) => !NEVER_CALLED.includes(action))
    .map((action) =>
      action.replace(/^elasticloadbalancing:/, 'elbv2:').replace(/^servicequotas:/, 'service-quotas:'),
    );
}

/** What drover's role may ask for, and what other programs do in the same world. */
const NEEDED = [
  ...granted(),
  ...[
    'DescribeAutoScalingGroups',
    'DescribeAutoScalingInstances',
    'DescribeScalingActivities',
    'DescribeLifecycleHooks',
  ].map(scaling),
  ...['DescribeInstanceRefreshes', 'DescribeWarmPool', 'DescribePolicies', 'DescribeScheduledActions'].map(
    scaling,
  ),
  ...['SetDesiredCapacity', 'UpdateAutoScalingGroup', 'SuspendProcesses', 'ResumeProcesses'].map(scaling),
  ...[
    'TerminateInstanceInAutoScalingGroup',
    'CreateOrUpdateTags',
    'DeleteTags',
    'CompleteLifecycleAction',
  ].map(scaling),
  ...['DescribeInstances', 'DescribeLaunchTemplates', 'DescribeLaunchTemplateVersions', 'DescribeImages'].map(
    ec2,
  ),
  ...['DescribeInstanceTypes', 'DescribeInstanceTypeOfferings', 'DescribeSubnets'].map(ec2),
  ...['CreateLaunchTemplateVersion', 'CreateTags'].map(ec2),
  ...['DescribeCluster', 'ListNodegroups', 'DescribeNodegroup', 'ListUpdates', 'DescribeUpdate'].map(
    (name) => `eks:${name}`,
  ),
  'ssm:GetParameter',
  'sts:GetCallerIdentity',
  ...[
    'DescribeTargetHealth',
    'DescribeTargetGroups',
    'DescribeTargetGroupAttributes',
    'DescribeLoadBalancers',
  ].map((name) => `elbv2:${name}`),
];

function scaling(name: string): string {
  return `autoscaling:${name}`;
}

function ec2(name: string): string {
  return `ec2:${name}`;
}

interface Report {
  readonly operations: readonly string[];
  readonly answers: Readonly<Record<string, unknown>>;
  readonly errors: Readonly<Record<string, string>>;
  readonly unknown: readonly string[];
}

function furnish({ cloud, faults, oldImage }: AwsWorld): void {
  for (const name of ['a', 'b', 'c'])
    cloud.addManagedNodegroup({ cluster: 'prod', name, imageId: oldImage, desired: 1 });
  for (const [name, version] of [
    ['coredns', 'v1.11.4-eksbuild.2'],
    ['vpc-cni', 'v1.19.0-eksbuild.1'],
  ] as const)
    cloud.addAddon({ cluster: 'prod', name, version });
  cloud.addUpdate({ cluster: 'prod', nodegroup: 'a' });
  cloud.addFargateProfile({ cluster: 'prod', name: 'serverless', namespace: 'batch' });
  for (let index = 0; index < 12; index++) cloud.setParameter({ name: `/many/p${index}`, value: 'x' });
  cloud.addAutoScalingGroup({ name: 'warm', launchTemplate: 'workers', desired: 1, max: 2 });
  cloud.addWarmPool({ group: 'warm', minSize: 1 });
  cloud.addAutoScalingGroup({ name: 'empty', launchTemplate: 'workers', max: 1 });
  cloud.addLifecycleHook({
    group: 'workers',
    name: 'drain',
    transition: 'terminating',
    heartbeatSeconds: 7200,
  });
  cloud.addScalingPolicy({ group: 'workers' });
  cloud.addScheduledAction({ group: 'workers', name: 'nightly', recurrence: '0 1 * * *', desired: 1 });
  const balancer = cloud.addLoadBalancer({ name: 'shop' });
  const targets = cloud.addTargetGroup({
    name: 'shop',
    loadBalancerArns: [balancer.arn],
    deregistrationDelaySeconds: 120,
  });
  cloud.addTarget({ targetGroupArn: targets.arn, id: '10.0.0.50', zone: 'us-east-1a' });
  cloud.addTarget({ targetGroupArn: targets.arn, id: '10.0.0.51', state: 'draining' });
  cloud.setQuota({ code: 'L-1216C47A', value: 256 });
  faults.add({
    target: 'aws',
    match: { path: '^DescribePolicies$' },
    answer: { body: { error: 'Throttling' } },
    times: 2,
  });
}

async function runSession(python: string, world: AwsWorld): Promise<Report> {
  const { accessKeyId, secretAccessKey } = ADMIN;
  const given = {
    endpoint: world.server.endpoint,
    region: 'us-east-1',
    accessKeyId,
    secretAccessKey,
    folder: FOLDER,
    newImage: world.newImage,
  };
  const env = { PATH: process.env['PATH'] ?? '', AWS_EC2_METADATA_DISABLED: 'true' };
  const child = spawn(python, [SCRIPT], { stdio: ['pipe', 'pipe', 'inherit'], env });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.stdin.end(JSON.stringify(given));
  const [code] = (await once(child, 'close')) as [number];
  if (code !== 0) throw new Error(`boto3_session.py ended with ${code}`);
  return JSON.parse(Buffer.concat(chunks).toString()) as Report;
}

it(
  'boto3 reads every answer that drover needs, its errors, pages, waiters and retries',
  { timeout: LIMIT_MS },
  async ({ skip }) => {
    const environment = await pythonEnvironment('boto3==1.44.5');
    if (!environment.ok) {
      console.warn(`The session of boto3 was skipped: ${environment.reason}.`);
      skip(environment.reason);
      return;
    }
    const world = await startAwsWorld({ speed: 100 });
    furnish(world);
    try {
      const report = await runSession(environment.python, world);

      expect(NEEDED.filter((name) => !report.operations.includes(name))).toEqual([]);
      expect(report.unknown).toEqual([]);
      expect(report.answers).toEqual({
        caller: ADMIN.arn,
        cluster: 'ACTIVE',
        nodegroups: ['a', 'b', 'c'],
        nodegroup: '1.32.3-20250403',
        update: 'InProgress',
        addons: ['v1.11.4-eksbuild.2', 'v1.19.0-eksbuild.1'],
        profiles: ['serverless'],
        parameter: world.newImage,
        parameters: 1,
        byPath: 12,
        groups: ['empty', 'warm', 'workers'],
        members: 7,
        activities: 'Successful',
        hooks: 172_800,
        refreshes: [],
        warmPool: ['Warmed:Stopped'],
        policies: 'TargetTrackingScaling',
        retriesOfPolicies: 2,
        scheduled: 'nightly',
        tags: 5,
        instances: 8,
        statuses: 7,
        templates: [1],
        images: 2,
        types: 8192,
        offerings: 9,
        subnets: ['us-east-1a', 'us-east-1b', 'us-east-1c'],
        newVersion: 2,
        newImage: world.newImage,
        tagged: 1,
        drain: '120',
        targets: ['draining', 'healthy'],
        quota: ['Running On-Demand Standard (A, C, D, H, I, M, R, T, Z) instances', 256, 'Standard/OnDemand'],
        freshVersion: '2',
        terminating: true,
        left: 3,
      });
      expect(report.errors).toEqual({
        group: 'ValidationError 400',
        bounds: 'ValidationError 400',
        member: 'ValidationError 400',
        hook: 'ValidationError 400',
        token: 'InvalidNextToken 400',
        instance: 'InvalidInstanceID.NotFound 400',
        image: 'InvalidAMIID.NotFound 400',
        template: 'InvalidLaunchTemplateId.NotFound 400',
        version: 'InvalidLaunchTemplateId.VersionNotFound 400',
        filter: 'InvalidParameterValue 400',
        dryRun: 'DryRunOperation 412',
        cluster: 'ResourceNotFoundException 404',
        nodegroup: 'ResourceNotFoundException 404',
        updating: 'ResourceInUseException 409',
        parameter: 'ParameterNotFound 400',
        targetGroup: 'TargetGroupNotFound 400',
        quota: 'NoSuchResourceException 400',
        signature: 'SignatureDoesNotMatch 403',
      });
    } finally {
      await world.close();
    }
  },
);
