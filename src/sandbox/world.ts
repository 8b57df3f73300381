import { startAws } from './aws/aws-server.ts';
import type { AwsServer } from './aws/aws-server.ts';
import { createCloud } from './aws/cloud/cloud.ts';
import type { Cloud } from './aws/cloud/cloud.ts';
import { ADMIN_POLICY } from './aws/iam/policy.ts';
import type { PolicyDocument } from './aws/iam/policy.ts';
import { WorldClock } from './clock.ts';
import { startControllers } from './controllers/start-controllers.ts';
import type { Controllers } from './controllers/start-controllers.ts';
import { EffectLog } from './effects.ts';
import { FaultBook } from './faults.ts';
import { startKubelets } from './kubelet/start-kubelets.ts';
import { Cluster } from './kubernetes/cluster.ts';
import type { MetricsServer } from './kubernetes/http/pod-metrics.ts';
import type { KubeObject } from './kubernetes/object.ts';
import { startKubernetesApi } from './kubernetes/start-kubernetes-api.ts';
import type { KubernetesApi } from './kubernetes/start-kubernetes-api.ts';
import { staticTokens, withAuthenticatedGroup } from './kubernetes/users.ts';
import type { Authenticator } from './kubernetes/users.ts';
import { loadManifests, readPolicies, readSlackManifest } from './load-manifests.ts';
import type { ImageBook } from './machines.ts';
import { createRandom } from './random.ts';
import type { Random } from './random.ts';
import { CREDENTIALS, DROVER_ARN, DROVER_USER } from './run/credentials.ts';
import { MetricsTrouble } from './metrics/metrics-trouble.ts';
import { PodMeters } from './metrics/pod-meters.ts';
import { openOtherSources } from './metrics/open-other-sources.ts';
import { WeatherBook } from './metrics/weather.ts';
import { startScheduler } from './scheduler/start-scheduler.ts';
import { PLACE } from './scenarios/stage/place-names.ts';
import type { Scenario } from './scenarios/scenario.ts';
import { startSlack } from './slack/start-slack.ts';
import type { Slack } from './slack/start-slack.ts';
import { createWorkspace } from './slack/state/workspace.ts';
import { startTraffic } from './traffic/start-traffic.ts';
import type { Traffic } from './traffic/start-traffic.ts';

/** The ports a world listens on: a world that takes another's place takes its ports too. 0: any free one. */
export interface WorldPorts {
  readonly kubernetes: number;
  readonly aws: number;
  readonly slack: number;
}

export interface WorldOptions {
  readonly scenario: Scenario;
  readonly seed: number;
  readonly speed: number;
  readonly ports?: WorldPorts;
}

/** One running world: its clock, its state, and the three servers that speak for it on loopback. */
export interface World {
  readonly scenario: Scenario;
  readonly seed: number;
  readonly clock: WorldClock;
  readonly random: Random;
  readonly effects: EffectLog;
  readonly faults: FaultBook;
  readonly cluster: Cluster;
  readonly cloud: Cloud;
  readonly controllers: Controllers;
  readonly traffic: Traffic;
  /** What pods would say of themselves; served where a scenario has metrics. */
  readonly meters: PodMeters;
  /** What is wrong with the metrics themselves. */
  readonly metricsTrouble: MetricsTrouble;
  readonly kubernetes: KubernetesApi;
  readonly aws: AwsServer;
  readonly slack: Slack;
  readonly ports: WorldPorts;
  close(): Promise<void>;
}

const ANY_PORTS: WorldPorts = { kubernetes: 0, aws: 0, slack: 0 };

/** Makes a world and waits until it is at rest: its workloads are up before anybody looks. */
export async function startWorld({ scenario, seed, speed, ports = ANY_PORTS }: WorldOptions): Promise<World> {
  const clock = new WorldClock(Date.now(), speed);
  const random = createRandom(seed);
  const [effects, faults] = [new EffectLog(), new FaultBook()];
  const [images, cluster]: [ImageBook, Cluster] = [new Map(), new Cluster(clock)];
  const cloud = createCloud({ clock, random, images, region: PLACE.region, accountId: PLACE.accountId });
  const aws = await startAws({ cloud, effects, faults, principals: principals(scenario), port: ports.aws });
  const metricsServer: MetricsServer = { usage: undefined };
  const kubernetes = await serveCluster(cluster, aws, { faults, effects, metricsServer }, ports.kubernetes);
  addEksCluster(cloud, kubernetes);
  loadManifests(cluster);
  const parts = { cluster, clock, random };
  const [weather, metricsTrouble] = [new WeatherBook(), new MetricsTrouble()];
  const onceUp: (() => void)[] = [];
  const { newImage = {}, controllers: settings = {} } = scenario;
  const stage = { ...parts, effects, faults, cloud, newImage, weather, metricsTrouble };
  scenario.build({ ...stage, onceUp: (run) => void onceUp.push(run) });
  const controllers = startControllers({ ...parts, machines: cloud, settings });
  const kubelets = startKubelets({ ...parts, machines: cloud, images });
  const scheduler = startScheduler(parts);
  await untilNodesAreReady(cluster, cloud, clock);
  for (const run of onceUp) run();
  const served = { ...parts, processes: kubelets.processes };
  const traffic = startTraffic(served);
  const meters = new PodMeters({ ...served, machines: cloud, images, weather });
  const slack = await startSlackOf(scenario, random, clock, faults, ports.slack);
  const sources = openOtherSources(scenario, { clock, cloud, meters, metricsServer });
  const running = [traffic, controllers, scheduler, kubelets, cloud, sources];
  return {
    scenario,
    seed,
    ...parts,
    effects,
    faults,
    cloud,
    controllers,
    traffic,
    meters,
    metricsTrouble,
    kubernetes,
    aws,
    slack,
    ports: { kubernetes: portOf(kubernetes.url), aws: portOf(aws.endpoint), slack: portOf(slack.apiUrl) },
    async close() {
      for (const part of running) part.stop();
      clock.stop();
      await Promise.all([kubernetes.close(), aws.close(), slack.close()]);
    },
  };
}

async function serveCluster(
  cluster: Cluster,
  aws: AwsServer,
  books: {
    readonly faults: FaultBook;
    readonly effects: EffectLog;
    readonly metricsServer: MetricsServer;
  },
  port: number,
): Promise<KubernetesApi> {
  const authenticators = [staticTokens(people()), eksTokens(aws)];
  return startKubernetesApi({ cluster, authenticators, ...books, port });
}

/** The cluster as EKS knows it, with drover's role let in as the access entries of a real one would. */
function addEksCluster(cloud: Cloud, kubernetes: KubernetesApi): void {
  cloud.addCluster({
    name: PLACE.eksCluster,
    endpoint: kubernetes.url,
    certificateAuthority: kubernetes.caPem,
    version: '1.32',
  });
  for (const name of ['vpc-cni', 'kube-proxy', 'coredns', 'aws-ebs-csi-driver'])
    cloud.addAddon({ cluster: PLACE.eksCluster, name });
  cloud.addAccessEntry({
    cluster: PLACE.eksCluster,
    principalArn: `arn:aws:iam::${PLACE.accountId}:role/${PLACE.engineRole}`,
    username: DROVER_USER,
    groups: ['drover:engine'],
  });
}

/** World ms that machines which were there from the beginning may take to show up as Ready nodes. */
const NODES_MAX_MS = 10 * 60_000;

/** How fast the world runs until then. */
const BOOT_SPEED = 200;

interface BootingNode extends KubeObject {
  readonly spec?: { readonly taints?: readonly { readonly effect: string }[] };
  readonly status?: { readonly conditions?: readonly { readonly type: string; readonly status: string }[] };
}

async function untilNodesAreReady(cluster: Cluster, cloud: Cloud, clock: WorldClock): Promise<void> {
  const { speed } = clock;
  clock.setSpeed(Math.max(speed, BOOT_SPEED));
  const until = clock.now() + NODES_MAX_MS;
  const wanted = cloud.machines().length;
  const isReady = ({ spec, status }: BootingNode): boolean =>
    (status?.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True') ?? false) &&
    !spec?.taints?.some(({ effect }) => effect !== 'PreferNoSchedule');
  while (cluster.list<BootingNode>('nodes').filter(isReady).length < wanted && clock.now() < until) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  clock.setSpeed(speed);
}

function portOf(url: string): number {
  return Number(new URL(url).port);
}

function principals({ extraPolicies }: Scenario): Parameters<typeof startAws>[0]['principals'] {
  const { drover, admin } = CREDENTIALS.aws;
  // The files are IAM policies; their form is checked where they are evaluated.
  const policies = readPolicies(extraPolicies) as readonly PolicyDocument[];
  return [
    { ...drover, arn: DROVER_ARN, userName: PLACE.engineRole, policies },
    {
      ...admin,
      arn: `arn:aws:iam::${PLACE.accountId}:user/admin`,
      userName: 'admin',
      policies: [ADMIN_POLICY],
    },
  ];
}

function people(): Parameters<typeof staticTokens>[0] {
  return {
    [CREDENTIALS.kubernetes.admin]: { name: 'admin', groups: ['system:masters'] },
    [CREDENTIALS.kubernetes.viewer]: { name: 'viewer', groups: [] },
  };
}

/** The cluster asks AWS who an EKS token belongs to, as aws-iam-authenticator does. */
function eksTokens(aws: AwsServer): Authenticator {
  return (token) => {
    if (!token.startsWith('k8s-aws-v1.')) return undefined;
    const answer = aws.authenticateEksToken(token, PLACE.eksCluster);
    if (answer.kind === 'refused') return undefined;
    return withAuthenticatedGroup({ name: answer.username, groups: answer.groups });
  };
}

async function startSlackOf(
  scenario: Scenario,
  random: Random,
  clock: WorldClock,
  faults: FaultBook,
  port: number,
): Promise<Slack> {
  const { features, oauth_config, settings } = readSlackManifest();
  const { appId, signingSecret, botToken, appToken } = CREDENTIALS.slack;
  return startSlack({
    workspace: createWorkspace({ random, clock }),
    faults,
    port,
    ...(scenario.rateLimits ? { rateLimits: scenario.rateLimits } : {}),
    app: {
      id: appId,
      signingSecret,
      botToken,
      appToken,
      scopes: oauth_config.scopes.bot,
      slashCommands: features.slash_commands.map(({ command, description, usage_hint, should_escape }) => ({
        command,
        ...(description ? { description } : {}),
        ...(usage_hint ? { usageHint: usage_hint } : {}),
        ...(should_escape ? { shouldEscape: should_escape } : {}),
      })),
      eventSubscriptions: settings.event_subscriptions.bot_events,
    },
  });
}
